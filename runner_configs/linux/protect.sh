# ---- busy instances
# For an hour at most: a group that is deleted waits for its protected instances. Refused, as before the instance is in
# service, it is asked for again.
ASK=0
protect() {
	local want=no- has=no-
	if [[ $(jobs_now) != [1-9]* ]]; then
		rm -f busy
	elif [[ ! -e busy ]]; then
		touch busy
	elif [[ -n $(find busy -mmin -60) ]]; then
		want=
	fi
	[[ ! -e protected ]] || has=$(<protected)
	[[ $want != "$has" ]] && ((UP >= ASK)) || return 0
	ASK=$((UP + 20))
	LIMIT=15 aws autoscaling set-instance-protection --instance-ids "$INSTANCE" --auto-scaling-group-name "$GROUP" \
		"--${want}protected-from-scale-in" || return 0
	echo "$want" >protected
	log "${want}protected from scale-in"
}
