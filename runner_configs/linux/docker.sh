
# ---- docker executor
executor_tools() {
  local mirror service=/etc/systemd/system/docker.service.d
  command -v docker >/dev/null || install_docker || fail "Docker could not be installed"
  mirror=$(value REGISTRY_MIRROR)
  mkdir -p /etc/docker "$service"
  if [[ -n $mirror ]]; then
    [[ $mirror =~ ^https?://[-A-Za-z0-9._:/]+$ ]] || fail "the registry mirror is no address"
    printf '{"registry-mirrors": ["%s"]}\n' "$mirror" >/etc/docker/daemon.json
  fi
  if [[ -n ${https_proxy-} ]]; then
    printf '[Service]\nEnvironment="HTTP_PROXY=%s" "HTTPS_PROXY=%s" "NO_PROXY=%s"\n' "$http_proxy" "$https_proxy" "$no_proxy" >"$service/proxy.conf"
    systemctl daemon-reload
  fi
  systemctl enable docker
  systemctl restart docker || fail "Docker does not start"
}
executor_options() {
  local volume volumes
  OPTIONS+=(--docker-image "$(value DOCKER_IMAGE ruby)" --docker-privileged="$(value DOCKER_PRIVILEGED false)"
    --docker-pull-policy "$(value DOCKER_PULL_POLICY always)")
  IFS=, read -r -a volumes <<<"$(value DOCKER_VOLUMES)"
  for volume in "${volumes[@]}"; do OPTIONS+=(--docker-volumes "$volume"); done
}
prune() {
  docker system prune -f --filter until=72h >/dev/null || :
  (($(disk_used) < 80)) || docker system prune -a -f >/dev/null || :
}
