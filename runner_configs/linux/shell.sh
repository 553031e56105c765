
# ---- shell executor: jobs run as the user gitlab-runner
executor_tools() { command -v git >/dev/null || install_packages git || fail "git could not be installed"; }
executor_options() { OPTIONS+=(--shell bash); }
prune() { find /home/gitlab-runner/builds -mindepth 4 -maxdepth 4 -mtime +7 -exec rm -rf {} + 2>/dev/null || :; }
