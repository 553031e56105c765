# @features windows-features.ps1
# What only some settings need: cfn-init wrote it, or it lies where this script is from. What runs has the checksum.
function Read-Features {
	$text = "$(Read features.ps1)" -replace '\r'
	if ((Sum $text) -eq '@@FEATURES@@') { $text }
}
if ($Action -eq 'Boot' -and $PSCommandPath -ne $Self -and !(Read-Features)) {
	try {
		$from, $to = ($SCRIPT -replace '[^/\\]+$', 'windows-features.ps1'), "$Dir/features.ps1"
		if ($from -match '^https?:') { $null = Fetch $from -fo $to } elseif ($from -like 's3:*') { $null = Run aws.exe s3 cp $from $to --region $REGION } else {
			Copy-Item @("$PSScriptRoot/windows-features.ps1", $from | Where-Object { $_ -and (Test-Path $_) })[0] $to
		}
	} catch { Write-Host $_ }
}
if ($Features = Read-Features) { . ([scriptblock]::Create($Features)) } elseif (!(Kept signalled)) { throw "$Dir\features.ps1 is not the one of this script" }
# @end
