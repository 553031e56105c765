foreach ($part in 'Amazon\AWSCLIV2', 'Amazon\cfn-bootstrap', 'Git\cmd', 'docker') { $env:PATH += [IO.Path]::PathSeparator + (Join-Path $env:ProgramFiles $part) }
if ($HTTP_PROXY) { $env:HTTP_PROXY = $env:HTTPS_PROXY = $HTTP_PROXY; $env:NO_PROXY = "169.254.169.254,localhost,127.0.0.1,$NO_PROXY" }
# Typed: the registry's kind of value is made from it. What else stands there stays, a name alone goes; $true where it changed.
function Environ($Service, [string[]]$List) {
	if ($HTTP_PROXY) { $List += "HTTP_PROXY=$HTTP_PROXY", "HTTPS_PROXY=$HTTP_PROXY", "NO_PROXY=$env:NO_PROXY" }
	if (!$List) { return }
	$key, $names = "HKLM:\SYSTEM\CurrentControlSet\Services\$Service", ($List -replace '(?s)=.*')
	$old = @((Get-ItemProperty $key).psobject.Properties | Where-Object Name -eq Environment | ForEach-Object Value)
	[string[]]$new = @($old | Where-Object { ($_ -replace '(?s)=.*') -notin $names }) + ($List -match '=')
	if ("$new" -cne "$old") { Set-ItemProperty $key Environment $new; $true }
}
# Behind a proxy Windows could not look whether certificates were revoked. What is down for a moment (connections that are refused,
# names without an address: curl does not repeat those) may come back within five minutes.
function Fetch { $words = $args; Retry { $Limit = 900; Run curl.exe $words -sSL --connect-timeout 20 -Y 1000 -y 60 --ssl-no-revoke } 24 15 }
# $Proof: SHA-256, or who may have signed it, by whole names ("..." where one has a comma). Only SYSTEM and administrators write here.
function Save($Url, $File, $Proof) {
	$null = Fetch $Url -fo $File
	if ((Get-FileHash $File).Hash -in $Proof) { return }
	$by = Get-AuthenticodeSignature $File
	if ($by.Status -eq 'Valid') {
		foreach ($part in [regex]::Matches($by.SignerCertificate.Subject, '\G(\w[\w.]*)=("([^"]|"")*"|[^",+]*?)( \+ |, |\z)')) {
			if ($part.Groups[1].Value -in 'CN', 'O' -and ($part.Groups[2].Value -replace '^"|"\z' -replace '""', '"') -cin $Proof) { return }
		}
	}
	Try-To { Remove-Item $File }
	throw "wrong checksum or signer: $Url"
}
# Ten minutes for another installation (1618) to end, or for what else it may have been. Patch reboots where one wants it.
function Install($Command, $Url, $Switches, $Proof = ('Amazon Web Services, Inc.', 'Amazon.com Services LLC', 'Amazon.com, Inc.')) {
	if (Get-Command $Command -ea Ignore) { return }
	$file, $Limit = (Join-Path $Dir (Split-Path $Url -Leaf)), 1800
	Save $Url $file $Proof
	$call = if ($file -like '*.msi') { 'msiexec.exe', '/i', $file, '/qn', '/norestart' } else { @($file) + -split $Switches }
	for ($try = 1; ; $try++) {
		try { $null = Run $call; break } catch { if ("$_" -match 'took more' -or $try -eq 40) { throw }; Start-Sleep 15 }
	}
	if ($Ended -eq 3010) { Keep restart; Say "$Command wants a reboot" 105 WARNING } else { $null = Retry { Get-Command $Command } 9 20 }
}
