
# ---- Amazon Linux 2: its systemd writes no log files, its syslog does
AWS_CLI=awscli RUNNER_LOG=/var/log/messages
install_packages() { yum -y -q install "$@"; }
install_patches() { if [[ $1 == SecurityOnly ]]; then yum -y -q update --security; else yum -y -q update; fi; }
reboot_needed() { install_packages yum-utils && ! needs-restarting -r; }
install_docker() { amazon-linux-extras install -y docker; }
