
# ---- GitLab Runner
RUNNER=/usr/local/bin/gitlab-runner CONFIG=/etc/gitlab-runner/config.toml
gitlab_runner() { DOING="gitlab-runner $1" && timeout -k 5 "${LIMIT:-60}" "$RUNNER" "$1" --config="$CONFIG" "${@:2}"; }
# What GitLab did not take stays noted, unless it knows nothing of it any more.
unregister() {
	local name left=''
	[[ -s runners ]] || return 0
	while IFS= read -r name <&3; do
		accepted "unregister $name" gitlab_runner unregister --name="$name" || [[ $SAID == *@(forbidden|status=*40[14]|could not find)* ]] || left+=$name$'\n'
	done 3<runners
	[[ -z $left ]] && rm -f runners && return 0
	printf %s "$left" >runners || :
	return 1
}
