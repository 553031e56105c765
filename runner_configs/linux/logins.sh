# ---- logins of registries, and images pulled ahead
load_values DOCKER_PRELOAD= ECR_LOGIN=false HUB_SECRET=
logs_in() { timeout 60 docker-credential-ecr-login get <<<"$1" >/dev/null; }
# The runner drops all logins when one helper fails: public.ecr.aws, which needs none, is named only if the role may.
log_in() {
	local helpers host
	if [[ $ECR_LOGIN == true ]]; then
		! type -P amazon-linux-extras || amazon-linux-extras enable docker
		need docker-credential-ecr-login amazon-ecr-credential-helper
		host=$(account).dkr.ecr.${REGION:-$(meta placement/region)}.$(meta services/domain)
		logs_in "$host" || { sleep 20; logs_in "$host"; } || fail "no login to $host: may the role?"
		helpers="\"$host\":\"ecr-login\""
		! logs_in public.ecr.aws || helpers+=',"public.ecr.aws":"ecr-login"'
		client_config <<<"{\"credHelpers\":{$helpers}}"
	fi
	[[ -z $HUB_SECRET ]] || secret "$HUB_SECRET" |
		"$PYTHON" -c 'import base64, json, sys
s = json.load(sys.stdin)
login = (s["username"] + ":" + s["password"]).encode("utf-8")
json.dump({"auths": {"https://index.docker.io/v1/": {"auth": base64.b64encode(login).decode()}}}, sys.stdout)' | client_config || fail "HUB_SECRET cannot be read, or is not {\"username\": ..., \"password\": ...}"
	[[ -z $DOCKER_PRELOAD ]] || printf %s "$DOCKER_PRELOAD" | tr , '\0' | timeout 600 xargs -0 -n 1 docker pull -q -- ||
		log "not all of these images were pulled: $DOCKER_PRELOAD"
}
