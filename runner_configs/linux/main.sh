
# ---- the boot
# hold WAIT EVERY [FOR]: keeps the launching hook open while this script runs.
hold() {
	(sleep "$1"; renew LAUNCH_HOOK "${@:2}") &>/dev/null 9>&- &
	trap 'kill '$!' || :' EXIT
}
configure() {
	local code=0 reason="a runner runs" every=$((LAUNCH_HEARTBEAT ? LAUNCH_HEARTBEAT : HEARTBEAT))
	[[ ! -e signalled || ! -e settled ]] || return 0
	trap 'fail "line $LINENO of ${BASH_SOURCE##*/}: ${BASH_COMMAND/timeout*\"\$@\"/${DOING-}}"' ERR
	# As long as the stack may wait: a boot that hangs is not kept for ever.
	hold $((every / 2)) "$every" $((every * 5 / 2))
	if [[ ! -e signalled ]]; then
		[[ -z $UNREAD ]] || fail "/etc/vend/settings is not the one of this stack"
		# @features linux-features.sh
		has_features || { again bring_features && . /etc/vend/features.sh; } || fail "no linux-features.sh of this script beside ${SCRIPT:-$ME}"
		# @end
		boot
	else
		# The machine rebooted meanwhile.
		read -r code reason <signalled || code=1
	fi
	# Jobs may run by now: from here on they are only drained.
	trap - ERR
	if settle "$code" "$reason"; then
		systemctl disable vend-configure || :
		# @if load_test
		((code)) || load_test
		# @end
	elif ((code == 0)); then
		log "AWS does not accept this launch: no jobs here"
		drains || runner stop --no-block
		hold 0 "$every"
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
	rm -rf /var/lib/vend/* /etc/gitlab-runner/{config.toml,.runner_system_id} /etc/vend/{environment,proxy} /root/.docker/config.json /root/.ecr \
		/var/lib/cloud/scripts/per-boot/vend
}
# The one command that makes this instance ready for an image.
bake() {
	systemctl stop vend-monitor vend-prune.timer || :
	LIMIT=0 runner stop || :
	again unregister || :
	forget
	rm -rf /etc/vend/{values,settings,steps,gitlab-ca.crt} /custom_instance_configuration_script.sh
	: >/etc/machine-id
	truncate -s 0 "$LOG" /var/log/gitlab-runner.log || :
	log "ready for an image"
}

# @features linux-features.sh
# ---- the features file: only a boot needs it
# Written beside the settings, or found where this script is.
has_features() {
	SUM='@@FEATURES@@'
	has_sum /etc/vend/features.sh 2>/dev/null
}
bring_features() {
	local to=/etc/vend/features.sh from=${SCRIPT%/*}/linux-features.sh
	case $from in
	s3://*) LIMIT=300 aws s3 cp --only-show-errors "$from" $to ;;
	http*://*) curl -fsSL -m 300 -o $to --url "$from" ;;
	*) cp "${ME%/*}/linux-features.sh" $to || cp "$from" $to ;;
	esac
	has_features
}
! has_features || . /etc/vend/features.sh
# @end

set -- "${1-configure}"
exec 9>>"/run/vend/$1.lock" || exec 9</var/lib/vend
exec > >(tee -a "$LOG") 2>&1
flock -n 9 || { log "another $1 runs"; [[ $1 != gate ]]; exit; }
# @if proxy
use_proxy || :
# @end
INSTANCE='' GROUP=''
case $1 in
configure | gate | monitor | bake)
	[[ $1 == @(monitor|bake) ]] || (PATIENCE=$((PATIENCE < 60 ? PATIENCE : 60)); again meta instance-id) &>/dev/null || :
	! identify || belongs "$1" || exit 1
	;;
esac
"$1"
