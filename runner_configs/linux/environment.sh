# ---- variables of every job
# as_toml TEXT: as one writes it between quotes in TOML, and in JSON.
as_toml() {
	local text=${1//\\/\\\\} code char
	text=${text//\"/\\\"}
	for code in {1..31} 127; do
		printf -v code %02x "$code"
		printf -v char %b "\\x$code"
		text=${text//"$char"/\\u00$code}
	done
	echo "$text"
}
# For the proxy a dollar is one; in ENVIRONMENT it names a variable, as in .gitlab-ci.yml.
job_environment() {
	local name
	# @if proxy
	if [[ -n $HTTP_PROXY && $PROXY_JOBS == true ]]; then
		for name in HTTP{,S}_PROXY http{,s}_proxy; do echo "$name=${HTTP_PROXY//\$/\$\$}"; done
		for name in NO_PROXY no_proxy; do echo "$name=${no_proxy//\$/\$\$}"; done
	fi
	# @end
	echo "$ENVIRONMENT"
}
# Into `list`: `register` would have them in its arguments.
list_environment() {
	local line number=0
	while IFS= read -r line; do
		number=$((number + 1))
		[[ -z $line ]] || {
			[[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || fail "line $number of ENVIRONMENT is not KEY=VALUE"
			list+="\"$(as_toml "$line")\", "
		}
	done < <(job_environment)
}
