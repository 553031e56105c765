function Feature {
	# Docker as the image has it; else the feature, whose reboot is the patch step's, and Docker's own engine.
	if ($Year -notin 2019, 2022, 2025) { throw "no helper image for Windows $Year" }
	if (!(State docker)) { (Install-WindowsFeature Containers).RestartNeeded -ne 'No' }
}
function Tools {
	if (!(State docker)) {
		Save https://download.docker.com/win/static/stable/x86_64/docker-29.4.3.zip docker.zip 993b582d09f511a5a260f69a97163472459ecf8ac11a209e87ef6ea0cdb4203b
		Expand-Archive docker.zip $env:ProgramFiles -Force
		Run dockerd.exe --register-service
	}
	$daemon, $client = @{}, @{}
	if ($REGISTRY_MIRROR) { $daemon['registry-mirrors'] = @($REGISTRY_MIRROR) }
	# @if instance_store
	if ($INSTANCE_STORE -eq 'docker') { . Store; if ($Drive) { $daemon['data-root'] = "$Drive\docker" } }
	# @end
	# @if proxy
	if ($HTTP_PROXY -and $PROXY_JOBS -eq 'true') { $client.proxies = @{ default = @{ httpProxy = $HTTP_PROXY; httpsProxy = $HTTP_PROXY; noProxy = $env:NO_PROXY } } }
	# @end
	# @if registry
	Login
	# @end
	# The service's own: SYSTEM's.
	$env:DOCKER_CONFIG = "$env:SystemRoot/System32/config/systemprofile/.docker"
	$null = Merge-File "$env:DOCKER_CONFIG/config.json" $client
	$changed = @(Environ docker; Merge-File "$env:ProgramData/docker/config/daemon.json" $daemon) -contains $true
	if ((State docker) -ne 'Running') { Start-Service docker } elseif ($changed) { Restart-Service docker -Force }
	# @if registry
	Preload
	# @end
	Report
}
# What an image has set stays.
function Merge($Old, $New) {
	$all = @{}
	if ($Old) { $Old.psobject.Properties | ForEach-Object { $all[$_.Name] = $_.Value } }
	foreach ($key in $New.Keys) { if ($New[$key] -is [hashtable]) { $all[$key] = Merge $all[$key] $New[$key] } else { $all[$key] = $New[$key] } }
	$all
}
function Merge-File($File, $New) {
	if (!$New.Count) { return }
	$old = if (Test-Path $File) { ConvertFrom-Json ([IO.File]::ReadAllText($File)) }
	$text = ConvertTo-Json (Merge $old $New) -Depth 32
	if ($old -and (ConvertTo-Json (Merge $old @{}) -Depth 32) -ceq $text) { return }
	$null = New-Item (Split-Path $File) -ItemType Directory -Force
	[IO.File]::WriteAllText($File, $text)
	$true
}
# The runner finds its helper for this server by itself; job images have Windows PowerShell.
function Options {
	if (!$DOCKER_IMAGE) { $DOCKER_IMAGE = "mcr.microsoft.com/windows/servercore:ltsc$Year" }
	'--shell', 'powershell', '--docker-image', $DOCKER_IMAGE, '--docker-pull-policy', $DOCKER_PULL_POLICY
	List $DOCKER_VOLUMES | ForEach-Object { '--docker-volumes', $_ }
	List $ALLOWED_IMAGES | ForEach-Object { '--docker-allowed-images', $_ }
	if ($DOCKER_MEMORY) { '--docker-memory', $DOCKER_MEMORY }
	if ($DOCKER_CPUS) { '--docker-cpus', $DOCKER_CPUS }
	if ($JOB_USER -eq 'true') { Say 'JOB_USER: jobs run in containers, not as SYSTEM' 106 WARNING }
	if ($DOCKER_SHM_SIZE) { Say 'DOCKER_SHM_SIZE: containers of Windows have no /dev/shm' 106 WARNING }
}
function Folder($Name) { Join-Path $Dir $Name }
# A job of several containers is one.
function Jobs { @((Run docker.exe ps --filter label=com.gitlab.gitlab-runner.managed --format '{{.Labels}}') -split "`n" | ForEach-Object { if ($_ -match 'runner\.job\.id=(\d+)') { $Matches[1] } } | Sort-Object -Unique).Count }
function Busy { $Limit = 30; Run docker.exe ps -q --filter label=com.gitlab.gitlab-runner.managed }
function Abort { if ($all = -split (Busy)) { Run docker.exe kill $all } }
function Prune($Free) { Run docker.exe system prune -f --filter until=24h $(if ($Free -lt 20) { '--all' }) }
# Without the runner: volumes are no one's between two steps of a job.
function Make-Room { Run docker.exe system prune -f --all; Run docker.exe volume prune -f --all }
function Mend { try { $null = Retry { Busy } 3 20 } catch { Say "$_" 104 WARNING; Restart-Service docker -Force; $null = Busy } }
