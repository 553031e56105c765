#!/bin/bash
# vend: fetches the configuration script, checks it, runs it.
set -Eeuo pipefail
umask 077
mkdir -p /etc/vend /var/lib/vend
cat >/etc/vend/values <<'VALUES'
@@VALUES@@
VALUES
v() { sed -n "s/^$1[=:]//p" /etc/vend/values; }
d() { v "$1" | base64 -d; }
script=/custom_instance_configuration_script.sh
region=$(v REGION) stack=$(v STACK)
export AWS_DEFAULT_REGION=$region PATH=$PATH:/opt/aws/bin:/usr/local/bin
proxy=$(d HTTP_PROXY)
if [[ -n $proxy ]]; then
	export http_proxy=$proxy https_proxy=$proxy no_proxy
	no_proxy=169.254.169.254,$(d NO_PROXY)
fi
m() {
	local t
	t=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
	curl -sf -m 5 -H "X-aws-ec2-metadata-token: $t" "http://169.254.169.254/latest/meta-data/$1"
}
fail() {
	trap - ERR
	echo "vend: FAILED: $1"
	[[ -e /var/lib/vend/signalled ]] && exit 1
	echo "$1" >/var/lib/vend/signalled
	cfn-signal -e 1 -r "$1" --stack "$stack" --resource "$(v RESOURCE)" --region "$region" || :
	aws autoscaling complete-lifecycle-action --lifecycle-action-result ABANDON --lifecycle-hook-name "$(v LAUNCH_HOOK)" \
		--auto-scaling-group-name "$(m tags/instance/aws:autoscaling:groupName)" --instance-id "$(m instance-id)" || :
	exit 1
}
trap 'fail "UserData line $LINENO: $BASH_COMMAND"' ERR
[[ -e /var/lib/vend/signalled ]] && exit 0
command -v cfn-signal || dnf -y install aws-cfn-bootstrap || yum -y install aws-cfn-bootstrap || :
src=$(d SCRIPT)
case $src in
http://* | https://*) curl -fsSL --retry 5 -o "$script" "$src" ;;
s3://*) aws s3 cp --only-show-errors "$src" "$script" ;;
/*) [[ $src -ef $script ]] || cp "$src" "$script" ;;
*)
	cfn-init --stack "$stack" --resource "$(v INIT_RESOURCE)" --region "$region" ||
		aws cloudformation describe-stack-resource --stack-name "$stack" --logical-resource-id "$(v INIT_RESOURCE)" \
			--query StackResourceDetail.Metadata --output text |
		python3 -c 'import json,sys;sys.stdout.write(json.load(sys.stdin)["AWS::CloudFormation::Init"]["config"]["files"][sys.argv[1]]["content"])' /custom_instance_configuration_script.sh >"$script"
	;;
esac
sum=$(v SCRIPT_SHA256)
[[ -z $sum ]] || echo "$sum  $script" | sha256sum -c - || fail "the checksum of $src is not $sum"
bash "$script" || fail "$script ended with $?"
