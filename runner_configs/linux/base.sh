
# ---- values: data, never code
# VEND_NAME of the environment, or the launcher's, or these defaults.
LOG=/var/log/vend.log SELF=/etc/vend/MonitorTerminationHook.sh PHASE=start
umask 022
# A disk that is full must not keep a boot from telling so: what can fail by it fails later, in a phase. bash's own files are not on it.
TMPDIR=/dev/shm ME=$(readlink -f "$0")
install -d -m 0700 /etc/vend /var/lib/vend /run/vend || :
cd /var/lib/vend
[[ -n ${!VEND_*} || ! -r /etc/vend/environment ]] || . /etc/vend/environment
GIVEN=$'\n'$(cat /etc/vend/values 2>/dev/null || :)
# load_values NAME=DEFAULT...: NAME=VALUE, or NAME:BASE64, of the file. Few processes, which some machines are slow at.
load_values() {
	local entry name text line
	for entry; do
		name=${entry%%=*} text=VEND_${entry%%=*} line=$'\n'${entry%%=*}$'([=:])([^\n]*)'
		text=${!text-}
		if [[ -z $text && $GIVEN =~ $line ]]; then
			text=${BASH_REMATCH[2]}
			[[ ${BASH_REMATCH[1]} == = ]] || text=$(base64 -d <<<"$text")
		fi
		# Arithmetic would run what it finds in a text.
		[[ -n $text && (${entry#*=} != [0-9]* || $text =~ ^(0|[1-9][0-9]{0,5}|Disabled)$) ]] || text=${entry#*=}
		printf -v "$name" %s "$text"
	done
}
# has_sum FILE: is it the one of SUM?
has_sum() { sha256sum -c --status <<<"$SUM  $1"; }
# Settings that lie beside the script, if they are those that UserData has the checksum of; a boot ends without them.
load_values SETTINGS_SHA256=
SUM=$SETTINGS_SHA256
UNREAD='' TRIES=2
[[ -z $SUM ]] || { has_sum /etc/vend/settings && GIVEN+=$'\n'$(cat /etc/vend/settings); } || UNREAD=1
load_values SCRIPT= STACK= REGION= RESOURCE= LAUNCH_HOOK= TERMINATE_HOOK= HEARTBEAT=600 LAUNCH_HEARTBEAT=0 DRAIN_LIMIT=43200 \
	RUNNER_VERSION=latest CONCURRENT=10 LOCKED=true RUN_UNTAGGED=false SCHEDULED=false GITLAB_URL= TOKEN_SOURCE= TOKENS= \
	RUNNER_TAGS= PATCH_SCOPE=NoPatching LAST_PATCH_RUN=none MONITOR_INTERVAL=1 PROTECT_BUSY=false METRICS=true LOG_GROUP= \
	LOAD_TEST=0 HTTP_PROXY= NO_PROXY= METADATA_FOR_JOBS=false PATIENCE=300 \
	RUNNER_DOWNLOAD=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads
export AWS_DEFAULT_REGION=$REGION PATH=$PATH:/opt/aws/bin:/usr/local/bin
# @if proxy
use_proxy() {
	[[ -n $HTTP_PROXY ]] || return 0
	export http_proxy=$HTTP_PROXY https_proxy=$HTTP_PROXY no_proxy=169.254.169.254,localhost,127.0.0.1,$NO_PROXY
	env | grep '^[a-z]*_proxy=' >/etc/vend/proxy
}
# @end

# ---- metadata, hooks, failure
log() { echo "$(date -u +%FT%TZ) vend: $*"; }
# Seconds that no clock's correction changes. NOW: the date that goes with them, from BASE on where a drain has begun.
clock() { read -r UP _ </proc/uptime && UP=${UP%%.*}; }
now() { clock; NOW=$((${BASE:-$(date +%s) - UP} + UP)); }
# Nothing waits for ever; LIMIT=SECONDS before a call changes how long. The line that failed is the caller's.
aws() { DOING="aws $1 $2" && timeout -k 5 "${LIMIT:-60}" aws "$@"; }
systemctl() { DOING="systemctl $1" && timeout -k 5 "${LIMIT:-150}" systemctl "$@"; }
ip() { timeout -k 5 10 ip "$@"; }
runner() { systemctl "$@" gitlab-runner; }
# again COMMAND...: until it succeeds, or PATIENCE has been spent on it; what hangs has not the boot's whole time.
again() {
	local pause=2 end
	clock
	end=$((UP + 900))
	until "$@"; do
		clock
		((pause < PATIENCE && UP < end)) || return 1
		log "once more in $pause s: $1" >&2
		sleep $pause
		((pause *= 2))
	done
}
# Too many questions (429, 503) are asked once more.
nearby() { curl -sf -m "${LIMIT:-5}" --retry "$TRIES" --retry-max-time "$TRIES" --noproxy '*' "$@"; }
# Version 2; fails when the item is not there, or the answer empty.
imds() {
	local at=http://169.254.169.254/latest said
	said=$(nearby -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token) &&
		said=$(nearby -H "X-aws-ec2-metadata-token: $said" "$at/$1") && [[ -n $said ]] && echo "$said"
}
meta() { imds "meta-data/$1"; }
identify() { INSTANCE=$(meta instance-id || LIMIT=50 meta instance-id); }
in_group() {
	GROUP=$(meta tags/instance/aws:autoscaling:groupName || cat group 2>/dev/null || of_group AutoScalingGroupName || aws cloudformation describe-stack-resource \
		--stack-name "$STACK" --logical-resource-id "$RESOURCE" --output text --query StackResourceDetail.PhysicalResourceId) || :
	[[ -n $GROUP && $GROUP != None ]] || { GROUP=; return 1; }
	[[ -e group ]] || echo "$GROUP" 2>/dev/null >group || rm -f group
	# CloudFormation calls a group STACK-LOGICAL_ID-RANDOM; signals are for the one that this instance is in.
	[[ ! $GROUP =~ ^$STACK-(.+)- ]] || RESOURCE=${BASH_REMATCH[1]}
}
of_group() { aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" --output text --query "AutoScalingInstances[0].$1"; }
# lifecycle HOOK_VALUE ACTION [OPTION...]
lifecycle() {
	[[ -n ${!1} ]] || return 0
	[[ -n $GROUP ]] || in_group || return
	aws autoscaling "$2" --lifecycle-hook-name "${!1}" --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE" "${@:3}"
}
# renew HOOK_VALUE SECONDS [FOR]: keeps a hook with that timeout open until it is killed, or for so long. Once refused, or
# without an answer, there is time for another, also in the shortest hook of 30 s.
renew() {
	local pause LIMIT=$(($2 < 180 ? $2 / 3 : 60)) end
	clock
	end=$((UP + ${3:-864000}))
	while clock; ((UP < end)); do
		pause=$(($2 < 120 ? $2 / 3 : $2 / 2))
		lifecycle "$1" record-lifecycle-action-heartbeat || pause=$(($2 < 300 ? $2 / 15 + 1 : 20))
		sleep "$pause"
	done
}
# accepted WHAT COMMAND...: SAID is what it said, which the log has when it is a refusal.
accepted() { SAID=$("${@:2}" 2>&1) || { log "$1 was refused: ${SAID//$'\n'/ }"; return 1; }; }
# complete HOOK_VALUE RESULT: fails while AWS may still accept it.
complete() {
	# Where nobody says in which state it is, it may wait still.
	accepted "$2" lifecycle "$1" complete-lifecycle-action --lifecycle-action-result "$2" ||
		{ [[ $SAID == *ValidationError* ]] && SAID=$(of_group LifecycleState) && [[ $SAID != @(Pending|Terminating)?(:Wait) ]]; }
}
# The stack may wait for no signal, or no more.
signal() {
	[[ -z $STACK ]] || accepted "the signal" timeout -k 5 60 cfn-signal -e "$1" -r "$2" --stack "$STACK" --resource "$RESOURCE" --region "$REGION" ||
		[[ $SAID == *ValidationError* ]]
}
# settle CODE REASON: tells the stack and the launching hook how the boot ended, each until it is accepted or nothing waits
# for it any more; none waits for the other. `signalled` makes it the end, also for the time after a reboot.
settle() {
	local result=CONTINUE told=0 done=0 pause
	(($1 == 0)) || result=ABANDON
	[[ -e signalled ]] || echo "$*" >signalled || :
	for ((pause = 2; ; pause *= 2)); do
		((told)) || signal "$@" && told=1
		(($1 == 0)) || unregister || :
		[[ -n $INSTANCE ]] || identify || :
		((done)) || { [[ -n $INSTANCE ]] && complete LAUNCH_HOOK $result; } && done=1
		((told && done || pause >= PATIENCE * 2)) && break
		sleep $pause
	done
	touch settled || :
	((done))
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
