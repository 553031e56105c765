function Preflight {
	Task Watch 1
	# At once, because without them a failure could not be told.
	Install aws.exe https://awscli.amazonaws.com/AWSCLIV2.msi
	if ($STACK) { Install cfn-signal.exe https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-win64-latest.exe '/quiet /norestart' }
	. Identify
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
	$code = Fetch "$GITLAB_URL/api/v4/version" @Ca -m 15 -o answer -w '%{http_code}'
	if ($HTTP_PROXY -and $code -in 407, 502, 503, 504) { throw "proxy answers $code for $GITLAB_URL" }
	Fetch "$Release/release.sha256" -fo release.sha256
}
function Boot {
	if (Kept signalled) { return }
	if ($PSCommandPath -ne $Self) { Copy-Item $PSCommandPath $Self }
	try {
		foreach ($phase in -split 'preflight patch tools download register service') {
			$begin = Now
			. $phase
			Took $phase $begin
		}
	} catch {
		$reason = Hide "${phase}: $_"
		Say "FAILED in phase $reason" 102 ERROR
		Try-To { Remove-Runner }
		Unregister
		Signal 1 $reason ABANDON
		Keep completed
		exit 1
	}
	Took total (Get-ChildItem Boot.lock).CreationTimeUtc
	Say 'boot succeeded' 101
	Signal 0 ready CONTINUE
	if ($METRICS -eq 'true') { Try-To { Aws cloudwatch put-metric-data --namespace vend --metric-data $Seconds } }
	if (+$LOAD_TEST) { Try-To { Start-Load } }
}
$null = if ($Action -eq 'Boot') { [IO.Directory]::CreateDirectory($Dir); Run icacls.exe $Dir /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' }
Set-Location $Dir
# Each action once at a time; a lock ends with its process.
try { $lock = [IO.File]::Open("$Dir/$Action.lock", 'OpenOrCreate') } catch { exit }
try { $null = . $Action } catch { Say "${Action}: $_" 104 ERROR; exit 1 } finally { $lock.Dispose() }
