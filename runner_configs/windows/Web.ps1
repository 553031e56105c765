# Proxy, downloads
$env:AWS_CLI_FILE_ENCODING = 'UTF-8'
foreach ($part in 'Amazon\AWSCLIV2', 'Amazon\cfn-bootstrap', 'Git\cmd', 'docker') { $env:PATH += [IO.Path]::PathSeparator + (Join-Path $env:ProgramFiles $part) }
# Windows PowerShell reads the session's TLS version and proxy, the others their variables.
[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
if ($HTTP_PROXY) {
	$direct = @('169.254.169.254') + @(Split-List $NO_PROXY)
	$env:HTTP_PROXY = $env:HTTPS_PROXY = $HTTP_PROXY
	$env:NO_PROXY = $direct -join ','
	$proxy = [Net.WebProxy]::new($HTTP_PROXY, $true, @($direct | ForEach-Object { [regex]::Escape($_.TrimStart('*.')) + '(:\d+)?$' }))
	$user, $password = $proxy.Address.UserInfo -split ':', 2 | ForEach-Object { [uri]::UnescapeDataString($_) }
	if ($user) { $proxy.Credentials = [Net.NetworkCredential]::new($user, $password) }
	[Net.WebRequest]::DefaultWebProxy = $proxy
}
function Set-Environment($Service, $List) {
	if ($HTTP_PROXY) { $List += "HTTP_PROXY=$env:HTTP_PROXY", "HTTPS_PROXY=$env:HTTP_PROXY", "NO_PROXY=$env:NO_PROXY" }
	if ($List) { New-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$Service" -Name Environment -PropertyType MultiString -Value $List -Force }
}
# An answer of any kind will do, but for the proxy's own words.
function Assert-Endpoint($Url) {
	Retry {
		try { Invoke-WebRequest $Url -TimeoutSec 15 -UseBasicParsing } catch {
			if ((Get-Status $_) -in $(0; if ($HTTP_PROXY) { 407, 502, 503, 504 })) { throw "cannot reach ${Url}: $_" }
		}
	}
}
## $Proof: SHA-256, or who signed it
function Save($Url, $Path, $Proof) {
	Retry { try { Invoke-WebRequest $Url -OutFile $Path -UseBasicParsing } catch { throw "cannot download ${Url}: $($_.Exception.Message)" } }
	if ($Proof -match '^\w{64}$') {
		if ((Get-FileHash $Path).Hash -ne $Proof) { throw "wrong checksum: $Url" }
	} elseif ($Proof) {
		$signature = Get-AuthenticodeSignature $Path
		if ($signature.Status -ne 'Valid' -or $signature.SignerCertificate.Subject -notmatch "(CN|O)=`"?$Proof") { throw "not signed by ${Proof}: $Url" }
	}
}
function Install($Command, $Url, $Proof, $Switches) {
	if (Get-Command $Command -ErrorAction Ignore) { return }
	$file = Join-Path $Dir ($Url -split '/')[-1]
	Save $Url $file $Proof
	if ($file -like '*.msi') { Run msiexec.exe /i $file /qn } else { Run $file (-split $Switches) }
}
