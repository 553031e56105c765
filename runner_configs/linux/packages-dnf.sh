
# ---- packages of Amazon Linux 2023, signed by Amazon; patches are in later releases than the image's
install_packages() { dnf -y -q install "$@"; }
install_patches() { if [[ $1 == SecurityOnly ]]; then dnf -y -q upgrade --releasever=latest --security; else dnf -y -q upgrade --releasever=latest; fi; }
reboot_needed() { install_packages dnf-utils && ! dnf -q needs-restarting -r >/dev/null; }
install_docker() { install_packages docker; }
