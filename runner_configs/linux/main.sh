
# ---- the boot
load_test() {
	((LOAD_TEST == 0)) || systemd-run --unit=vend-load-test bash -c \
		'for _ in $(seq "$(nproc)"); do timeout "$0" sha256sum /dev/zero & done; wait' $((LOAD_TEST < 3600 ? LOAD_TEST : 3600)) || :
}
configure() {
	local at
	[[ ! -e signalled ]] || return 0
	trap 'fail "line $LINENO: $BASH_COMMAND"' ERR
	(while sleep $(((LAUNCH_HEARTBEAT ? LAUNCH_HEARTBEAT : HEARTBEAT) / 2)); do heartbeat LAUNCH_HOOK || :; done) &>/dev/null 9>&- &
	trap 'kill '$!' || :' EXIT
	[[ -z ${!VEND_*} ]] || declare -p "${!VEND_@}" >/etc/vend/environment
	write_units
	for PHASE in preflight patch tools download register service; do
		log "phase $PHASE"
		at=$SECONDS
		$PHASE
		echo "$PHASE=$((SECONDS - at))" >>phases
	done
	report
	signal 0 "a runner runs"
	complete LAUNCH_HOOK CONTINUE || :
	systemctl disable vend-configure || :
	load_test
}

set -- "${1-configure}"
exec > >(tee -a "$LOG") 2>&1 9>"/run/vend-$1.lock"
flock -n 9 || { log "another $1 runs"; exit 0; }
use_proxy
GROUP=''
! INSTANCE=$(meta instance-id || meta instance-id) || GROUP=$(meta tags/instance/aws:autoscaling:groupName ||
	aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" --output text \
		--query 'AutoScalingInstances[0].AutoScalingGroupName') || :
"$1"
