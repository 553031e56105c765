
# ---- Amazon Linux 2023: patches are in later releases than the image's
AWS_CLI=awscli-2 RUNNER_LOG=/var/log/gitlab-runner.log
install_packages() { dnf -y -q install "$@"; }
install_patches() {
  local options=(--releasever=latest)
  [[ $1 != SecurityOnly ]] || options+=(--security)
  dnf -y -q upgrade "${options[@]}"
}
reboot_needed() { install_packages dnf-utils && ! dnf -q needs-restarting -r; }
install_docker() { install_packages docker; }
