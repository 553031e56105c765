
# ---- watch, drain, protect
runner_runs() { [[ $(systemctl is-active gitlab-runner) != [if]* ]]; } # inactive, failed
# By the runner's own metrics, or else by its child processes.
jobs_now() {
	curl -sf -m 3 --noproxy '*' http://127.0.0.1:9252/metrics | awk '/^gitlab_runner_jobs\{/ { n += $NF } END { if (NR) print n + 0 }' ||
		pgrep -c -P "$(pgrep -o gitlab-runner)" 2>/dev/null || :
}
# AWS takes a spot instance two minutes after its notice.
spot_notice() { [[ -s spot ]] || { meta spot/instance-action && date +%s >spot; }; }

# drain REASON: a monitor that starts anew carries on with it. A hook lasts 100 heartbeats, and 48 h, at most.
drain() {
	local now next=0 why='' aborted='' limit=$((98 * HEARTBEAT))
	((DRAIN_LIMIT > limit)) || limit=$DRAIN_LIMIT
	[[ -s draining ]] || date +%s >draining
	log "drain: $1; waiting for running jobs"
	systemctl disable gitlab-runner || :
	systemctl stop --no-block gitlab-runner
	while runner_runs; do
		now=$(date +%s)
		if ((now >= next)); then
			next=$((now + HEARTBEAT / 2))
			heartbeat TERMINATE_HOOK || next=$((now + 20))
		fi
		((now - $(<draining) < limit)) || why="limit of $limit s"
		! spot_notice || ((now - $(<spot) < 80)) || why="spot time is up"
		if [[ -n $why && -z $aborted ]]; then
			log "drain: $why; aborting jobs"
			systemctl kill --kill-who=main -s TERM gitlab-runner || :
			aborted=$now
		fi
		[[ -z $aborted ]] || ((now - aborted < 25)) || break
		sleep 5
	done
	unregister
	touch drained
	log "drain: done"
}

## For an hour at most: a group that is deleted waits for its protected instances.
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
	[[ $want != "$has" ]] || return 0
	aws autoscaling set-instance-protection --instance-ids "$INSTANCE" --auto-scaling-group-name "$GROUP" \
		"--${want}protected-from-scale-in" || [[ -z $want ]] || return 0
	echo "$want" >protected
	log "${want}protected from scale-in"
}
# A full disk fails every job: no more of them until there is room.
watch_disk() {
	if [[ $(df --output=pcent /) == *@(9?|100)% ]]; then
		[[ -e disk-full ]] || log "DISK FULL: no more jobs"
		touch disk-full
		systemctl stop --no-block gitlab-runner
		runner_runs || prune_all || :
	elif [[ -e disk-full ]] && ! runner_runs; then
		rm disk-full
		systemctl start gitlab-runner
		log "there is room again"
	fi
}

# The lifecycle state is looked at twice in a heartbeat at least: later, the hook might have run out.
monitor() {
	local state next=0 every=$((HEARTBEAT / 2))
	[[ -n $INSTANCE ]] # or begin anew
	[[ $MONITOR_INTERVAL == Disabled ]] || ((MONITOR_INTERVAL * 60 > every)) || every=$((MONITOR_INTERVAL * 60))
	sleep $((RANDOM % 10))
	while true; do
		state=
		if [[ -e drained ]] || ((SECONDS >= next)); then
			[[ $MONITOR_INTERVAL == Disabled ]] || state=$(meta autoscaling/target-lifecycle-state) || :
			[[ -z $state ]] || next=$((SECONDS + every))
			! meta events/recommendations/rebalance || log "rebalance recommended"
		fi
		if [[ -e drained ]]; then
			[[ $state != Terminated || -e completed ]] || ! complete TERMINATE_HOOK CONTINUE || touch completed
		elif [[ -e draining || $state == Terminated ]]; then
			drain "the group ends this instance"
		elif spot_notice; then
			drain "spot notice"
		else
			watch_disk
			[[ $PROTECT_BUSY != true ]] || protect
		fi
		sleep 5
	done
}
