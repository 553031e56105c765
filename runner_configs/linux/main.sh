
# ---- the boot
load_test() {
	((LOAD_TEST == 0)) || systemd-run --unit=vend-load-test bash -c \
		'for _ in $(seq "$(nproc)"); do timeout "$0" sha256sum /dev/zero & done; wait' $((LOAD_TEST < 3600 ? LOAD_TEST : 3600)) || :
}
configure() {
	local at every=$((LAUNCH_HEARTBEAT ? LAUNCH_HEARTBEAT : HEARTBEAT))
	[[ ! -e signalled || ! -e settled ]] || return 0
	trap 'fail "line $LINENO: ${BASH_COMMAND/timeout*\"\$@\"/${DOING-}}"' ERR
	# As long as the stack may wait: a boot that hangs is not kept for ever.
	(sleep $((every / 2)); renew LAUNCH_HOOK "$every" $((every * 5 / 2))) &>/dev/null 9>&- &
	trap 'kill '$!' || :' EXIT
	if [[ ! -e signalled ]]; then
		rm -f settled
		[[ $ME -ef $SELF ]] || install -m 0700 "$ME" "$SELF"
		: >>/etc/vend/values
		[[ -z ${!VEND_*} ]] || declare -p "${!VEND_@}" >/etc/vend/environment
		write_units
		for PHASE in preflight patch tools download register service; do
			log "phase $PHASE"
			clock
			at=$UP
			$PHASE
			clock
			echo "$PHASE=$((UP - at))" >>phases
		done
		report
		set -- 0 "a runner runs"
	else
		# The machine rebooted meanwhile.
		read -r -a at <signalled || at=(1 unknown)
		set -- "${at[0]}" "${at[*]:1}"
	fi
	# Jobs may run by now: from here on they are only drained.
	trap - ERR
	if settle "$@"; then
		systemctl disable vend-configure || :
		(($1)) || load_test
	elif (($1 == 0)); then
		log "AWS does not accept this launch: no jobs here"
		drains || runner stop --no-block
		renew LAUNCH_HOOK "$every" &>/dev/null 9>&- &
		trap 'kill '$!' || :' EXIT
		until [[ -e drained ]]; do sleep 5; done
		complete LAUNCH_HOOK ABANDON || :
	fi
}

# State belongs to an instance: an image made of one has that of another. Only the launcher, or who runs the script from
# a file, begins anew; units of the image wait for that.
belongs() {
	[[ $(cat instance 2>/dev/null) != "$INSTANCE" ]] || return 0
	[[ ! $ME -ef $SELF ]] || { log "$1: the state is another instance's"; return 1; }
	[[ -z $(ls) ]] || forget
	echo "$INSTANCE" >instance || :
}
# What an image must not keep. What is installed stays, and makes its instances' boots short.
forget() {
	systemctl disable gitlab-runner vend-monitor vend-prune.timer vend-configure || :
	systemctl stop --no-block gitlab-runner vend-monitor vend-prune.timer || :
	rm -rf /var/lib/vend/* /etc/gitlab-runner/{config.toml,.runner_system_id} /etc/vend/{environment,proxy} /root/.docker/config.json /root/.ecr
}
# The one command that makes this instance ready for an image.
bake() {
	systemctl stop vend-monitor vend-prune.timer || :
	LIMIT=0 runner stop || :
	again unregister || :
	forget
	rm -rf /etc/vend/{values,settings,steps,gitlab-ca.crt} /root/.docker/config.json /custom_instance_configuration_script.sh
	: >/etc/machine-id
	truncate -s 0 "$LOG" /var/log/gitlab-runner.log || :
	log "ready for an image"
}

set -- "${1-configure}"
exec 9>>"/run/vend/$1.lock" || exec 9</var/lib/vend
exec > >(tee -a "$LOG") 2>&1
flock -n 9 || { log "another $1 runs"; [[ $1 != gate ]]; exit; }
use_proxy || :
INSTANCE='' GROUP=''
case $1 in
configure | gate | monitor | bake)
	[[ $1 == @(monitor|bake) ]] || (PATIENCE=$((PATIENCE < 60 ? PATIENCE : 60)); again meta instance-id) &>/dev/null || :
	! identify || belongs "$1" || exit 1
	[[ -z $INSTANCE || $1 == gate ]] || in_group || :
	;;
esac
"$1"
