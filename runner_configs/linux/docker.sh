
# ---- docker executor
executor_tools() {
	need docker docker
	if [[ -n $REGISTRY_MIRROR ]]; then
		mkdir -p /etc/docker
		echo "{\"registry-mirrors\": [\"${REGISTRY_MIRROR//[\"\\]/}\"]}" >/etc/docker/daemon.json
	fi
	drop_in docker
	up docker || fail "Docker does not start"
}
executor_options() {
	local volume
	OPTIONS+=(--docker-image="$DOCKER_IMAGE" --docker-privileged="$DOCKER_PRIVILEGED" --docker-pull-policy="$DOCKER_PULL_POLICY")
	while IFS= read -r -d , volume; do
		[[ -z $volume ]] || OPTIONS+=(--docker-volumes="$volume")
	done <<<"$DOCKER_VOLUMES,"
}
# All only while the runner is stopped.
prune() { docker system prune -f --filter until=72h; }
prune_all() { docker system prune -a -f --volumes && docker volume prune -a -f; }
