
# ---- shell executor
# Jobs run as the user gitlab-runner.
check_executor() {
	: # without the block below
	# @if instance_store
	written INSTANCE_STORE 'none|builds'
	# @end
}
# @if instance_store
# A link, made by the user, since the home is a place that jobs can change.
store_in() {
	id gitlab-runner &>/dev/null || useradd -m gitlab-runner
	install -d -o gitlab-runner "$STORE/builds"
	runuser -u gitlab-runner -- ln -sfn "$STORE/builds" /home/gitlab-runner/builds
}
# @end
executor_tools() {
	need git git
	# @if instance_store
	use_store
	# @end
}
executor_options() { OPTIONS+=(--shell=bash); }
executor_heal() { :; }
# What jobs can change is touched only with their own rights, and nothing of ours at hand: a link leads no further than they could go.
as_user() { timeout 1800 env -i PATH="$PATH" runuser -u gitlab-runner -- bash -c "cd ~gitlab-runner && $1" 9>&- </dev/null &>/dev/null || :; }
# Projects, at any depth, and whole slots, in which nothing has changed for a week. Each is moved away first: a job that comes
# meanwhile sees all of it or nothing. Beside running jobs only when there is little room.
prune() { [[ $(jobs_now) == [1-9]* ]] && (($(used) < 80)) || as_user 'cd builds && { find . -mindepth 2 -type d -exec test -e {}/.git \; -print0 -prune; find . -mindepth 2 -maxdepth 2 -type d -print0; } | while IFS= read -r -d "" d; do [[ -n $(find "$d" -mtime -7 -print -quit) ]] || { mv -T "$d" .old && rm -rf .old; }; done; rm -rf .old'; }
# All that jobs left behind, but what tells programs who the user is, and the link to builds that are on local disks.
prune_all() { as_user 'chmod -R u+rwX .; find builds/ . /tmp /var/tmp -mindepth 1 ! -path ./builds -regextype posix-extended -user gitlab-runner ! -regex "\./\.(ssh|aws|docker|config|gitconfig|netrc|npmrc|pypirc|bash|profile|m2/settings).*" -delete'; }
