
# ---- docker executor
executor_tools() {
  local mirror
  command -v docker || install_docker || fail "cannot install docker"
  mirror=$(value REGISTRY_MIRROR)
  mkdir -p /etc/docker
  if [[ -n $mirror ]]; then
    [[ $mirror =~ ^https?://[-A-Za-z0-9._:/]+$ ]] || fail "the registry mirror is no address"
    echo "{\"registry-mirrors\": [\"$mirror\"]}" >/etc/docker/daemon.json
  fi
  drop_in docker
  systemctl enable docker
  systemctl restart docker || fail "Docker does not start"
}
executor_options() {
  local volume volumes=()
  OPTIONS+=(--docker-image="$(value DOCKER_IMAGE alpine:latest)" --docker-privileged="$(value DOCKER_PRIVILEGED false)"
    --docker-pull-policy="$(value DOCKER_PULL_POLICY always)")
  IFS=, read -r -a volumes <<<"$(value DOCKER_VOLUMES)"
  for volume in ${volumes[@]+"${volumes[@]}"}; do OPTIONS+=(--docker-volumes="$volume"); done
}
# Nothing that a running job may still want; everything only while the runner is stopped.
prune() { docker container prune -f --filter until=72h && docker image prune -f --filter until=72h; }
prune_all() { docker system prune -a -f; }
