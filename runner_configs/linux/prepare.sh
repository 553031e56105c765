# ---- a boot
UNITS=/etc/systemd/system RELEASE=${RUNNER_DOWNLOAD%/}/$RUNNER_VERSION
boot() {
	TRIES=20
	rm -f settled
	[[ $ME -ef $SELF ]] || install -m 0700 "$ME" "$SELF"
	: >>/etc/vend/values
	[[ -z ${!VEND_*} ]] || declare -p "${!VEND_@}" >/etc/vend/environment
	write_units
	for PHASE in preflight patch tools download register service; do
		log "phase $PHASE"
		clock
		set -- "$UP"
		$PHASE
		clock
		echo "$PHASE=$((UP - $1))" >>phases
	done
	report
}
# What the system refuses once, it does when asked again.
surely() { again "$@" || fail "$1: ${DOING-}"; }
# Amazon Linux has a python, 2 or 3.
CHANGED='' PYTHON=$(type -P python3 python | head -n 1 || :)
# json_into FILE [JSON, or on its input]: objects one level deep; 3 if there is nothing new.
json_into() {
	"$PYTHON" -c 'import json, os, sys
f, new = sys.argv[1], json.loads(sys.argv[2] if sys.argv[2:] else sys.stdin.read())
try: old = json.load(open(f))
except (IOError, ValueError): old = {}
all = dict(old)
for k in new: all[k] = dict(old.get(k, {}), **new[k]) if isinstance(new[k], dict) else new[k]
if all == old: sys.exit(3)
with open(f + ".new", "w") as out: json.dump(all, out)
os.rename(f + ".new", f)' "$@"
}
# merge UNIT FILE JSON: into what the image has there.
merge() {
	local code=0
	mkdir -p "${2%/*}"
	json_into "${@:2}" || code=$?
	((code == 3)) || CHANGED+=" $1"
	((code == 0 || code == 3)) || { [[ ! -e $2 ]] && echo "$3" >"$2"; } || log "$2 stays as it is"
}
# drop_in UNIT [LINE...]: for its [Service]. In the proxy's file, unlike here, % means nothing.
drop_in() {
	local text file=$UNITS/$1.service.d/vend.conf
	text=$(printf '%s\n' '[Service]' EnvironmentFile=-/etc/vend/proxy "${@:2}")
	[[ -z $HTTP_PROXY && $# == 1 || $(cat "$file" 2>/dev/null) == "$text" ]] || {
		mkdir -p "${file%/*}"
		echo "$text" >"$file"
		CHANGED+=" $1"
	}
	surely systemctl daemon-reload
}
# unit NAME VERB [LINE...]: calls this script. Nothing stops the monitor at a shutdown that waits for jobs: it keeps the hook
# open. An order before the runner would do that, too, but would not let it start while the runner stops.
unit() {
	printf '%s\n' '[Service]' "ExecStart=/bin/bash $SELF $2" "${@:3}" '[Install]' WantedBy=multi-user.target >"$UNITS/vend-$1.service"
}
# A reboot, wanted or not, carries on with vend-configure; one that came before it, with the launcher's link.
write_units() {
	unit configure configure '[Unit]' After=network-online.target
	unit monitor monitor Restart=always RestartSec=5 '[Unit]' DefaultDependencies=no
	unit prune housekeep
	printf '%s\n' '[Timer]' OnCalendar=hourly '[Install]' WantedBy=timers.target >"$UNITS/vend-prune.timer"
	echo "$LOG /var/log/gitlab-runner.log {"$'\nsize 20M\nrotate 3\ncopytruncate\nmissingok\n}' >/etc/logrotate.d/vend
	surely systemctl enable vend-configure
	rm -f /var/lib/cloud/scripts/per-boot/vend
}

# Any answer will do, even an error, but for the proxy's own.
reached() { SAID=$(curl -sS -o /dev/null -w '%{http_code}' -m 60 --url "$1" 2>&1) && [[ -z $HTTP_PROXY || $SAID != @(407|50[234]) ]]; }
reach() { again reached "$1" || fail "cannot reach $1: $([[ $SAID != ??? ]] || echo 'the proxy says ')${SAID%%$'\n'*}"; }
preflight() {
	[[ -n $INSTANCE ]] || fail "no instance metadata"
	# Without it no CONTINUE can be sent: jobs would be lost with the hook's time.
	in_group || [[ -z $LAUNCH_HOOK ]] || LIMIT=20 again in_group || fail "no group name: see DescribeAutoScalingInstances"
	check_values
	CURL_CA_BUNDLE=$([[ ! -e $CA ]] || echo "$PWD/cas") reach "$GITLAB_URL"
	reach "$RELEASE/release.sha256"
}
patch() {
	: # without the block below
	# @if patching
	patch_once
	# @end
}
# A service that runs is left alone, unless it was given something new.
bring_up() { systemctl enable "$@" && { [[ " $CHANGED " != *" $1 "* ]] && systemctl is-active "$1" >/dev/null || systemctl restart "$@"; }; }
tools() {
	need aws "$AWS_CLI"
	need amazon-ssm-agent amazon-ssm-agent
	# @if proxy
	drop_in amazon-ssm-agent
	# @end
	bring_up amazon-ssm-agent || :
	executor_tools
	start_agent
}
