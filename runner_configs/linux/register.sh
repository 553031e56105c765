# ---- registration
ARCH=amd64
[[ $(uname -m) != aarch64 ]] || ARCH=arm64
load_values PROXY_JOBS=true ENVIRONMENT= REQUEST_CONCURRENCY=1 OUTPUT_LIMIT=4096 CA_CERTIFICATE=
# Where the runner itself looks, too.
CA=${GITLAB_URL#*://} CA=${CA%%[/?#]*} CA=${CA##*@}
CA=/etc/gitlab-runner/certs/${CA%%:*}.crt

# Before v16.0 to unregister deletes the runner, for all machines.
refuse_old() { [[ ! $1 =~ ^v?0*([0-9]|1[0-5])(\.|$) ]] || fail "GitLab Runner $1 is too old, take v16.0 or later"; }
# written NAME PATTERN: an empty value is none.
written() { [[ -z ${!1} || ${!1} =~ ^($2)$ ]] || fail "$1 is not written as $2"; }
check_values() {
	refuse_old "$RUNNER_VERSION"
	check_executor
	# @if ca
	trust
	# @end
	[[ ! -e $CA ]] || cat /etc/pki/tls/certs/ca-bundle.crt "$CA" >cas || :
	write_template
}
# What is not there will not come: 404.
fetch() { curl -fsSL -m 600 -y 60 -o "$2" "$RELEASE/$1" -w '%{http_code}\n' >code || grep -qx 404 code; }
download() {
	local file=binaries/gitlab-runner-linux-$ARCH
	again fetch release.sha256 sums || :
	SUM=$(sed -nE "s|^([0-9a-f]{64}) [ *]$file\$|\1|p" sums) || :
	[[ -n $SUM ]] || fail "no $file in $RELEASE/release.sha256"
	if ! has_sum "$RUNNER"; then
		again fetch "$file" "$RUNNER.new" || fail "cannot download $file"
		has_sum "$RUNNER.new" || fail "$file has a wrong checksum"
		chmod +x "$RUNNER.new"
		mv "$RUNNER.new" "$RUNNER"
	fi
	refuse_old "$(timeout 60 "$RUNNER" --version | sed -n 's/^Version: *//p')"
}

# One given by its ARN may be in another region.
secret() {
	local region=$AWS_DEFAULT_REGION
	[[ $1 != arn:* ]] || region=$(cut -d: -f4 <<<"$1")
	AWS_DEFAULT_REGION=$region aws secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text
}
# One a line; never in an argument or log. JSON, as the console of Secrets Manager makes it, has them in its only text or in `token`.
read_tokens() {
	local tokens text='' key='' found=0 name=${TOKEN_SOURCE#*:} string='"(([^"\\]|\\.)*)"([[:space:]]*:)?'
	case $TOKEN_SOURCE in
	secretsmanager:*) tokens=$(again secret "$name") ;;
	ssm:*) tokens=$(again aws ssm get-parameter --name "$name" --with-decryption --query Parameter.Value --output text) ;;
	*) tokens=$TOKENS ;;
	esac || return
	if [[ $tokens =~ ^[[:space:]]*[[{\"] ]]; then
		while [[ $tokens =~ $string ]]; do
			tokens=${tokens#*"${BASH_REMATCH[0]}"}
			[[ -z ${BASH_REMATCH[3]} ]] || { key=${BASH_REMATCH[1]}; continue; }
			text=${BASH_REMATCH[1]} found=$((found + 1))
			[[ $key != token ]] || { found=1; break; }
			key=
		done
		((found == 1)) || { echo "its JSON has $found texts, which one is unclear"; return 1; }
		tokens=${text//\\[rnt]/$'\n'}
	fi
	awk -v RS='[;\r\n]' 'NF { print $1 }' <<<"$tokens"
}
# What `register` has no flag for.
write_template() {
	local list=
	# @if environment
	list_environment
	# @end
	printf '[[runners]]\nenvironment = [%s]\n[runners.feature_flags]\nFF_DISABLE_AUTOMATIC_TOKEN_ROTATION = true\n' "$list" >template.toml
}
account() { imds dynamic/instance-identity/document | sed -n 's/.*accountId.*"\([0-9]*\)".*/\1/p'; }
describe() {
	NAME=$INSTANCE-$(account || :)
	KIND=$(meta instance-life-cycle | tr -d -) || KIND=ondemand
	TAGS=computetype-$KIND,glexecutor-$EXECUTOR,linux,$PLATFORM,$ARCH
	[[ $SCHEDULED != true ]] || TAGS+=,UsesAWSASGScheduledAvailability
	TAGS+=${RUNNER_TAGS:+,$RUNNER_TAGS}
}
# Authentication tokens take no tags and limits. Unless they begin with glrt-, to unregister would delete the runner for
# all machines: those are not noted in `runners`.
register_one() {
	local token=$1 kind=CI_SERVER_TOKEN
	[[ $1 == @(?*glrt-|glrtr-)* ]] || grep -sqxF -e "$2" runners || echo "$2" >>runners || return
	set -- --name="$2"
	[[ $token == @(*glrt-|glrtr-)* ]] || {
		kind=REGISTRATION_TOKEN
		set -- "$@" --tag-list="$TAGS" --locked="$LOCKED" --run-untagged="$RUN_UNTAGGED"
	}
	(export "$kind=$token"; LIMIT=120 gitlab_runner register "${OPTIONS[@]}" "$@") &>said && REGISTERED=1
	cat said
	[[ -n $REGISTERED ]] || grep -qE 'removed|not valid|forbidden|reserved|status="?4(0[0134]|10|22)' said
}
# @if cache
load_values CACHE_BUCKET= CACHE_SHARED=false
# @end
register() {
	local tokens token count=0
	# @if steps
	fetch_steps
	own_step before
	# @end
	id gitlab-runner &>/dev/null || useradd -m gitlab-runner
	install -d -m 0700 /etc/gitlab-runner
	# After a boot that broke off.
	unregister || :
	printf 'concurrent = %d\nlisten_address = "127.0.0.1:9252"\n' "$CONCURRENT" >"$CONFIG"
	OPTIONS=(--non-interactive --url="$GITLAB_URL" --executor="$EXECUTOR" --template-config="$PWD/template.toml"
		--request-concurrency="$REQUEST_CONCURRENCY" --output-limit="$OUTPUT_LIMIT")
	executor_options
	# @if ca
	[[ -z $CA_CERTIFICATE ]] || OPTIONS+=(--tls-ca-file="$CA")
	# @end
	# @if cache
	[[ -z $CACHE_BUCKET ]] || OPTIONS+=(--cache-type=s3 --cache-shared="$CACHE_SHARED" --cache-s3-bucket-name="$CACHE_BUCKET"
		--cache-s3-bucket-location="$REGION" --cache-s3-authentication_type=iam)
	# @end
	if ! tokens=$(read_tokens) || [[ -z $tokens ]]; then
		[[ $tokens == its\ JSON* ]] || tokens=
		fail "cannot read a runner token${tokens:+: $tokens}"
	fi
	describe
	NAMES=
	while IFS= read -r token <&3; do
		count=$((count + 1))
		NAMES+=" $NAME-$count" REGISTERED=
		again register_one "$token" "$NAME-$count" && [[ -n $REGISTERED ]] || fail "registration $count was refused, see $LOG"
	done 3<<<"$tokens"
	tag_instance COMPUTETYPE "$KIND" GitLabRunnerName "${NAMES# }" GitLabSystemId "$(cat "${CONFIG%/*}/.runner_system_id" || :)" \
		GitLabURL "$GITLAB_URL" GitLabRunnerTags "$TAGS" LAST_CF_PATCH_RUN "$LAST_PATCH_RUN" ACTUAL_PATCH_DATE "$(cat patched 2>/dev/null || echo never)"
}
# A tag holds 256 characters, however many bytes they have. Name and system id are what a job's log begins with.
tag_instance() {
	local texts list
	mapfile -t texts < <(printf '%s\n' "${@//[\"\\[:cntrl:]]/ }" | LC_ALL=C sed -E 's/^(([^\x80-\xBF][\x80-\xBF]*){255}).*/\1/')
	printf -v list ',{"Key":"%s","Value":"%s"}' "${texts[@]}"
	echo "[${list:1}]" >tags.json
	aws ec2 create-tags --resources "$INSTANCE" --tags "file://$PWD/tags.json" || :
}
install_service() { [[ -e $UNITS/gitlab-runner.service ]] || gitlab_runner install --user=gitlab-runner --working-directory=/home/gitlab-runner; }
start_service() { runner enable && runner start && sleep 2 && runner is-active; }
# To stop means: no new jobs, and the running ones end in their time (0 = no limit).
# Only the runner gets the signal; Docker goes after it.
service() {
	surely bring_up vend-monitor.service vend-prune.timer
	surely install_service
	shut || fail "$OPEN"
	drop_in gitlab-runner "ExecStartPre=/bin/bash $SELF gate" KillSignal=SIGQUIT KillMode=mixed TimeoutStopSec=0 StandardOutput=append:/var/log/gitlab-runner.log '[Unit]' After=docker.service "ConditionPathExists=!$PWD/draining"
	# @if steps
	own_step after
	# @end
	PATIENCE=30 again start_service || fail "gitlab-runner does not run"
}
