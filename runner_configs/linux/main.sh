
# ---- the boot
load_test() {
  local n
  n=$(number LOAD_TEST 0)
  # shellcheck disable=SC2016
  ((n == 0)) || systemd-run --unit=vend-load-test bash -c \
    'for _ in $(seq "$(nproc)"); do timeout "$0" sha256sum /dev/zero & done; wait' "$((n < 3600 ? n : 3600))" || :
}
configure() {
  local at
  [[ ! -e configured ]] || return 0
  trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
  (while sleep $(($(number HEARTBEAT 600) / 2)); do heartbeat LAUNCH_HOOK || :; done) &>/dev/null &
  trap 'kill '$!' || :' EXIT
  [[ -s started ]] || date +%s >started
  export -p | grep ' VEND_' >/etc/vend/environment || :
  write_units
  for PHASE in preflight patch tools download register service; do
    log "phase $PHASE"
    at=$SECONDS
    $PHASE
    echo "$PHASE=$((SECONDS - at))" >>phases
  done
  report
  signal 0 "a runner is registered and runs"
  complete LAUNCH_HOOK CONTINUE || log "no launching hook is open"
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
use_proxy
"${1-configure}"
