$Release = "$($RUNNER_DOWNLOAD.TrimEnd('/'))/$RUNNER_VERSION"
# Its configuration and builds are in the folder that it is called in.
$Runner = Join-Path $Dir gitlab-runner.exe
# Runners that are only this machine's: one with a prefix before glrt- would be deleted for all who share it.
# True when none is left.
function Unregister {
	$Limit = [Math]::Min(60, $Limit)
	$left = foreach ($name in List (Read runners)) { try { $null = Run $Runner unregister --name $name } catch { Say "$_" 104 WARNING; if ("$_" -notmatch 'could not find|forbidden|status=\S*40[14]') { $name } } }
	Keep runners ($left -join ',')
	!$left
}
# An image's own runner gives way. Here as well is waited for jobs.
function Remove-Runner { if (State) { Stop-Service gitlab-runner; Run sc.exe delete gitlab-runner } }
