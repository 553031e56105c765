# TLS 1.2 (2019 does not offer it by itself), proxy; nothing is used without checksum or signature.
function Initialize-Web {
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072
  $script:Direct = @('169.254.169.254') + @(Split-List $V.NO_PROXY)
  if (-not $V.HTTP_PROXY) { return }
  $env:HTTP_PROXY = $env:HTTPS_PROXY = $V.HTTP_PROXY
  $env:NO_PROXY = $Direct -join ','
  [Net.WebRequest]::DefaultWebProxy = [Net.WebProxy]::new($V.HTTP_PROXY, $true, @($Direct | ForEach-Object { [regex]::Escape($_.TrimStart('*.')) + '(:\d+)?$' }))
}
function Set-ServiceProxy([string]$Name) {
  if ($V.HTTP_PROXY) { Run reg.exe add "HKLM\SYSTEM\CurrentControlSet\Services\$Name" /v Environment /t REG_MULTI_SZ /d "HTTP_PROXY=$env:HTTP_PROXY\0HTTPS_PROXY=$env:HTTP_PROXY\0NO_PROXY=$env:NO_PROXY" /f | Out-Null }
}
function Save([string]$Url, [string]$Path) {
  for ($try = 1; ; $try++) {
    try { return Invoke-WebRequest $Url -OutFile $Path -UseBasicParsing } catch { if ($try -eq 3) { throw "download of ${Url}: $($_.Exception.Message)" } }
    Start-Sleep (5 * $try)
  }
}
function Assert-Signer([string]$Path, [string]$Signer) {
  $signature = Get-AuthenticodeSignature $Path
  if ($signature.Status -ne 'Valid' -or $signature.SignerCertificate.Subject -notmatch "(CN|O)=`"?$Signer") { throw "${Path}: signature $($signature.Status), not valid by $Signer" }
}
function Install([string]$Found, [string]$Url, [string]$Signer, [string]$Switches) {
  if (Get-Command $Found -ErrorAction SilentlyContinue) { return }
  $file = Join-Path $Dir ([Uri]$Url).Segments[-1]
  Save $Url $file
  Assert-Signer $file $Signer
  if ($file -like '*.msi') { Run msiexec.exe /i $file (-split $Switches) | Out-Null } else { Run $file (-split $Switches) | Out-Null }
}
function Assert-Endpoint([uri]$Url) {
  $name = "$($Url.Host):$($Url.Port)"
  $code = 0
  if ($V.HTTP_PROXY -and -not ($Direct | Where-Object { ".$($Url.Host)".EndsWith('.' + $_.TrimStart('*.')) })) {
    try { $code = (Invoke-WebRequest "$($Url.Scheme)://$name/" -TimeoutSec 15 -UseBasicParsing).StatusCode } catch { $code = Get-Status $_ }
    if ($code -in 407, 502, 503, 504) { $code = 0 }  # the proxy's words, not the endpoint's
  } else {
    $client = [Net.Sockets.TcpClient]::new()
    try { if ($client.ConnectAsync($Url.Host, $Url.Port).Wait(10000)) { $code = 1 } } catch { $code = 0 } finally { $client.Dispose() }
  }
  if (-not $code) { throw "cannot reach $name" }
}
