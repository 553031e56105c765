
# ---- shell executor: jobs run as the user gitlab-runner
check_executor() { :; }
executor_tools() { need git git; }
executor_options() { OPTIONS+=(--shell=bash); }
prune() { [[ $(jobs_now) == [1-9]* ]] || find /home/gitlab-runner/builds -mindepth 4 -maxdepth 4 -mtime +7 -exec rm -rf {} +; }
prune_all() { rm -rf /home/gitlab-runner/builds/*; }
