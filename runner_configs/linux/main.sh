
# ---- the boot, in order
load_test() {
  local seconds
  seconds=$(value LOAD_TEST 0)
  ((seconds > 0)) || return 0
  ((seconds <= 3600)) || seconds=3600
  log "load test: all processors for $seconds s"
  systemd-run --unit=vend-load-test /bin/bash "$SELF" load "$seconds" || :
}
load() {
  for _ in $(seq "$(nproc)"); do timeout "$1" sha256sum /dev/zero & done
  wait
}
configure() {
  local beats
  if [[ -e $STATE/signalled ]]; then
    log "this instance is configured already"
    return 0
  fi
  trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
  (while sleep $(($(value HEARTBEAT 600) / 2)); do heartbeat LAUNCH_HOOK || :; done) &>/dev/null &
  beats=$!
  trap 'kill "'"$beats"'" || :' EXIT
  write_units
  phase preflight
  preflight
  phase patch
  patch_system
  phase tools
  executor_tools
  start_agent
  phase download
  install_runner
  phase register
  register_runner
  phase service
  start_runner
  tag_instance
  systemctl enable vend-monitor.service vend-prune.timer vend-log.service
  systemctl restart vend-monitor.service vend-prune.timer vend-log.service
  phase finish
  report_phases
  signal 0 "a runner is registered and runs"
  complete LAUNCH_HOOK CONTINUE || log "there was no launching hook to complete"
  systemctl disable vend-configure || :
  load_test
}

umask 022
mkdir -p /etc/vend "$STATE"
AWS_DEFAULT_REGION=$(value REGION)
export AWS_DEFAULT_REGION PATH="$PATH:/opt/aws/bin:/usr/local/bin"
use_proxy
case ${1-configure} in
configure) configure ;;
monitor) monitor ;;
prune) prune ;;
journal) exec journalctl -n 0 -f -u gitlab-runner -o short-iso >>/var/log/gitlab-runner.log ;;
load) load "$2" ;;
*) log "unknown command: $1" && exit 2 ;;
esac
