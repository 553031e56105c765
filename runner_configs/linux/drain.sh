
# ---- watch for termination, drain, protect, keep the disk free
disk_used() { df --output=pcent / | tr -dc 0-9; }
runner_runs() { [[ $(systemctl is-active gitlab-runner) =~ ^(active|activating|deactivating|reloading)$ ]]; }
spot_notice() { [[ $(purchase) == spot ]] && meta spot/instance-action >/dev/null; }
abort_jobs() {
  log "drain: $1; aborting the jobs that still run"
  systemctl kill --kill-who=main -s TERM gitlab-runner || :
}

# drain REASON: no new jobs, wait for the running ones, unregister. A monitor that starts anew carries on with it.
drain() {
  local now beat=0 notice='' aborted='' limit
  limit=$(value DRAIN_LIMIT 43200)
  [[ -e $STATE/draining ]] || date +%s >"$STATE/draining"
  log "drain: $1; no more jobs are taken, running ones are waited for"
  systemctl disable gitlab-runner || :
  systemctl stop --no-block gitlab-runner
  while runner_runs; do
    now=$(date +%s)
    if ((now - beat >= $(value HEARTBEAT 600) / 2)); then
      heartbeat TERMINATE_HOOK || log "drain: there is no hook to extend"
      beat=$now
    fi
    [[ -n $notice ]] || ! spot_notice || notice=$now
    if [[ -z $aborted ]]; then
      # AWS takes a spot instance two minutes after its notice; half a minute is for aborting and unregistering.
      if [[ -n $notice ]] && ((now - notice >= 85)); then
        abort_jobs "the spot instance goes in half a minute" && aborted=1
      elif ((now - $(cat "$STATE/draining") >= limit)); then
        abort_jobs "the limit of $limit s is reached" && aborted=1
      fi
    fi
    sleep 5
  done
  unregister
  touch "$STATE/drained"
  log "drain: done"
}

# While jobs run, seen twice, scale-in should choose another instance; at most for the drain limit at a stretch.
PROTECTED=no BUSY=0 SINCE=0
protect() {
  local jobs want=no
  jobs=$(curl -sf -m 3 --noproxy '*' http://127.0.0.1:9252/metrics | awk '/^gitlab_runner_jobs\{/ { n += $NF } END { print n + 0 }') || jobs=0
  if ((jobs > 0)); then BUSY=$((BUSY + 1)); else BUSY=0; fi
  if ((BUSY > 1)) && [[ $PROTECTED == no ]] || ((BUSY > 1 && SECONDS - SINCE < $(value DRAIN_LIMIT 43200))); then want=yes; fi
  [[ $want != "$PROTECTED" ]] || return 0
  aws autoscaling set-instance-protection --instance-ids "$(meta instance-id)" --auto-scaling-group-name "$(group_name)" \
    "--$([[ $want == yes ]] || echo no-)protected-from-scale-in" || return 0
  PROTECTED=$want SINCE=$SECONDS
  log "protected from scale-in: $want ($jobs jobs)"
}

# A full disk fails every job: take none until there is room again.
watch_disk() {
  if [[ -e $STATE/disk-full ]]; then
    prune
    (($(disk_used) < 90)) && ! runner_runs || return 0
    rm "$STATE/disk-full"
    systemctl start gitlab-runner
    log "there is room on the disk again"
  elif (($(disk_used) >= 95)); then
    log "DISK FULL: no more jobs are taken until there is room"
    touch "$STATE/disk-full"
    systemctl stop --no-block gitlab-runner
  fi
}

monitor() {
  local interval last=0 state rebalance=''
  exec 9>/run/vend-monitor.lock
  flock -n 9 || { log "another monitor runs already"; return 0; }
  interval=$(value MONITOR_INTERVAL 1)
  [[ $interval != 0 ]] || interval=1
  sleep $((RANDOM % 10))
  while true; do
    state=
    if [[ $interval != Disabled ]] && (($(date +%s) - last >= interval * 60)); then
      last=$(date +%s)
      state=$(meta autoscaling/target-lifecycle-state) || :
      if [[ -z $rebalance ]] && meta events/recommendations/rebalance >/dev/null; then
        rebalance=1
        log "AWS recommends to replace this spot instance"
      fi
    fi
    if [[ -e $STATE/drained ]]; then
      [[ $state != Terminated || -e $STATE/completed ]] || ! complete TERMINATE_HOOK CONTINUE || touch "$STATE/completed"
    elif [[ -e $STATE/draining || $state == Terminated ]]; then
      drain "the group lets this instance go"
      last=0
    elif spot_notice; then
      drain "AWS takes this spot instance back"
      last=0
    else
      watch_disk
      [[ $(value PROTECT_BUSY) != true ]] || protect
    fi
    sleep 5
  done
}
