
# ---- GitLab Runner: download, register, tag, start
RUNNER=/usr/local/bin/gitlab-runner CONFIG=/etc/gitlab-runner/config.toml ARCH=amd64
[[ $(uname -m) != aarch64 ]] || ARCH=arm64

release() {
  local base
  base=$(value RUNNER_DOWNLOAD https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads)
  echo "${base%/}/$(value RUNNER_VERSION latest)"
}
has_sum() { sha256sum -c --status - <<<"$SUM  $1"; }
download() {
  local file=binaries/gitlab-runner-linux-$ARCH
  SUM=$(curl -fsSL --retry 3 "$(release)/release.sha256" | awk -v f="$file" '$2 == f || $2 == "*" f { print $1 }') || :
  [[ $SUM =~ ^[0-9a-f]{64}$ ]] || fail "no $file in $(release)/release.sha256"
  ! has_sum "$RUNNER" || return 0
  curl -fsSL --retry 3 -o "$RUNNER.new" "$(release)/$file" || fail "cannot download $file"
  has_sum "$RUNNER.new" || fail "$file has a wrong checksum"
  chmod 0755 "$RUNNER.new"
  mv "$RUNNER.new" "$RUNNER"
}

# One a line; never in an argument or a log.
read_tokens() {
  local source
  source=$(value TOKEN_SOURCE)
  case $source in
  secretsmanager:*) aws secretsmanager get-secret-value --secret-id "${source#*:}" --query SecretString --output text ;;
  ssm:*) aws ssm get-parameter --name "${source#*:}" --with-decryption --query Parameter.Value --output text ;;
  *) value TOKENS ;;
  esac | tr ';' '\n' | awk 'NF { print $1 }'
}
runner_tags() {
  local tags
  tags=computetype-$(purchase),glexecutor-$EXECUTOR,linux,$PLATFORM,$ARCH
  [[ $(value SCHEDULED) != true ]] || tags+=,UsesAWSASGScheduledAvailability
  tags+=,$(value RUNNER_TAGS)
  echo "${tags%,}"
}
runner_name() { echo "$(meta instance-id)-$(imds dynamic/instance-identity/document | sed -n 's/.*accountId.*"\([0-9]*\)".*/\1/p')"; }

# Authentication tokens have tags and limits in GitLab: the runner refuses options for them. To unregister takes only
# this machine off where they begin with glrt-, and would delete the runner where not: those are not noted in `runners`.
register_one() {
  [[ $1 == ?*glrt-* || $1 == glrtr-* ]] || echo "$2" >>runners
  if [[ $1 == *glrt-* || $1 == glrtr-* ]]; then
    CI_SERVER_TOKEN=$1 $RUNNER register --name="$2" "${OPTIONS[@]}"
  else
    REGISTRATION_TOKEN=$1 $RUNNER register --name="$2" "${OPTIONS[@]}" --tag-list="$(runner_tags)" \
      --locked="$(value LOCKED true)" --run-untagged="$(value RUN_UNTAGGED false)"
  fi
}
register() {
  local tokens token bucket count=0
  [[ ! -e registered ]] || return 0
  id gitlab-runner || useradd -m -s /bin/bash gitlab-runner
  mkdir -p /etc/gitlab-runner && chmod 700 /etc/gitlab-runner
  [[ ! -e runners ]] || unregister # a boot that broke off
  printf 'concurrent = %d\nlisten_address = "127.0.0.1:9252"\n' "$(number CONCURRENT 10)" >"$CONFIG"
  printf '[[runners]]\n[runners.feature_flags]\nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true\n' >template.toml
  OPTIONS=(--non-interactive --config="$CONFIG" --url="$(value GITLAB_URL)" --executor="$EXECUTOR" --template-config="$PWD/template.toml")
  executor_options
  bucket=$(value CACHE_BUCKET)
  [[ -z $bucket ]] || OPTIONS+=(--cache-type=s3 --cache-shared="$(value CACHE_SHARED false)" --cache-s3-bucket-name="$bucket"
    --cache-s3-bucket-location="$(value REGION)" --cache-s3-authentication_type=iam)
  tokens=$(read_tokens) || fail "cannot read the runner token"
  [[ -n $tokens ]] || fail "there is no runner token"
  while IFS= read -r token <&3; do
    count=$((count + 1))
    register_one "$token" "$(runner_name)-$count" || fail "registration $count was refused, see $LOG"
  done 3<<<"$tokens"
  touch registered
  tag_instance
}
unregister() {
  local name
  touch runners
  while IFS= read -r name <&3; do
    $RUNNER unregister --config="$CONFIG" --name="$name" || log "$name is still registered"
  done 3<runners
  rm -f runners registered
}

# tag KEY VALUE
tag() { TAGS+="${TAGS:+,}{\"Key\":\"$1\",\"Value\":\"${2//[\"\\[:cntrl:]]/ }\"}"; }
tag_instance() {
  local tags
  tags=$(runner_tags) TAGS=
  tag COMPUTETYPE "$(purchase)"
  tag GitLabRunnerName "$(runner_name)"
  tag GitLabURL "$(value GITLAB_URL)"
  tag GitLabRunnerTags "${tags:0:255}"
  tag LAST_CF_PATCH_RUN "$(value LAST_PATCH_RUN none)"
  tag ACTUAL_PATCH_DATE "$(cat patched || echo never)"
  echo "[$TAGS]" >tags.json
  aws ec2 create-tags --resources "$(meta instance-id)" --tags "file://$PWD/tags.json" || log "not tagged"
}
# To stop means: no new jobs, and the running ones end in their own time (0 = no limit, also for systemd 219). Only the
# runner gets the signal; Docker goes after it.
service() {
  systemctl enable vend-monitor.service vend-prune.timer
  systemctl restart vend-monitor.service vend-prune.timer
  [[ -e /etc/systemd/system/gitlab-runner.service ]] ||
    $RUNNER install --user=gitlab-runner --working-directory=/home/gitlab-runner --config="$CONFIG" || fail "cannot install the service"
  drop_in gitlab-runner KillSignal=SIGQUIT KillMode=mixed TimeoutStopSec=0 StandardOutput=append:/var/log/gitlab-runner.log '[Unit]' After=docker.service
  systemctl enable gitlab-runner
  systemctl start gitlab-runner
  sleep 2
  systemctl is-active gitlab-runner || fail "gitlab-runner does not run"
}
