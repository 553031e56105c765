
# ---- watch, drain
# Not inactive, failed, unknown.
runner_runs() { [[ $(LIMIT=10 runner is-active) != [ifu]* ]]; }
# Its own metrics.
metrics() { LIMIT=3 nearby http://127.0.0.1:9252/metrics; }
counted() { metrics | awk '/^gitlab_runner_jobs\{/ { n += $NF } END { if (NR) print n + 0 }'; }
# Or else by its child processes.
jobs_now() {
	counted || pgrep -c -P "$(pgrep -x -o -u 0 gitlab-runner)" 2>/dev/null || :
}
# What is fullest, in percent; files count as room does.
used() {
	timeout -k 5 20 df --output=pcent,ipcent / /var/lib/docker /home /mnt/vend-store 2>/dev/null | awk -v RS='[ %\n]+' '$1 + 0 > n { n = $1 } END { print n + 0 }'
}
# AWS takes a spot instance at the time that its notice names, two minutes later at most; a clock that is wrong shows by a time that
# has passed. SPOT: that time.
spot_notice() {
	local said left
	[[ -n $SPOT || ! -s spot ]] || SPOT=$(<spot)
	[[ -z $SPOT ]] || return 0
	said=$(meta spot/instance-action) || return 1
	left=$(($(date -d "$(sed -nE 's/.*"time" *: *"([^"]*)".*/\1/p' <<<"$said")" +%s || echo 0) - $(date +%s)))
	now
	SPOT=$((NOW + (left > 0 && left < 120 ? left : 120)))
	echo "$SPOT" >spot || :
}
drains() { [[ -s draining ]] || date +%s >draining; }

# drain REASON: a monitor that starts anew carries on with it. A hook lasts 100 heartbeats, and 48 h, at most, from a moment
# that may be a look earlier; of that, time is left to abort jobs and to unregister. No call to AWS keeps the loop waiting.
drain() {
	local why='' aborted='' sent='' grace=60 began beats limit=$((HEARTBEAT < 1728 ? 99 * HEARTBEAT : 172800 - HEARTBEAT))
	limit=$((limit - 180 < DRAIN_LIMIT ? limit - 180 : DRAIN_LIMIT))
	now
	BASE=$((NOW - UP)) began=$NOW
	drains
	log "drain: $1; waiting for running jobs"
	renew TERMINATE_HOOK "$HEARTBEAT" 9>&- &
	beats=$!
	# First no more jobs; then not after a reboot either.
	LIMIT=10 runner stop --no-block
	LIMIT=10 runner disable
	while true; do
		LIMIT=10 runner stop --no-block || pkill -QUIT -x -o -u 0 gitlab-runner
		runner_runs || break
		now
		[[ ! -s draining ]] || began=$(<draining)
		((NOW - began < limit)) || why="limit of $limit s"
		! spot_notice || ((NOW < SPOT - 40)) || why="spot time is up" grace=25
		if [[ -n $why ]]; then
			[[ -n $aborted ]] || { aborted=$NOW; log "drain: $why; aborting jobs"; }
			# Once: at a second one the runner leaves without a word to GitLab.
			[[ -n $sent ]] || LIMIT=10 runner kill --kill-who=main -s TERM || { runner_runs && pkill -x -o -u 0 gitlab-runner; } && sent=1
			((NOW - aborted < grace)) || break
		fi
		sleep 5
	done
	# @if steps
	now
	began=${why:+60}
	[[ -z $SPOT ]] || began=$((SPOT - NOW - 10))
	run_step drain $((${began:-300} > 3 ? ${began:-300} : 3)) || log "step drain ended with $?"
	# @end
	again unregister
	kill "$beats"
	touch drained
	DRAINED=1
	log "drain: done"
}

# The metadata address gives the role's credentials to who asks. Closed to the jobs' user and its subordinate ids, and to
# what is forwarded for containers; rules need no firewall, and a look shows whether something took them away.
OPEN='the metadata address cannot be closed to jobs (METADATA_FOR_JOBS)'
shut() {
	local to=169.254.169.254 rule rules ip n
	[[ $METADATA_FOR_JOBS != true ]] || return 0
	for ip in 4 6; do
		[[ $ip == 4 || -e /proc/net/if_inet6 ]] || break
		rules=$(ip -$ip rule) n=70
		while read -ra rule; do
			[[ $rules == *"to $to ${rule[*]}"* ]] || ip -$ip rule add pref $n to $to "${rule[@]}" || { log "$OPEN"; return 1; }
			((++n))
		done < <(grep -s : /etc/subuid | awk -F: -v u="$(id -u gitlab-runner)" 'BEGIN { print "uidrange " u "-" u " prohibit" }
			$1 == "gitlab-runner" || $1 == u { print "uidrange " $2 "-" $2 + $3 - 1 " prohibit" }
			END { print "iif lo lookup main\nprohibit" }')
		to=fd00:ec2::254
	done
}
# Before each start of the runner: not in another instance, after a failed boot or a drain, nor with that address open.
gate() {
	[[ -n $INSTANCE && ! -e draining && ! -e drained && $(head -c 1 signalled 2>/dev/null) != 1 ]] || { log "no jobs here"; return 1; }
	shut
}

# For the CloudWatch agent. A runner that is stopped, or does not answer, takes no jobs; such an instance has no slots to
# offer, and does not tell how full the group is.
gauges() {
	local jobs closed=1 more=
	jobs=$(counted) && [[ ! -e draining && $(cat no-jobs) != 1 && $(runner is-active) == active ]] && closed=0
	((closed)) || more="runner_slots_used_percent:$((100 * jobs / (CONCURRENT ? CONCURRENT : 1)))|g"$'\n'
	[[ ! -s draining ]] || more="runner_drain_seconds:$(($(date +%s) - $(<draining)))|g"$'\n'
	printf 'runner_jobs:%d|g\nrunner_slots:%d|g\nrunner_takes_no_jobs:%d|g\n%s' "${jobs:-0}" "$CONCURRENT" $closed "$more" >/dev/udp/127.0.0.1/8125 || :
}
concurrent() { grep -q "^concurrent = $1\$" "$CONFIG" || sed -i "s/^concurrent = .*/concurrent = $1/" "$CONFIG"; }
# A full disk fails every job. While pruning may help, the slots beside the last job are closed, which can be undone at
# once; a runner that was told to stop comes back only after its jobs.
watch_disk() {
	if (($(used) < 90)); then
		[[ -e disk-full ]] || return 0
		FULL=
		concurrent "$CONCURRENT"
		rm -f disk-full
		log "there is room again"
		return
	fi
	[[ -n $FULL ]] || { FULL=$UP; log "DISK FULL: no more jobs"; }
	touch disk-full
	concurrent 1 && [[ $(jobs_now) == [1-9]* ]] && ((UP - FULL < PATIENCE)) || runner stop --no-block
	((UP < PRUNE)) || { PRUNE=$((UP + 30)); systemctl start --no-block vend-prune; }
}
# All goes only while the runner is stopped.
housekeep() {
	prune || :
	(($(used) < 90)) || runner_runs || prune_all || :
}
# What GitLab answered to requests for jobs, since the last look: only 403 is a token that it refuses.
refused() {
	local good bad
	read -r good bad < <(metrics | awk '/_api_request_statuses_total\{.*request_job/ { if (/status="403"/) b += $NF; else if (/status="20/) g += $NF } END { print g + 0, b + 0 }')
	if [[ $good != "$GOOD" ]]; then REFUSED=; elif [[ $bad != "$BAD" ]]; then REFUSED=1; fi
	GOOD=$good BAD=$bad
	[[ -n $REFUSED ]]
}
# heal: an instance that can take no jobs is mended, or else replaced through its hook. A refused token is only told: the
# next instance would have the same.
heal() {
	local why
	((UP >= LOOK)) || return 0
	LOOK=$((UP + 20))
	if [[ -e disk-full ]]; then
		why="the disk is full"
	else
		why=$(executor_heal)
		if [[ -n $why ]]; then
			[[ -z $ILL ]] || runner stop --no-block
		elif [[ $(runner is-active) != active ]]; then
			why="gitlab-runner does not run"
			[[ $(systemctl is-active vend-prune) == activ* ]] || runner start --no-block
		fi
	fi
	shut || why=$OPEN
	if [[ -n $why ]]; then
		[[ -n $ILL ]] || { ILL=$UP; log "TAKES NO JOBS: $why"; }
		if ((UP - ILL > PATIENCE)) && [[ -n $GROUP ]]; then
			LIMIT=15 aws autoscaling set-instance-health --instance-id "$INSTANCE" --health-status Unhealthy --no-should-respect-grace-period &&
				log "told Unhealthy: $why" && ILL=$((UP + 600))
		fi
	elif [[ -n $ILL ]]; then
		log "takes jobs again"
		ILL=
	fi
	if ! refused; then
		rm -f refused
	else
		[[ -e refused ]] || log "TAKES NO JOBS: GitLab refuses the runner's token"
		why=1
		touch refused
	fi
	echo "${why:+1}" >no-jobs
}

# The lifecycle state is looked at twice in a heartbeat at least, whatever the interval: later, the hook might have run out.
monitor() {
	local state next=0 every=$((HEARTBEAT / 2)) SPOT='' BASE='' FULL='' ILL='' GOOD='' BAD='' REFUSED='' DRAINED='' DONE='' LOOK=0 PRUNE=0
	# Or begin anew.
	[[ -n $INSTANCE ]] || exit 1
	# What fails is tried again at the next look.
	set +e
	[[ $METRICS != true ]] || while gauges 2>/dev/null; do sleep 20; done 9>&- &
	[[ $MONITOR_INTERVAL == Disabled ]] || ((MONITOR_INTERVAL * 60 > every)) || every=$((MONITOR_INTERVAL * 60))
	sleep $((RANDOM % 10))
	while true; do
		clock
		state=
		[[ ! -e drained ]] || DRAINED=1
		if [[ -n $DRAINED ]] || ((UP >= next)); then
			[[ $MONITOR_INTERVAL == Disabled && -z $TERMINATE_HOOK ]] || state=$(meta autoscaling/target-lifecycle-state)
			[[ -z $state ]] || next=$((UP + every))
			[[ -z $state || -n $GROUP ]] || LIMIT=15 in_group
			! meta events/recommendations/rebalance || log "rebalance recommended"
		fi
		if [[ -n $DRAINED ]]; then
			[[ $state != Terminated || -n $DONE || -e completed ]] || ! complete TERMINATE_HOOK CONTINUE || { DONE=1; touch completed; }
		elif [[ -e draining || $state == Terminated ]]; then
			drain "the group ends this instance"
		elif spot_notice; then
			drain "spot notice"
		elif [[ $(head -c 1 signalled 2>/dev/null) == 0 ]]; then
			LIMIT=10 watch_disk
			LIMIT=10 heal
			# @if protect
			[[ $PROTECT_BUSY != true ]] || LIMIT=10 protect
			# @end
		fi
		sleep 5
	done
}
