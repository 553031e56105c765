function Set-Extras {
	if ($LONG_PATHS -eq 'true') {
		Set-ItemProperty HKLM:\SYSTEM\CurrentControlSet\Control\FileSystem LongPathsEnabled 1
		if ($Executor -eq 'shell') { Run git.exe config --system core.longpaths true }
	}
	if ($DEFENDER_EXCLUSIONS -eq 'true') {
		Try-To { Add-MpPreference -ExclusionPath (Folder builds), (Folder cache), "$env:ProgramData/docker" -ExclusionProcess $Runner, dockerd.exe }
	}
}
