# A PEM may have come through a form's single line. The runner's service finds no file by its host's name: it is told.
function Trust {
	if (!$CA_CERTIFICATE) { return }
	$found = [regex]::Matches("$(Read gitlab-ca.crt)", '(?s)(-----BEGIN CERTIFICATE-----)(.+?)(-----END CERTIFICATE-----)')
	if (!$found.Count) { throw 'gitlab-ca.crt holds no certificate' }
	$null = New-Item certs -ItemType Directory -Force
	$file = "certs/$(([uri]$GITLAB_URL).Host).crt"
	Keep $file (($found | ForEach-Object { $_.Groups[1].Value, ($_.Groups[2].Value -replace '\\[rn]|\s' -replace '.{64}(?=.)', "`$0`n"), "$($_.Groups[3].Value)`n" -join "`n" }) -join '')
	$script:Ca = '--cacert', (Join-Path $Dir $file)
}
