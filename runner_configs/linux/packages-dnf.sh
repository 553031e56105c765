
# ---- Amazon Linux 2023: patches are in later releases than the image's
# shellcheck disable=SC2034 # for the features file
AWS_CLI=awscli-2 RUNNER_LOG=/var/log/gitlab-runner.log
# The RPM database may be another program's for a while, such as the SSM agent's own update.
install_packages() { again timeout 900 dnf -y -q install "$@"; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	timeout 1800 dnf -y -q upgrade --releasever=latest "$@"
}
reboot_needed() { install_packages dnf-utils && ! timeout 300 dnf -q needs-restarting -r; }
