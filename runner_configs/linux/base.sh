
# ---- settings, metadata, hooks
VALUES=/etc/vend/values LOG=/var/log/vend.log SELF=/etc/vend/MonitorTerminationHook.sh IMDS=http://169.254.169.254/latest
ENCODED='^(GITLAB_URL|TOKEN.*|RUNNER_TAGS|RUNNER_DOWNLOAD|DOCKER_IMAGE|DOCKER_VOLUMES|.*MIRROR|LAST_.*|.*PROXY)$'

log() { echo "$(date -u +%FT%TZ) vend: $*"; }

# value NAME [DEFAULT]: from the environment (VEND_NAME), the launcher, or the default. Data, never code.
value() {
  local env="VEND_$1" line=
  [[ ! -r $VALUES ]] || line=$(sed -n "s/^$1=//p" "$VALUES")
  if [[ -n ${!env-} ]]; then
    printf %s "${!env}"
  elif [[ -n $line && $1 =~ $ENCODED ]]; then
    base64 -d <<<"$line"
  else
    printf %s "${line:-${2-}}"
  fi
}
# number NAME DEFAULT: arithmetic would run what it finds in a text.
number() {
  local n
  n=$(value "$1")
  [[ $n =~ ^[0-9]{1,6}$ ]] || n=$2
  echo $((10#$n))
}

# Instance metadata, version 2; fails when the item is not there.
imds() {
  local token curl=(curl -sf -m 5 --noproxy '*')
  token=$("${curl[@]}" -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$IMDS/api/token") || return 1
  "${curl[@]}" -H "X-aws-ec2-metadata-token: $token" "$IMDS/$1"
}
meta() { imds "meta-data/$1"; }
group_name() {
  meta tags/instance/aws:autoscaling:groupName || aws autoscaling describe-auto-scaling-instances --output text \
    --instance-ids "$(meta instance-id)" --query 'AutoScalingInstances[0].AutoScalingGroupName'
}
purchase() { if [[ $(meta instance-life-cycle) == spot ]]; then echo spot; else echo ondemand; fi; }

# lifecycle HOOK_SETTING ACTION [OPTION...]
lifecycle() {
  local hook
  hook=$(value "$1")
  [[ -z $hook ]] || aws autoscaling "$2" --lifecycle-hook-name "$hook" --auto-scaling-group-name "$(group_name)" \
    --instance-id "$(meta instance-id)" "${@:3}"
}
heartbeat() { lifecycle "$1" record-lifecycle-action-heartbeat; }
complete() { lifecycle "$1" complete-lifecycle-action --lifecycle-action-result "$2"; }

# signal EXIT_CODE REASON: once.
signal() {
  [[ ! -e signalled ]] || return 0
  echo "$2" >signalled
  [[ -z $(value STACK) ]] || cfn-signal -e "$1" -r "$2" --stack "$(value STACK)" --resource "$(value RESOURCE)" \
    --region "$(value REGION)" || log "no signal was waited for"
}
# A subshell only ends; the shell that waits for it reports.
fail() {
  trap - ERR
  ((BASH_SUBSHELL == 0)) || exit 1
  log "FAILED in phase $PHASE: $*"
  signal 1 "$PHASE: $*"
  [[ ! -e runners ]] || unregister
  complete LAUNCH_HOOK ABANDON || :
  exit 1
}
PHASE=start
