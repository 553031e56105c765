
# ---- Amazon Linux 2: its systemd writes no log files, its syslog does
AWS_CLI=awscli RUNNER_LOG=/var/log/messages
# The RPM database may be another program's for a while, such as the SSM agent's own update. Packages are signed by Amazon.
# shellcheck disable=SC2086 # words
yum_install() { local how='yum -y -q install'; [[ $1 != docker ]] || how='amazon-linux-extras install -y'; timeout 900 $how "$@"; }
install_packages() { again yum_install "$@"; }
need() { type -P "$1" || install_packages "$2" || fail "cannot install $2"; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	timeout 1800 yum -y -q update "$@"
}
reboot_needed() { install_packages yum-utils && ! timeout 300 needs-restarting -r; }
