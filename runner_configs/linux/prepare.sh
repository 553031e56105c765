
# ---- proxy, units, preflight, patches
use_proxy() {
  http_proxy=$(value HTTP_PROXY) no_proxy=169.254.169.254,localhost,127.0.0.1,$(value NO_PROXY)
  [[ -n $http_proxy ]] || return 0
  [[ $http_proxy$no_proxy =~ ^http[^[:space:]\"\'\\]+$ ]] || fail "the proxy is no address"
  export http_proxy no_proxy https_proxy=$http_proxy
  env | grep _proxy= >/etc/vend/proxy
}
# drop_in UNIT [LINE...]: for its [Service]. In the proxy's file, unlike here, % means nothing.
drop_in() {
  mkdir -p "/etc/systemd/system/$1.service.d"
  printf '%s\n' '[Service]' EnvironmentFile=-/etc/vend/proxy "${@:2}" >"/etc/systemd/system/$1.service.d/vend.conf"
}
# unit NAME [LINE...]: calls this script. Nothing stops the monitor at a shutdown that waits for jobs: it keeps the hook
# open. An order before the runner would do that, too, but would not let it start while the runner stops.
unit() {
  printf '%s\n' '[Unit]' Wants=network-online.target After=network-online.target '[Service]' \
    "ExecStart=/bin/bash $SELF $1" "${@:2}" '[Install]' WantedBy=multi-user.target >"/etc/systemd/system/vend-$1.service"
}
write_units() {
  unit configure Type=oneshot TimeoutStartSec=0
  unit monitor Restart=always RestartSec=5 '[Unit]' DefaultDependencies=no
  unit prune Type=oneshot
  printf '%s\n' '[Timer]' OnCalendar=hourly RandomizedDelaySec=600 '[Install]' WantedBy=timers.target >/etc/systemd/system/vend-prune.timer
  printf '%s\n' "$LOG /var/log/gitlab-runner.log {" 'size 20M' 'rotate 3' copytruncate missingok '}' >/etc/logrotate.d/vend
}

# Any answer will do, even an error: the way there is open.
reach() {
  WHY=$(curl -sS -o /dev/null -m 15 --retry 2 "$1" 2>&1) || fail "cannot reach $1: $WHY"
}
preflight() {
  meta instance-id >/dev/null || meta instance-id >/dev/null || fail "no instance metadata"
  reach "$(value GITLAB_URL)"
  reach "$(release)/release.sha256"
}

# At most one reboot: the note is made before it, and vend-configure carries on after it.
patch() {
  local scope
  scope=$(value PATCH_SCOPE NoPatching)
  [[ $scope != NoPatching && ! -e patched ]] || return 0
  install_patches "$scope" || fail "cannot install patches ($scope)"
  date -u +%FT%TZ >patched
  reboot_needed || return 0
  log "rebooting once to finish patching"
  heartbeat LAUNCH_HOOK || :
  systemctl enable vend-configure
  trap '' TERM
  systemctl reboot
  exit 0
}

# need COMMAND PACKAGE: packages are signed by Amazon.
need() { command -v "$1" || install_packages "$2" || fail "cannot install $2"; }
tools() {
  need aws "$AWS_CLI"
  need amazon-ssm-agent amazon-ssm-agent
  systemctl start amazon-ssm-agent || log "no SSM agent"
  executor_tools
  start_agent
}
