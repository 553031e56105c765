
# ---- values: VEND_NAME of the environment, or the launcher's, or these defaults. Data, never code.
LOG=/var/log/vend.log SELF=/etc/vend/MonitorTerminationHook.sh UNITS=/etc/systemd/system PHASE=start
umask 022
install -d -m 0700 /etc/vend /var/lib/vend
: >>/etc/vend/values
[[ $0 -ef $SELF ]] || install -m 0700 "$0" "$SELF"
cd /var/lib/vend
[[ -n ${!VEND_*} || ! -r /etc/vend/environment ]] || . /etc/vend/environment
# load_values NAME=DEFAULT...: NAME=VALUE, or NAME:BASE64, of the file. Few processes, which some machines are slow at.
load_values() {
	local entry name given text all
	all=$'\n'$(</etc/vend/values)
	for entry; do
		name=${entry%%=*} given=VEND_$name text=
		[[ $all != *$'\n'${name}[=:]* ]] || text=${all#*$'\n'"$name"[=:]}
		text=${text%%$'\n'*}
		[[ $all != *$'\n'$name:* ]] || text=$(base64 -d <<<"$text")
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
	REGISTRY_MIRROR= LAST_PATCH_RUN=none HTTP_PROXY= NO_PROXY= \
	RUNNER_DOWNLOAD=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads
RELEASE=${RUNNER_DOWNLOAD%/}/$RUNNER_VERSION
export AWS_DEFAULT_REGION=$REGION PATH=$PATH:/opt/aws/bin:/usr/local/bin

# ---- metadata, hooks, failure
log() { echo "$(date -u +%FT%TZ) vend: $*"; }
aws() { timeout 60 aws "$@"; }
# Version 2; fails when the item is not there.
imds() {
	local at=http://169.254.169.254/latest get=(curl -sf -m 5 --noproxy '*') token
	token=$("${get[@]}" -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token) || return 1
	"${get[@]}" -H "X-aws-ec2-metadata-token: $token" "$at/$1"
}
meta() { imds "meta-data/$1"; }
# lifecycle HOOK_VALUE ACTION [OPTION...]
lifecycle() {
	[[ -z ${!1} ]] || aws autoscaling "$2" --lifecycle-hook-name "${!1}" --auto-scaling-group-name "$GROUP" \
		--instance-id "$INSTANCE" "${@:3}"
}
heartbeat() { lifecycle "$1" record-lifecycle-action-heartbeat; }
complete() { lifecycle "$1" complete-lifecycle-action --lifecycle-action-result "$2"; }

## Ends the boot, also for the time after a reboot.
signal() {
	echo "$2" >signalled
	[[ -z $STACK ]] || cfn-signal -e "$1" -r "$2" --stack "$STACK" --resource "$RESOURCE" --region "$REGION" ||
		log "no signal was waited for"
}
# A subshell only ends; the shell that waits for it reports. A runner that comes up after all must take no jobs.
fail() {
	trap - ERR
	((BASH_SUBSHELL == 0)) || exit 1
	log "FAILED in phase $PHASE: $*"
	signal 1 "$PHASE: $*"
	systemctl stop gitlab-runner || :
	unregister
	complete LAUNCH_HOOK ABANDON || :
	exit 1
}
