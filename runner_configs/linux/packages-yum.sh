
# ---- packages of Amazon Linux 2, signed by Amazon
install_packages() { yum -y -q install "$@"; }
install_patches() { if [[ $1 == SecurityOnly ]]; then yum -y -q update --security; else yum -y -q update; fi; }
reboot_needed() { install_packages yum-utils && ! needs-restarting -r >/dev/null; }
install_docker() { amazon-linux-extras install -y docker; }
