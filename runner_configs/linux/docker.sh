
# ---- docker executor
load_values DOCKER_IMAGE=alpine:latest DOCKER_PRIVILEGED=false DOCKER_PULL_POLICY=always DOCKER_VOLUMES= ALLOWED_IMAGES= \
	DOCKER_MEMORY= DOCKER_CPUS= DOCKER_SHM_SIZE= REGISTRY_MIRROR=
# The runner itself dies of a wrong one, when a job comes.
check_executor() {
	written DOCKER_MEMORY '[0-9]+(\.[0-9]+)?[bkmgBKMG]?'
	written DOCKER_CPUS '[0-9]+(\.[0-9]+)?'
	written DOCKER_SHM_SIZE '[0-9]+'
	# @if instance_store
	written INSTANCE_STORE 'none|docker|builds'
	# @end
}
# @if instance_store
# Builds are in volumes.
store_in() {
	systemctl stop docker.socket docker containerd || :
	if [[ $1 == docker ]]; then bind /var/lib/docker /var/lib/containerd; else bind /var/lib/docker/volumes; fi
}
# @end
# client_config <JSON: into root's Docker configuration, which the runner reads with this executor, and no job.
client_config() (
	umask 077
	mkdir -p /root/.docker
	json_into /root/.docker/config.json || (($? == 3))
)
executor_tools() {
	need docker docker
	# @if instance_store
	use_store
	# @end
	# @if registry
	[[ -z $REGISTRY_MIRROR ]] || merge docker /etc/docker/daemon.json "{\"registry-mirrors\": [\"${REGISTRY_MIRROR//[\"\\[:cntrl:]]/}\"]}"
	# @end
	# @if proxy
	drop_in docker
	# @end
	PATIENCE=30 again bring_up docker || fail "Docker does not start"
	export HOME=/root
	# @if environment
	# @if proxy
	[[ -z $HTTP_PROXY || $PROXY_JOBS != true ]] || client_config <<<"{\"proxies\":{\"default\":{\"httpProxy\":\"$(as_toml "$HTTP_PROXY")\",\"httpsProxy\":\"$(as_toml "$HTTP_PROXY")\",\"noProxy\":\"$(as_toml "$no_proxy")\"}}}"
	# @end
	# @end
	# @if registry
	log_in
	# @end
}
executor_options() {
	local name flag item
	OPTIONS+=(--docker-image="$DOCKER_IMAGE" --docker-privileged="$DOCKER_PRIVILEGED" --docker-pull-policy="$DOCKER_PULL_POLICY")
	for name in DOCKER_VOLUMES ALLOWED_IMAGES DOCKER_MEMORY DOCKER_CPUS DOCKER_SHM_SIZE; do
		flag=${name#DOCKER_} flag=${flag//_/-}
		while IFS= read -r -d , item; do
			[[ -z $item ]] || OPTIONS+=("--docker-${flag,,}=$item")
		done <<<"${!name},"
	done
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
prune() { pruned system -f --filter until=72h; (($(used) < 80)) || pruned image -a -f --filter until=4h; (($(used) < 90)) || pruned builder -a -f; }
prune_all() { pruned system -a -f --volumes; pruned volume -a -f; }
pruned() { timeout 900 docker "$1" prune "${@:2}"; }
