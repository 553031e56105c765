
# ---- docker executor
load_values ALLOWED_IMAGES= DOCKER_MEMORY= DOCKER_CPUS= DOCKER_SHM_SIZE=
# The runner itself dies of a wrong one, when a job comes.
check_executor() {
	written DOCKER_MEMORY '[0-9]+(\.[0-9]+)?[bkmgBKMG]?'
	written DOCKER_CPUS '[0-9]+(\.[0-9]+)?'
	written DOCKER_SHM_SIZE '[0-9]+'
}
executor_tools() {
	need docker docker
	if [[ -n $REGISTRY_MIRROR ]]; then
		mkdir -p /etc/docker
		echo "{\"registry-mirrors\": [\"${REGISTRY_MIRROR//[\"\\]/}\"]}" >/etc/docker/daemon.json
	fi
	drop_in docker
	up docker || fail "Docker does not start"
}
# each FLAG LIST
each() {
	local item
	while IFS= read -r -d , item; do
		[[ -z $item ]] || OPTIONS+=("--docker-$1=$item")
	done <<<"$2,"
}
executor_options() {
	OPTIONS+=(--docker-image="$DOCKER_IMAGE" --docker-privileged="$DOCKER_PRIVILEGED" --docker-pull-policy="$DOCKER_PULL_POLICY")
	each volumes "$DOCKER_VOLUMES"
	each allowed-images "$ALLOWED_IMAGES"
	each memory "$DOCKER_MEMORY"
	each cpus "$DOCKER_CPUS"
	each shm-size "$DOCKER_SHM_SIZE"
}
# All only while the runner is stopped.
prune() { docker system prune -f --filter until=72h; }
prune_all() { docker system prune -a -f --volumes && docker volume prune -a -f; }
