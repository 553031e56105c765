
# ---- settings, log, metadata
VALUES=${VEND_VALUES_FILE:-/etc/vend/values} STATE=/var/lib/vend LOG=/var/log/vend.log
SELF=/etc/vend/MonitorTerminationHook.sh IMDS=http://169.254.169.254/latest
ENCODED=' GITLAB_URL TOKEN_SOURCE RUNNER_TAGS RUNNER_DOWNLOAD DOCKER_IMAGE DOCKER_VOLUMES REGISTRY_MIRROR LAST_PATCH_RUN HTTP_PROXY NO_PROXY '

log() { printf '%s vend: %s\n' "$(date -u +%FT%TZ)" "$*" | tee -a "$LOG"; }

# value NAME [DEFAULT]: from the environment (VEND_NAME), the launcher, or the default. Data, never code.
value() {
  local variable="VEND_$1" line=
  [[ ! -r $VALUES ]] || line=$(sed -n "s/^$1=//p" "$VALUES")
  if [[ -n ${!variable+set} ]]; then
    printf '%s' "${!variable}"
  elif [[ -z $line ]]; then
    printf '%s' "${2-}"
  elif [[ $ENCODED == *" $1 "* ]]; then
    base64 -d <<<"$line"
  else
    printf '%s' "$line"
  fi
}

# Instance metadata, version 2; fails when the item is not there.
imds() {
  local token curl=(curl -sf -m 5 --noproxy '*')
  token=$("${curl[@]}" -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$IMDS/api/token") || return 1
  "${curl[@]}" -H "X-aws-ec2-metadata-token: $token" "$IMDS/$1"
}
meta() { imds "meta-data/$1"; }
group_name() {
  meta tags/instance/aws:autoscaling:groupName ||
    aws autoscaling describe-auto-scaling-instances --instance-ids "$(meta instance-id)" \
      --query 'AutoScalingInstances[0].AutoScalingGroupName' --output text
}
purchase() { if [[ $(meta instance-life-cycle) == spot ]]; then echo spot; else echo ondemand; fi; }

# lifecycle ACTION HOOK_SETTING [OPTION...]: of the hook, if there is one.
lifecycle() {
  local hook
  hook=$(value "$2")
  [[ -z $hook ]] || aws autoscaling "$1" --lifecycle-hook-name "$hook" --auto-scaling-group-name "$(group_name)" \
    --instance-id "$(meta instance-id)" "${@:3}"
}
heartbeat() { lifecycle record-lifecycle-action-heartbeat "$1"; }
complete() { lifecycle complete-lifecycle-action "$1" --lifecycle-action-result "$2"; }

# signal EXIT_CODE REASON: to CloudFormation, once.
signal() {
  [[ ! -e $STATE/signalled ]] || return 0
  printf '%s\n' "$2" >"$STATE/signalled"
  [[ -z $(value STACK) ]] || cfn-signal -e "$1" -r "$2" --stack "$(value STACK)" --resource "$(value RESOURCE)" \
    --region "$(value REGION)" || log "no signal was waited for"
}
fail() {
  trap - ERR
  log "FAILED in phase $PHASE: $*"
  signal 1 "$PHASE: $*"
  complete LAUNCH_HOOK ABANDON || :
  exit 1
}

# phase NAME: the next part of the boot begins; notes what the one before took.
PHASE=start PHASE_AT=0 PHASES=
phase() {
  log "phase $PHASE took $((SECONDS - PHASE_AT)) s"
  PHASES+="$PHASE=$((SECONDS - PHASE_AT)) "
  PHASE=$1 PHASE_AT=$SECONDS
}
