# ---- patches
# At most one reboot: the note is made before it.
patch_once() {
	[[ $PATCH_SCOPE != NoPatching && ! -e patched ]] || return 0
	again install_patches || fail "cannot install patches ($PATCH_SCOPE)"
	date -u +%FT%TZ >patched
	reboot_needed || return 0
	log "rebooting once"
	lifecycle LAUNCH_HOOK record-lifecycle-action-heartbeat || :
	trap '' TERM
	again systemctl reboot || fail "cannot reboot"
	exit 0
}
