
# ---- Amazon Linux 2023
# Patches are in later releases than the image's.
AWS_CLI=awscli-2 RUNNER_LOG=/var/log/gitlab-runner.log
# The RPM database may be another program's for a while, such as the SSM agent's own update. Packages are signed by Amazon.
dnf_install() { timeout 900 dnf -y -q install "$@"; }
install_packages() { again dnf_install "$@"; }
need() { type -P "$1" || install_packages "$2" || fail "cannot install $2"; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	timeout 1800 dnf -y -q upgrade --releasever=latest "$@"
}
reboot_needed() { install_packages dnf-utils && ! timeout 300 dnf -q needs-restarting -r; }
