# @features windows-features.ps1
# What only some settings need: cfn-init wrote it, or it lies where this script is from. What runs has the checksum.
function Read-Features {
	$text = "$(Read features.ps1)" -replace '\r'
	if ((Sum $text) -eq '@@FEATURES@@') { $text }
}
# Only a boot needs it, and brings it from beside its own file or address.
function Bring-Features {
	$from, $to = ($SCRIPT -replace '[^/\\]+$', 'windows-features.ps1'), "$Dir/features.ps1"
	$null = Try-To { if ($from -match '^https?:') { Fetch $from -fo $to } elseif ($from -like 's3:*') { Retry { Aws s3 cp $from $to } 20 15 } else { Copy-Item @("$PSScriptRoot/windows-features.ps1", $from | Where-Object { $_ -and (Test-Path $_) })[0] $to } }
	if ($text = Read-Features) { return $text }
	throw "no windows-features.ps1 of this script beside $SCRIPT"
}
if ($Features = Read-Features) { . ([scriptblock]::Create($Features)) }
# @end
