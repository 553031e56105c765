function Store {
	# The instance's own disks as one volume: new ones striped, one that EC2Launch has formatted as it is. $Drive is '' where there is none.
	$mine = 'Amazon EC2 NVMe'
	if ($new = @(Get-PhysicalDisk -CanPool $true | Where-Object FriendlyName -match $mine)) {
		$null = New-StoragePool -FriendlyName vend -StorageSubSystemFriendlyName 'Windows Storage*' -PhysicalDisks $new
		$null = New-VirtualDisk -StoragePoolFriendlyName vend -FriendlyName vend -ResiliencySettingName Simple -ProvisioningType Fixed -NumberOfColumns $new.Count -UseMaximumSize | Get-Disk |
			Initialize-Disk -PartitionStyle GPT -PassThru | New-Partition -UseMaximumSize -AssignDriveLetter | Format-Volume -FileSystem NTFS
	}
	$Drive = "$(Get-Disk | Where-Object FriendlyName -match "^vend|$mine" | Get-Partition | ForEach-Object DriveLetter)" -replace '[^A-Z]' -replace '^(.).*', '$1:'
	if (!$Drive) { Say 'INSTANCE_STORE: no disk for it' 106 WARNING }
}
