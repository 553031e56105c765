
# ---- Amazon Linux 2023: patches are in later releases than the image's
AWS_CLI=awscli-2 RUNNER_LOG=/var/log/gitlab-runner.log
install_packages() { dnf -y -q install "$@"; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	dnf -y -q upgrade --releasever=latest "$@"
}
reboot_needed() { install_packages dnf-utils && ! dnf -q needs-restarting -r; }
