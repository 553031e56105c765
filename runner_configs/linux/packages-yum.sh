
# ---- Amazon Linux 2: its systemd writes no log files, its syslog does
AWS_CLI=awscli RUNNER_LOG=/var/log/messages
install_packages() { if [[ $1 == docker ]]; then amazon-linux-extras install -y docker; else yum -y -q install "$@"; fi; }
install_patches() {
	[[ $PATCH_SCOPE != SecurityOnly ]] || set -- --security
	yum -y -q update "$@"
}
reboot_needed() { install_packages yum-utils && ! needs-restarting -r; }
