
# ---- GitLab Runner
RUNNER=/usr/local/bin/gitlab-runner CONFIG=/etc/gitlab-runner/config.toml ARCH=amd64
[[ $(uname -m) != aarch64 ]] || ARCH=arm64

has_sum() { sha256sum -c --status <<<"$SUM  $1"; }
download() {
	local file=binaries/gitlab-runner-linux-$ARCH
	SUM=$(curl -fsSL --retry 3 "$RELEASE/release.sha256" | sed -n "s|^\([0-9a-f]\{64\}\) [ *]$file\$|\1|p") || :
	[[ -n $SUM ]] || fail "no $file in $RELEASE/release.sha256"
	! has_sum "$RUNNER" || return 0
	curl -fsSL --retry 3 -o "$RUNNER.new" "$RELEASE/$file" || fail "cannot download $file"
	has_sum "$RUNNER.new" || fail "$file has a wrong checksum"
	chmod +x "$RUNNER.new"
	mv "$RUNNER.new" "$RUNNER"
}

## One a line; never in an argument or log.
read_tokens() {
	local name=${TOKEN_SOURCE#*:}
	case $TOKEN_SOURCE in
	secretsmanager:*) aws secretsmanager get-secret-value --secret-id "$name" --query SecretString --output text ;;
	ssm:*) aws ssm get-parameter --name "$name" --with-decryption --query Parameter.Value --output text ;;
	*) echo "$TOKENS" ;;
	esac | awk -v RS='[;\n]' 'NF { print $1 }'
}
describe() {
	NAME=$INSTANCE-$(imds dynamic/instance-identity/document | sed -n 's/.*accountId.*"\([0-9]*\)".*/\1/p' || :)
	KIND=$(meta instance-life-cycle | tr -d -) || KIND=ondemand
	TAGS=computetype-$KIND,glexecutor-$EXECUTOR,linux,$PLATFORM,$ARCH
	[[ $SCHEDULED != true ]] || TAGS+=,UsesAWSASGScheduledAvailability
	TAGS+=${RUNNER_TAGS:+,$RUNNER_TAGS}
}
## Authentication tokens take no tags and limits. Unless they begin with glrt-, to unregister would delete the runner for
## all machines: those are not noted in `runners`.
register_one() {
	[[ $1 == @(?*glrt-|glrtr-)* ]] || echo "$2" >>runners
	if [[ $1 == @(*glrt-|glrtr-)* ]]; then
		CI_SERVER_TOKEN=$1 "$RUNNER" register --name="$2" "${OPTIONS[@]}"
	else
		REGISTRATION_TOKEN=$1 "$RUNNER" register --name="$2" "${OPTIONS[@]}" --tag-list="$TAGS" --locked="$LOCKED" \
			--run-untagged="$RUN_UNTAGGED"
	fi
}
register() {
	local tokens token count=0
	id gitlab-runner || useradd -m gitlab-runner
	install -d -m 0700 /etc/gitlab-runner
	unregister # after a boot that broke off
	printf 'concurrent = %d\nlisten_address = "127.0.0.1:9252"\n' "$CONCURRENT" >"$CONFIG"
	printf '[[runners]]\n[runners.feature_flags]\nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true\n' >template.toml
	OPTIONS=(--non-interactive --config="$CONFIG" --url="$GITLAB_URL" --executor="$EXECUTOR" --template-config="$PWD/template.toml")
	executor_options
	[[ -z $CACHE_BUCKET ]] || OPTIONS+=(--cache-type=s3 --cache-shared="$CACHE_SHARED" --cache-s3-bucket-name="$CACHE_BUCKET"
		--cache-s3-bucket-location="$REGION" --cache-s3-authentication_type=iam)
	tokens=$(read_tokens) || tokens=''
	[[ -n $tokens ]] || fail "cannot read a runner token"
	describe
	while IFS= read -r token <&3; do
		count=$((count + 1))
		register_one "$token" "$NAME-$count" || fail "registration $count was refused, see $LOG"
	done 3<<<"$tokens"
	tag_instance
}
unregister() {
	local name
	[[ -e runners ]] || return 0
	while IFS= read -r name <&3; do
		"$RUNNER" unregister --config="$CONFIG" --name="$name" || log "$name was not unregistered"
	done 3<runners
	rm -f runners
}
tag_instance() {
	local tags
	set -- COMPUTETYPE "$KIND" GitLabRunnerName "$NAME" GitLabURL "$GITLAB_URL" GitLabRunnerTags "$TAGS" \
		LAST_CF_PATCH_RUN "$LAST_PATCH_RUN" ACTUAL_PATCH_DATE "$(cat patched || echo never)"
	printf -v tags ',{"Key":"%s","Value":"%.255s"}' "${@//[\"\\[:cntrl:]]/ }"
	echo "[${tags#,}]" >tags.json
	aws ec2 create-tags --resources "$INSTANCE" --tags "file://$PWD/tags.json" || :
}
## To stop means: no new jobs, and the running ones end in their time (0 = no limit).
# Only the runner gets the signal; Docker goes after it.
service() {
	up vend-monitor.service vend-prune.timer
	[[ -e $UNITS/gitlab-runner.service ]] ||
		"$RUNNER" install --user=gitlab-runner --working-directory=/home/gitlab-runner --config="$CONFIG"
	drop_in gitlab-runner KillSignal=SIGQUIT KillMode=mixed TimeoutStopSec=0 StandardOutput=append:/var/log/gitlab-runner.log '[Unit]' After=docker.service
	systemctl enable gitlab-runner
	systemctl start gitlab-runner
	sleep 2
	systemctl is-active gitlab-runner || fail "gitlab-runner does not run"
}
