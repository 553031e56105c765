
# ---- GitLab Runner: download, register, start, tag
DOWNLOADS=https://s3.dualstack.us-east-1.amazonaws.com/gitlab-runner-downloads
RUNNER=/usr/local/bin/gitlab-runner CONFIG=/etc/gitlab-runner/config.toml
case $(uname -m) in aarch64) ARCH=arm64 ;; *) ARCH=amd64 ;; esac

install_runner() {
  local base sum file=binaries/gitlab-runner-linux-$ARCH
  base=$(value RUNNER_DOWNLOAD "$DOWNLOADS")/$(value RUNNER_VERSION latest)
  sum=$(curl -fsSL --retry 5 "$base/release.sha256" | awk -v f="$file" '$2 == f || $2 == "*" f { print $1 }') || fail "cannot download $base/release.sha256"
  [[ $sum =~ ^[0-9a-f]{64}$ ]] || fail "$base/release.sha256 does not list $file"
  ! sha256sum -c --status - 2>/dev/null <<<"$sum  $RUNNER" || return 0
  curl -fsSL --retry 5 -o "$RUNNER.new" "$base/$file" || fail "cannot download $base/$file"
  sha256sum -c --status - <<<"$sum  $RUNNER.new" || { rm -f "$RUNNER.new"; fail "$file does not have the checksum of its release"; }
  chmod 0755 "$RUNNER.new"
  mv "$RUNNER.new" "$RUNNER"
}

# The token(s), one a line; they are never in an argument or a log.
read_tokens() {
  local source
  source=$(value TOKEN_SOURCE)
  case $source in
  secretsmanager:*) aws secretsmanager get-secret-value --secret-id "${source#*:}" --query SecretString --output text ;;
  ssm:*) aws ssm get-parameter --name "${source#*:}" --with-decryption --query Parameter.Value --output text ;;
  *) printf '%s' "${VEND_TOKENS:?set VEND_TOKENS or TOKEN_SOURCE}" ;;
  esac | tr ';' '\n' | sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d'
}
runner_tags() {
  local tags
  tags=computetype-$(purchase),glexecutor-$EXECUTOR,linux,$PLATFORM,$ARCH
  [[ $(value SCHEDULED) != true ]] || tags+=,UsesAWSASGScheduledAvailability
  printf '%s' "$tags,$(value RUNNER_TAGS)" | sed 's/,$//'
}
runner_name() { printf '%s-%s' "$(meta instance-id)" "$(imds dynamic/instance-identity/document | sed -n 's/.*"accountId" *: *"\([0-9]*\)".*/\1/p')"; }

# glrt- tokens have their tags and limits in GitLab, and the runner refuses the options for them.
register_one() {
  if [[ $1 == *glrt-* ]]; then
    [[ $1 == glrt-* ]] || touch "$STATE/keep-registration"
    CI_SERVER_TOKEN=$1 "$RUNNER" register --name "$2" "${OPTIONS[@]}"
  else
    REGISTRATION_TOKEN=$1 "$RUNNER" register --name "$2" "${OPTIONS[@]}" --tag-list "$(runner_tags)" \
      --locked="$(value LOCKED true)" --run-untagged="$(value RUN_UNTAGGED false)"
  fi >>"$LOG" 2>&1
}
register_runner() {
  local tokens token name bucket count=0
  [[ ! -e $STATE/registered ]] || return 0
  id gitlab-runner &>/dev/null || useradd --create-home --shell /bin/bash gitlab-runner
  install -d -m 0700 /etc/gitlab-runner
  # A boot that broke off may have left a registration.
  [[ ! -s $CONFIG ]] || unregister
  printf 'concurrent = %d\nlisten_address = "127.0.0.1:9252"\n' "$(value CONCURRENT 10)" >"$CONFIG"
  printf '[[runners]]\n[runners.feature_flags]\nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true\n' >"$STATE/template.toml"
  OPTIONS=(--non-interactive --config "$CONFIG" --url "$(value GITLAB_URL)" --executor "$EXECUTOR" --template-config "$STATE/template.toml")
  executor_options
  bucket=$(value CACHE_BUCKET)
  [[ -z $bucket ]] || OPTIONS+=(--cache-type s3 --cache-shared="$(value CACHE_SHARED false)" --cache-s3-bucket-name "$bucket"
    --cache-s3-bucket-location "$(value REGION)" --cache-s3-authentication_type iam)
  tokens=$(read_tokens) || fail "the runner token could not be read"
  [[ -n $tokens ]] || fail "there is no runner token"
  name=$(runner_name)
  while IFS= read -r token <&3; do
    count=$((count + 1))
    register_one "$token" "$name-$count" || { unregister; fail "registration $count was refused (see $LOG)"; }
  done 3<<<"$tokens"
  touch "$STATE/registered"
}
# With a glrt- token only this machine's manager goes; with a prefix before it the whole runner would.
unregister() {
  if [[ -e $STATE/keep-registration ]]; then
    log "not unregistered: that would delete the shared runner"
  else
    "$RUNNER" unregister --config "$CONFIG" --all-runners >>"$LOG" 2>&1 || log "unregistering failed"
  fi
}

start_runner() {
  local service=/etc/systemd/system/gitlab-runner.service
  [[ -e $service ]] || "$RUNNER" install --user gitlab-runner --working-directory /home/gitlab-runner --config "$CONFIG" || fail "the service could not be installed"
  # To stop means: no new jobs, and the running ones end in their own time. Only the runner gets the signal.
  mkdir -p "$service.d"
  printf '%s\n' '[Service]' KillSignal=SIGQUIT KillMode=mixed TimeoutStopSec=infinity >"$service.d/kill.conf"
  systemctl daemon-reload
  systemctl enable gitlab-runner
  systemctl restart gitlab-runner
  sleep 2
  systemctl is-active --quiet gitlab-runner || fail "the gitlab-runner service does not run"
}
tag_instance() {
  local tags
  tags=$(runner_tags)
  python3 -c 'import json,sys; a=sys.argv[1:]; print(json.dumps([{"Key":k,"Value":v} for k,v in zip(a[::2],a[1::2])]))' \
    COMPUTETYPE "$(purchase)" GitLabRunnerName "$(runner_name)" GitLabURL "$(value GITLAB_URL)" GitLabRunnerTags "${tags:0:255}" \
    LAST_CF_PATCH_RUN "$(value LAST_PATCH_RUN none)" ACTUAL_PATCH_DATE "$(cat "$STATE/patched" 2>/dev/null || echo never)" >"$STATE/tags.json"
  aws ec2 create-tags --resources "$(meta instance-id)" --tags "file://$STATE/tags.json" || log "the instance could not be tagged"
}
