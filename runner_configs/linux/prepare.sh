
# ---- prepare
use_proxy() {
	[[ -n $HTTP_PROXY ]] || return 0
	export http_proxy=$HTTP_PROXY https_proxy=$HTTP_PROXY no_proxy=169.254.169.254,localhost,127.0.0.1,$NO_PROXY
	env | grep '^[a-z]*_proxy=' >/etc/vend/proxy
}
# drop_in UNIT [LINE...]: for its [Service]. In the proxy's file, unlike here, % means nothing.
drop_in() {
	mkdir -p "$UNITS/$1.service.d"
	printf '%s\n' '[Service]' EnvironmentFile=-/etc/vend/proxy "${@:2}" >"$UNITS/$1.service.d/vend.conf"
	systemctl daemon-reload
}
# unit NAME [LINE...]: calls this script. Nothing stops the monitor at a shutdown that waits for jobs: it keeps the hook
# open. An order before the runner would do that, too, but would not let it start while the runner stops.
unit() {
	printf '%s\n' '[Service]' "ExecStart=/bin/bash $SELF $1" "${@:2}" '[Install]' WantedBy=multi-user.target >"$UNITS/vend-$1.service"
}
## A reboot, wanted or not, carries on with vend-configure.
write_units() {
	unit configure '[Unit]' After=network-online.target
	unit monitor Restart=always RestartSec=5 '[Unit]' DefaultDependencies=no
	unit prune
	printf '%s\n' '[Timer]' OnCalendar=hourly '[Install]' WantedBy=timers.target >"$UNITS/vend-prune.timer"
	echo "$LOG /var/log/gitlab-runner.log {"$'\nsize 20M\nrotate 3\ncopytruncate\nmissingok\n}' >/etc/logrotate.d/vend
	systemctl enable vend-configure
}

## Any answer will do, even an error, but for the proxy's own.
reach() {
	local said
	said=$(curl -sS -o /dev/null -w '%{http_code}' -m 15 --retry 2 --url "$1" 2>&1) || fail "cannot reach $1: ${said%%$'\n'*}"
	[[ -z $HTTP_PROXY || $said != @(407|50[234]) ]] || fail "cannot reach $1: the proxy says $said"
}
preflight() {
	[[ -n $INSTANCE ]] || fail "no instance metadata"
	check_values
	reach "$GITLAB_URL"
	reach "$RELEASE/release.sha256"
}
# At most one reboot: the note is made before it.
patch() {
	[[ $PATCH_SCOPE != NoPatching && ! -e patched ]] || return 0
	install_patches || fail "cannot install patches ($PATCH_SCOPE)"
	date -u +%FT%TZ >patched
	reboot_needed || return 0
	log "rebooting once"
	heartbeat LAUNCH_HOOK || :
	trap '' TERM
	systemctl reboot
	exit 0
}
up() { systemctl enable "$@" && systemctl restart "$@"; }
# Packages are signed by Amazon.
need() { type -P "$1" || install_packages "$2" || fail "cannot install $2"; }
tools() {
	need aws "$AWS_CLI"
	need amazon-ssm-agent amazon-ssm-agent
	drop_in amazon-ssm-agent
	up amazon-ssm-agent || :
	executor_tools
	start_agent
}
