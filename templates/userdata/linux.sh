#!/bin/bash
# vend: fetches the configuration script, checks it, runs it.
set -Eeuo pipefail
umask 077
TMPDIR=/dev/shm state=/var/lib/vend script=/custom_instance_configuration_script.sh
read -rd '' values <<'VALUES' || :
@@VALUES@@
VALUES
v() { sed -n "s/^$1[=:]//p" <<<"$values"; }
d() { v "$1" | base64 -d; }
region=$(v REGION) stack=$(v STACK)
export AWS_DEFAULT_REGION=$region PATH=$PATH:/opt/aws/bin:/usr/local/bin
proxy=$(d HTTP_PROXY)
if [[ -n $proxy ]]; then
	export http_proxy=$proxy https_proxy=$proxy no_proxy
	no_proxy=169.254.169.254,$(d NO_PROXY)
fi
m() {
	local at=http://169.254.169.254/latest t
	t=$(curl -sf -m 5 --noproxy '*' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token) &&
		curl -sf -m 5 --noproxy '*' -H "X-aws-ec2-metadata-token: $t" "$at/meta-data/$1"
}
try() {
	local n
	for n in 2 4 8 16 32 64 128; do
		"$@" && return
		(($? == 22)) && break # 404
		sleep $n
	done
	return 1
}
told() { [[ $1 == *ok || $1 == *ValidationError* ]]; }
# A full disk keeps it from nothing, and neither call from the other.
fail() {
	local a='' s='' n g
	((BASH_SUBSHELL)) && exit 1
	trap - ERR
	set +e
	echo "vend: FAILED: $1"
	[[ -e $state/signalled ]] && exit 1
	echo "1 $1" >$state/signalled
	for n in 0 2 4 8 16 32 64 128 256; do
		sleep $n
		told "$s" || s=$(timeout 60 cfn-signal -e 1 -r "$1" --stack "$stack" --resource "$(v RESOURCE)" --region "$region" 2>&1 && echo ok)
		[[ $id ]] || id=$(m instance-id)
		g=$(m tags/instance/aws:autoscaling:groupName) || g=$(timeout 60 aws autoscaling describe-auto-scaling-instances \
			--instance-ids "$id" --query 'AutoScalingInstances[0].AutoScalingGroupName' --output text)
		told "$a" || a=$(timeout 60 aws autoscaling complete-lifecycle-action --lifecycle-action-result ABANDON \
			--lifecycle-hook-name "$(v LAUNCH_HOOK)" --auto-scaling-group-name "$g" --instance-id "$id" 2>&1 && echo ok)
		told "$s" && told "$a" && break
	done
	touch $state/settled
	exit 1
}
id=
trap 'fail "UserData line $LINENO: $BASH_COMMAND"' ERR
for n in 1 2 4 8 16 32; do
	id=$(m instance-id) && break
	sleep $n
done
# An image has the state of the instance that it was made of.
if [[ -d $state && $id && $(cat $state/instance) != "$id" ]]; then
	systemctl stop --no-block gitlab-runner vend-monitor || :
	rm -rf $state /etc/gitlab-runner/{config.toml,.runner_system_id} /etc/vend/environment
fi
[[ -e $state/signalled && -e $state/settled ]] && exit 0
mkdir -p /etc/vend $state
echo "$values" >/etc/vend/values
echo "$id" >$state/instance
boot() { timeout 600 dnf -y install aws-cfn-bootstrap || timeout 600 yum -y install aws-cfn-bootstrap; }
type -P cfn-signal || try boot || :
src=$(d SCRIPT)
get() {
	case $src in
	http://* | https://*) curl -fsSL -m 300 --retry 5 -o $script "$src" ;;
	s3://*) timeout 300 aws s3 cp --only-show-errors "$src" $script ;;
	/*) [[ $src -ef $script ]] || cp "$src" $script ;;
	*)
		timeout 300 cfn-init --stack "$stack" --resource "$(v INIT_RESOURCE)" --region "$region" ||
			timeout 60 aws cloudformation describe-stack-resource --stack-name "$stack" --logical-resource-id "$(v INIT_RESOURCE)" \
				--query StackResourceDetail.Metadata --output text | "$(type -P python3 python | head -n 1)" -c 'import json, os, sys
for f, c in json.load(sys.stdin)["AWS::CloudFormation::Init"]["config"]["files"].items():
  os.path.isdir(os.path.dirname(f)) or os.makedirs(os.path.dirname(f))
  open(f, "wb").write(c["content"].encode("utf-8"))'
		;;
	esac
}
try get
sum=$(v SCRIPT_SHA256)
[[ -z $sum ]] || echo "$sum  $script" | sha256sum -c - || fail "the checksum of $src is not $sum"
bash $script || { n=$?; ((n == 9)) && exit 1; fail "$script ended with $n"; }
