# ---- own steps
load_values BEFORE= BEFORE_SHA256= AFTER= AFTER_SHA256= DRAIN_STEP= DRAIN_STEP_SHA256=
# All are fetched while the instance boots: a drain must not wait for an address, or find it gone.
fetch_steps() {
	local name from sum step
	rm -f step-*
	for name in BEFORE AFTER DRAIN_STEP; do
		from=${!name} sum=${name}_SHA256 step=${name%_STEP}
		sum=${!sum} step=step-${step,,}
		[[ -n $from ]] || continue
		[[ $from != http?(s)://* || -n $sum ]] || fail "$step at $from needs a checksum"
		case $from in
		Embedded) cp "/etc/vend/steps/${step#step-}" "$step" ;;
		http://* | https://*) again curl -fsSL -m 300 -o "$step" --url "$from" ;;
		s3://*) LIMIT=300 again aws s3 cp --only-show-errors "$from" "$step" ;;
		*) cp -- "$from" "$step" ;;
		esac || fail "$step cannot be read from $from"
		[[ -z $sum ]] || sha256sum -c --status <<<"$sum  $step" || fail "the checksum of $step is not $sum"
		chmod 0700 "$step"
	done
}
# run_step NAME SECONDS: as root, without our variables, some of which are tokens.
run_step() {
	[[ -e step-$1 ]] || return 0
	log "step $1"
	(
		unset "${!VEND_@}"
		export VEND_STEP=$1 VEND_INSTANCE=$INSTANCE VEND_REGION=$REGION VEND_STACK=$STACK VEND_GROUP=$GROUP VEND_GITLAB_URL=$GITLAB_URL VEND_EXECUTOR=$EXECUTOR
		exec timeout -k 5 "$2" bash -c '"$0"' "$PWD/step-$1" </dev/null 9>&-
	)
}
own_step() { run_step "$1" $((LAUNCH_HEARTBEAT ? LAUNCH_HEARTBEAT : 600)) || fail "step-$1 ended with $?"; }
