
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
	[[ -z $REGISTRY_MIRROR ]] || merge docker /etc/docker/daemon.json "{\"registry-mirrors\": [\"${REGISTRY_MIRROR//[\"\\[:cntrl:]]/}\"]}"
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
# Docker that is down fails every job, at once. One that runs and does not answer is restarted when it has had its time.
executor_heal() {
	local verb=start
	if systemctl is-active docker >/dev/null; then
		! timeout 20 docker ps -q >/dev/null || return 0
		((UP - ${ILL:-$UP} < PATIENCE / 2)) || verb=restart
	fi
	systemctl $verb --no-block docker
	echo "Docker does not answer"
}
# In steps: while jobs run only what none of them can want. prune_all: all, while the runner is stopped.
prune() { timeout 900 docker system prune -f --filter until=72h; (($(used) < 80)) || timeout 900 docker image prune -a -f --filter until=4h; (($(used) < 90)) || timeout 900 docker builder prune -a -f; }
prune_all() { timeout 900 docker system prune -a -f --volumes; timeout 900 docker volume prune -a -f; }
