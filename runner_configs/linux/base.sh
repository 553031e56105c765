
# ---- values: VEND_NAME of the environment, or the launcher's, or these defaults. Data, never code.
LOG=/var/log/vend.log SELF=/etc/vend/MonitorTerminationHook.sh UNITS=/etc/systemd/system PHASE=start
umask 022
# A disk that is full must not keep a boot from telling so: what can fail by it fails later, in a phase. bash's own files are not on it.
TMPDIR=/dev/shm ME=$(readlink -f "$0")
install -d -m 0700 /etc/vend /var/lib/vend /run/vend || :
cd /var/lib/vend
[[ -n ${!VEND_*} || ! -r /etc/vend/environment ]] || . /etc/vend/environment
# Settings that lie beside the script, if they are those that UserData has the checksum of; a boot ends without them.
GIVEN=$'\n'$(cat /etc/vend/values 2>/dev/null || :)
if [[ $GIVEN == *$'\n'SETTINGS_SHA256=* ]]; then
	SUM=${GIVEN#*$'\n'SETTINGS_SHA256=}
	if printf '%s  /etc/vend/settings' "${SUM%%$'\n'*}" | sha256sum -c --status; then
		GIVEN+=$'\n'$(cat /etc/vend/settings)
	else
		[[ -e /var/lib/vend/signalled ]] || { echo 'vend: /etc/vend/settings is not the one of this stack' && exit 1; }
	fi
fi
# load_values NAME=DEFAULT...: NAME=VALUE, or NAME:BASE64, of the file. Few processes, which some machines are slow at.
load_values() {
	local entry name given text all
	all=$GIVEN
	for entry; do
		name=${entry%%=*} given=VEND_$name text=
		[[ $all != *$'\n'${name}[=:]* ]] || text=${all#*$'\n'"$name"[=:]}
		text=${text%%$'\n'*}
		[[ $all != *$'\n'$name:* ]] || text=$(printf %s "$text" | base64 -d)
		text=${!given:-$text}
		# Arithmetic would run what it finds in a text.
		[[ -n $text && (${entry#*=} != [0-9]* || $text =~ ^(0|[1-9][0-9]{0,5}|Disabled)$) ]] || text=${entry#*=}
		printf -v "$name" %s "$text"
	done
}
load_values STACK= REGION= RESOURCE= LAUNCH_HOOK= TERMINATE_HOOK= HEARTBEAT=600 LAUNCH_HEARTBEAT=0 DRAIN_LIMIT=43200 \
	RUNNER_VERSION=latest CONCURRENT=10 LOCKED=true RUN_UNTAGGED=false DOCKER_PRIVILEGED=false DOCKER_PULL_POLICY=always \
	CACHE_BUCKET= CACHE_SHARED=false PATCH_SCOPE=NoPatching MONITOR_INTERVAL=1 PROTECT_BUSY=false SCHEDULED=false LOG_GROUP= \
	METRICS=true LOAD_TEST=0 GITLAB_URL= TOKEN_SOURCE= TOKENS= RUNNER_TAGS= DOCKER_IMAGE=alpine:latest DOCKER_VOLUMES= \
	REGISTRY_MIRROR= LAST_PATCH_RUN=none HTTP_PROXY= NO_PROXY= METADATA_FOR_JOBS=false PATIENCE=300 \
	RUNNER_DOWNLOAD=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads
RELEASE=${RUNNER_DOWNLOAD%/}/$RUNNER_VERSION
export AWS_DEFAULT_REGION=$REGION PATH=$PATH:/opt/aws/bin:/usr/local/bin

# ---- metadata, hooks, failure
log() { echo "$(date -u +%FT%TZ) vend: $*"; }
# Seconds that no clock's correction changes.
clock() { read -r UP _ </proc/uptime && UP=${UP%%.*}; }
# Nothing waits for ever; LIMIT=SECONDS before a call changes how long. The line that failed is the caller's.
aws() { DOING="aws $1 $2" && timeout -k 5 "${LIMIT:-60}" aws "$@"; }
systemctl() { DOING="systemctl $1" && timeout -k 5 "${LIMIT:-150}" systemctl "$@"; }
runner() { systemctl "$@" gitlab-runner; }
# again COMMAND...: until it succeeds, or PATIENCE has been spent on it.
again() {
	local pause=2
	until "$@"; do
		((pause < PATIENCE)) || return 1
		log "once more in $pause s: $1" >&2
		sleep "$pause"
		pause=$((pause * 2))
	done
}
# Version 2; fails when the item is not there.
imds() {
	local at=http://169.254.169.254/latest get=(curl -sf -m "${LIMIT:-5}" --noproxy '*') token
	token=$("${get[@]}" -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token) || return 1
	"${get[@]}" -H "X-aws-ec2-metadata-token: $token" "$at/$1"
}
meta() { imds "meta-data/$1"; }
identify() { INSTANCE=$(meta instance-id || LIMIT=50 meta instance-id); }
in_group() {
	GROUP=$(meta tags/instance/aws:autoscaling:groupName) || GROUP=$(of_group AutoScalingGroupName) && [[ $GROUP != None ]] || GROUP=''
}
of_group() {
	aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" --output text --query "AutoScalingInstances[0].$1"
}
# lifecycle HOOK_VALUE ACTION [OPTION...]
lifecycle() {
	[[ -z ${!1} ]] || aws autoscaling "$2" --lifecycle-hook-name "${!1}" --auto-scaling-group-name "$GROUP" \
		--instance-id "$INSTANCE" "${@:3}"
}
# renew HOOK_VALUE SECONDS [FOR]: keeps a hook with that timeout open until it is killed, or for so long. Once refused, or
# without an answer, there is time for another, also in the shortest hook of 30 s.
renew() {
	local pause LIMIT=$(($2 < 180 ? $2 / 3 : 60)) end
	clock
	end=$((UP + ${3:-864000}))
	while ((UP < end)); do
		pause=$(($2 < 120 ? $2 / 3 : $2 / 2))
		lifecycle "$1" record-lifecycle-action-heartbeat || pause=$(($2 < 300 ? $2 / 15 + 1 : 20))
		sleep "$pause"
		clock
	done
}
# complete HOOK_VALUE RESULT: fails while AWS may still accept it.
complete() {
	local said
	said=$(lifecycle "$1" complete-lifecycle-action --lifecycle-action-result "$2" 2>&1) && return 0
	log "$2 was refused: ${said//$'\n'/ }"
	# Where nobody says in which state it is, it may wait still.
	[[ $said == *ValidationError* ]] && said=$(of_group LifecycleState) && [[ $said != @(Pending|Terminating)?(:Wait) ]]
}
# The stack may wait for no signal, or no more.
signal() {
	local said
	[[ -n $STACK ]] || return 0
	said=$(timeout -k 5 60 cfn-signal -e "$1" -r "$2" --stack "$STACK" --resource "$RESOURCE" --region "$REGION" 2>&1) && return 0
	log "the signal was refused: ${said//$'\n'/ }"
	[[ $said == *ValidationError* ]]
}
# settle CODE REASON: tells the stack and the launching hook how the boot ended, each until it is accepted or nothing waits
# for it any more; none waits for the other. `signalled` makes it the end, also for the time after a reboot.
settle() {
	local result=CONTINUE told='' done='' pause=2
	(($1 == 0)) || result=ABANDON
	[[ -e signalled ]] || echo "$*" >signalled || :
	while true; do
		[[ -n $told ]] || ! signal "$@" || told=1
		(($1 == 0)) || unregister || :
		[[ -n $INSTANCE ]] || { identify && in_group; } || :
		[[ -n $done || -z $INSTANCE ]] || ! complete LAUNCH_HOOK $result || done=1
		[[ -z $told || -z $done ]] || break
		((pause < PATIENCE * 2)) || break
		sleep "$pause"
		pause=$((pause * 2))
	done
	touch settled || :
	[[ -n $done ]]
}
# A subshell only ends; the shell that waits for it reports. A runner that comes up after all must take no jobs. 9: told.
fail() {
	trap - ERR
	((BASH_SUBSHELL == 0)) || exit 1
	trap '' PIPE
	set +e
	log "FAILED in phase $PHASE: $*"
	systemctl disable gitlab-runner vend-monitor
	systemctl stop --no-block vend-monitor
	runner stop
	settle 1 "$PHASE: $*"
	exit 9
}
