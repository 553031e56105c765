
# ---- the boot, in order
load_test() {
  local seconds
  seconds=$(number LOAD_TEST 0)
  ((seconds <= 3600)) || seconds=3600
  # shellcheck disable=SC2016
  ((seconds == 0)) || systemd-run --unit=vend-load-test timeout "$seconds" \
    bash -c 'for _ in $(seq "$(nproc)"); do sha256sum /dev/zero & done; wait' || :
}
configure() {
  [[ ! -e configured ]] || return 0
  trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
  (while sleep $(($(number HEARTBEAT 600) / 2)); do heartbeat LAUNCH_HOOK || :; done) &>/dev/null &
  trap 'kill '$!' || :' EXIT
  [[ -s started ]] || date +%s >started
  export -p | grep ' VEND_' >/etc/vend/environment || :
  use_proxy
  write_units
  phase preflight
  preflight
  phase patch
  patch_system
  phase tools
  common_tools
  executor_tools
  start_agent
  phase download
  install_runner
  phase register
  register_runner
  tag_instance
  phase service
  systemctl enable vend-monitor.service vend-prune.timer
  systemctl restart vend-monitor.service vend-prune.timer
  start_runner
  phase finish
  report_phases
  signal 0 "a runner is registered and runs"
  complete LAUNCH_HOOK CONTINUE || log "there was no launching hook to complete"
  systemctl disable vend-configure || :
  touch configured
  load_test
}

umask 022
mkdir -p /etc/vend /var/lib/vend
[[ $0 -ef $SELF ]] || install -m 0700 "$0" "$SELF"
cd /var/lib/vend
# shellcheck source=/dev/null
[[ ! -r /etc/vend/environment ]] || . /etc/vend/environment
exec > >(tee -a "$LOG") 2>&1
AWS_DEFAULT_REGION=$(value REGION)
export AWS_DEFAULT_REGION PATH="$PATH:/opt/aws/bin:/usr/local/bin"
case ${1-configure} in
configure | monitor | prune) "${1-configure}" ;;
*) log "unknown command: $1" && exit 2 ;;
esac
