
# ---- proxy, units, preflight, patches
use_proxy() {
  local proxy
  proxy=$(value HTTP_PROXY)
  [[ -n $proxy ]] || return 0
  export http_proxy=$proxy https_proxy=$proxy no_proxy
  no_proxy=169.254.169.254,localhost,127.0.0.1,$(value NO_PROXY)
}

# unit NAME DESCRIPTION ARGUMENT [LINE...]: a service that calls this script; the lines go into its [Service].
unit() {
  printf '%s\n' '[Unit]' "Description=$2" After=network-online.target Wants=network-online.target '[Service]' \
    "ExecStart=/bin/bash $SELF $3" "${@:4}" '[Install]' WantedBy=multi-user.target >"/etc/systemd/system/$1.service"
}
write_units() {
  [[ $0 -ef $SELF ]] || install -m 0700 "$0" "$SELF"
  unit vend-configure 'Configure the GitLab runner after a patch reboot' configure Type=oneshot TimeoutStartSec=0
  unit vend-monitor 'Watch for termination and drain the GitLab runner' monitor Restart=always RestartSec=5
  unit vend-prune 'Free the disk of what jobs left' prune Type=oneshot
  unit vend-log 'Copy the journal of the GitLab runner to a file' journal Restart=always
  printf '%s\n' '[Timer]' OnCalendar=hourly RandomizedDelaySec=600 '[Install]' WantedBy=timers.target >/etc/systemd/system/vend-prune.timer
  printf '%s\n' "$LOG /var/log/gitlab-runner.log {" 'size 20M' 'rotate 3' copytruncate missingok '}' >/etc/logrotate.d/vend
  systemctl daemon-reload
}

# Any answer will do, even an error: it shows that the way there is open.
reach() {
  curl -s -o /dev/null -m 15 --retry 2 "$1" || fail "cannot reach $1 (address, DNS, route, security group or proxy)"
}
preflight() {
  [[ $(value GITLAB_URL) =~ ^https?://. ]] || fail "the GitLab address is no http:// or https:// address"
  reach "$(value GITLAB_URL)"
  reach "$(value RUNNER_DOWNLOAD "$DOWNLOADS")/latest/release.sha256"
}

# At most one reboot: the note is made before it, and vend-configure carries on after it.
patch_system() {
  local scope
  scope=$(value PATCH_SCOPE NoPatching)
  [[ $scope != NoPatching && ! -e $STATE/patched ]] || return 0
  install_patches "$scope" || fail "patches ($scope) could not be installed"
  date -u +%FT%TZ >"$STATE/patched"
  ! reboot_needed || {
    log "rebooting once to finish patching"
    heartbeat LAUNCH_HOOK || :
    systemctl enable vend-configure
    systemctl reboot
    exit 0
  }
}
