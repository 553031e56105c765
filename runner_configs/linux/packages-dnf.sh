
# ---- Amazon Linux 2023: patches are in later releases than the image's
AWS_CLI=awscli-2 RUNNER_LOG=/var/log/gitlab-runner.log
# The RPM database may be another program's for a while, such as the SSM agent's own update.
install_packages() { again timeout 900 dnf -y -q install "$@"; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	timeout 1800 dnf -y -q upgrade --releasever=latest "$@"
}
reboot_needed() { install_packages dnf-utils && ! timeout 300 dnf -q needs-restarting -r; }
