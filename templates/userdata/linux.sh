#!/bin/bash
# vend
set -Eeuo pipefail
umask 077
TMPDIR=/dev/shm f=/custom_instance_configuration_script.sh
read -rd '' w <<'VALUES' || :
@@VALUES@@
VALUES
v() { sed -n "s/^$1[=:]//p" <<<"$w"; }
d() { v "$1" | base64 -d; }
r=$(v REGION) s=$(v STACK) u=$(d SCRIPT) p=$(d HTTP_PROXY) q=169.254.169.254
export AWS_DEFAULT_REGION=$r PATH=$PATH:/opt/aws/bin:/usr/local/bin no_proxy
no_proxy=$q,$(d NO_PROXY)
[[ -z $p ]] || export http_proxy=$p https_proxy=$p
m() {
	a=$q/latest h=X-aws-ec2-metadata-token
	curl -sf -m 5 $a/meta-data/instance-id -H "$h: $(curl -sf -m 5 -X PUT -H $h-ttl-seconds:60 $a/api/token)"
}
try() {
	for n in 2 4 8 16 32 64 64 64 64 ''; do
		o=$("$@" 2>&1) && n=0
		echo "$o"
		[[ $n == 0 || $o == *ValidationError* ]] && return
		[[ -z $n || $o == *:\ 404* ]] && return 1
		sleep $n
	done
}
end() {
	a='timeout 60 aws autoscaling'
	i=$(m)
	$a complete-lifecycle-action --lifecycle-action-result ABANDON --lifecycle-hook-name "$(v LAUNCH_HOOK)" --instance-id "$i" --auto-scaling-group-name "$($a describe-auto-scaling-instances --instance-ids "$i" --output text --query '*[].AutoScalingGroupName')"
}
fail() {
	((BASH_SUBSHELL)) && exit 1
	trap - ERR
	set +e
	echo "vend: FAILED: $1"
	cd vend
	[[ -e signalled && $(<instance) == "$(m)" ]] && exit 1
	m >instance
	echo "1 $1" >signalled
	try timeout 60 cfn-signal -e 1 -r "$1" --stack "$s" --resource "$(v RESOURCE)" --region "$r" &
	try end
	wait
	touch settled
	exit 1
}
cd /var/lib
trap 'fail "UserData line $LINENO: $BASH_COMMAND"' ERR
mkdir -p /etc/vend/steps vend
ln -s "$0" cloud/scripts/per-boot/vend || :
echo "$w" >/etc/vend/values
type -P cfn-signal || try timeout 600 yum -y install aws-cfn-bootstrap || :
get() {
	case $u in
	http*://*) curl -fsSL -m 40 -o $f "$u" ;;
	s3://*) timeout 40 aws s3 cp "$u" $f ;;
	/*) [[ $u -ef $f ]] || cp "$u" $f ;;
	*) x=$(v INIT_RESOURCE)
		timeout 120 cfn-init --stack "$s" --resource "$x" --region "$r" ||
			timeout 50 aws cloudformation describe-stack-resource --stack-name "$s" --logical-resource-id "$x" --query StackResourceDetail.Metadata --output text | python3 -c 'import json,sys
for f,c in json.load(sys.stdin)["AWS::CloudFormation::Init"]["config"]["files"].items():
 open(f,"wb").write(c["content"].encode())'
		;;
	esac
}
try get
k=$(v SCRIPT_SHA256)
[[ -z $k ]] || echo "$k  $f" | sha256sum -c - || fail "the checksum of $u is not $k"
bash $f || { (($? == 9)) && exit 1; fail "$f broke off"; }
