
# ---- watch for termination, drain, protect, watch the disk
disk_used() { df --output=pcent / | tr -dc 0-9; }
runner_runs() { [[ $(systemctl is-active gitlab-runner) != [if]* ]]; } # inactive, failed

# drain REASON: a monitor that starts anew carries on with it.
drain() {
  local now beat=0 notice='' aborted='' why limit
  limit=$(number DRAIN_LIMIT 43200)
  [[ -s draining ]] || date +%s >draining
  log "drain: $1; waiting for running jobs"
  systemctl disable gitlab-runner || :
  systemctl stop --no-block gitlab-runner
  while runner_runs; do
    now=$(date +%s) why=
    if ((now - beat >= $(number HEARTBEAT 600) / 2)); then
      heartbeat TERMINATE_HOOK || log "drain: no hook is open"
      beat=$now
    fi
    [[ -n $notice ]] || ! meta spot/instance-action || notice=$now
    # AWS takes a spot instance two minutes after its notice: 80 s for the jobs, the rest for aborting and unregistering.
    [[ -z $notice ]] || ((now - notice < 80)) || why="spot time is up"
    ((now - $(cat draining) < limit)) || why="limit of $limit s"
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
# While jobs run, seen twice: for an hour at most, since a group that is deleted waits for its protected instances.
protect() {
  local jobs want=no has=no
  jobs=$(curl -sf -m 3 --noproxy '*' http://127.0.0.1:9252/metrics | awk '/^gitlab_runner_jobs\{/ { n += $NF } END { print n + 0 }') || jobs=0
  if ((jobs > 0)); then BUSY=$((BUSY + 1)); else BUSY=0 IDLE_AT=$SECONDS; fi
  ((BUSY < 2 || SECONDS - IDLE_AT > 3600)) || want=
  [[ ! -e protected ]] || has=
  [[ $want != "$has" ]] || return 0
  aws autoscaling set-instance-protection --instance-ids "$(meta instance-id)" --auto-scaling-group-name "$(group_name)" \
    "--${want:+no-}protected-from-scale-in" || return 0
  if [[ -z $want ]]; then touch protected; else rm protected; fi
  log "${want:-now} protected from scale-in ($jobs jobs)"
}

# A full disk fails every job.
watch_disk() {
  if (($(disk_used) < 90)); then
    [[ -e disk-full ]] && ! runner_runs || return 0
    rm disk-full
    systemctl start gitlab-runner
    log "there is room again"
  elif runner_runs; then
    [[ -e disk-full ]] || log "DISK FULL: no more jobs until there is room"
    touch disk-full
    systemctl stop --no-block gitlab-runner
  else
    prune_all || :
  fi
}

monitor() {
  TRIES=0 BUSY=0 IDLE_AT=0
  local interval last=0 state rebalance=
  exec 9>/run/vend-monitor.lock
  flock -n 9 || { log "another monitor runs"; return 0; }
  interval=$(number MONITOR_INTERVAL 1)
  sleep $((RANDOM % 10))
  while true; do
    state=
    if [[ -e drained ]] || (($(date +%s) - last >= interval * 60)); then
      last=$(date +%s)
      [[ $(value MONITOR_INTERVAL) == Disabled ]] || state=$(meta autoscaling/target-lifecycle-state) || :
      [[ -n $rebalance ]] || ! rebalance=$(meta events/recommendations/rebalance) || log "rebalance recommendation: $rebalance"
    fi
    if [[ -e drained ]]; then
      [[ $state != Terminated || -e completed ]] || ! { complete TERMINATE_HOOK CONTINUE || ((++TRIES > 4)); } || touch completed
    elif [[ -e draining || $state == Terminated ]]; then
      drain "the group ends this instance"
    elif meta spot/instance-action; then
      drain "spot notice"
    else
      watch_disk
      [[ $(value PROTECT_BUSY) != true ]] || protect
    fi
    sleep 5
  done
}
