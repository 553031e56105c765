function Preflight {
	Task Watch 1
	# At once, because without them a failure could not be told.
	Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi
	if ($STACK) { Install cfn-signal.exe https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-win64-latest.exe '/quiet /norestart' }
	. Identify
	$Year = (Retry { Get-CimInstance Win32_OperatingSystem }).Caption -replace '\D'
	# At the drain it would be too late to find out.
	[int[]]($HEARTBEAT, $DRAIN_LIMIT, $CONCURRENT, $LOAD_TEST, ($MONITOR_INTERVAL -replace 'D.+'))
	# @if proxy
	Set-Proxy
	# @end
	# @if steps
	Get-Step before $BEFORE $BEFORE_SHA256
	Get-Step after $AFTER $AFTER_SHA256
	Get-Step drain $DRAIN_STEP $DRAIN_STEP_SHA256
	# @end
	# @if ca
	Trust
	# @end
	# An answer of any kind will do, but for the proxy's own words.
	$code = Fetch "$GITLAB_URL/api/v4/version" @Ca -m 60 -o answer -w '%{http_code}'
	if ($HTTP_PROXY -and $code -in 407, 502, 503, 504) { throw "proxy answers $code for $GITLAB_URL" }
	Fetch "$Release/release.sha256" -fo release.sha256
}
