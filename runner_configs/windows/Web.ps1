foreach ($part in 'Amazon\AWSCLIV2', 'Amazon\cfn-bootstrap', 'Git\cmd', 'docker') { $env:PATH += [IO.Path]::PathSeparator + (Join-Path $env:ProgramFiles $part) }
if ($HTTP_PROXY) { $env:HTTP_PROXY = $env:HTTPS_PROXY = $HTTP_PROXY; $env:NO_PROXY = "169.254.169.254,$NO_PROXY" }
# Typed: the registry's kind of value is made from it.
function Environ($Service, [string[]]$List) {
	if ($HTTP_PROXY) { $List += "HTTP_PROXY=$HTTP_PROXY", "HTTPS_PROXY=$HTTP_PROXY", "NO_PROXY=$env:NO_PROXY" }
	if ($List) { Set-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$Service" Environment $List }
}
# Behind a proxy Windows could not look whether certificates were revoked.
function Fetch { $words = $args; Retry { Run curl.exe $words -sSL --retry 2 --ssl-no-revoke } }
# $Proof: SHA-256, or who signed it
function Save($Url, $File, $Proof) {
	Fetch $Url -fo $File
	if ((Get-FileHash $File).Hash -eq $Proof) { return }
	$by = Get-AuthenticodeSignature $File
	if ($by.Status -ne 'Valid' -or $by.SignerCertificate.Subject -notmatch "(CN|O)=`"?$Proof") { throw "wrong checksum or signer: $Url" }
}
function Install($Command, $Url, $Switches, $Proof = 'Amazon') {
	if (Get-Command $Command -ErrorAction Ignore) { return }
	$file = Split-Path $Url -Leaf
	Save $Url $file $Proof
	if ($file -like '*.msi') { Run msiexec.exe /i $file /qn } else { Run "$Dir/$file" (-split $Switches) }
}
