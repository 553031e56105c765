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
	if ($INSTANCE_STORE -eq 'docker') { . Store; if ($Drive) { Keep store $Drive; $daemon['data-root'] = "$Drive\docker" } }
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
	$changed = @(Environ docker; Merge-File "$env:ProgramData/docker/config/daemon.json" $daemon)
	if ($changed -or (State docker) -ne 'Running') { Restart-Service docker -Force }
	# @if registry
	Preload
	# @end
	Report
}
# What an image has set stays.
function Merge($All, $New) {
	foreach ($key in $New.Keys) {
		if (!$All.psobject.Properties[$key]) { Add-Member -InputObject $All $key $New[$key] }
		elseif ($New[$key] -is [hashtable] -and $All.$key) { Merge $All.$key $New[$key] }
		else { $All.$key = $New[$key] }
	}
}
function Merge-File($File, $New) {
	if (!$New.Count) { return }
	$all = ConvertFrom-Json $(if (Test-Path $File) { [IO.File]::ReadAllText($File) } else { '{}' })
	$old = ConvertTo-Json $all -Depth 32
	Merge $all $New
	$text = ConvertTo-Json $all -Depth 32
	if ($old -ceq $text) { return }
	$null = New-Item (Split-Path $File) -ItemType Directory -Force
	[IO.File]::WriteAllText($File, $text)
	$true
}
# The runner finds its helper for this server by itself; job images have Windows PowerShell.
function Options {
	if (!$DOCKER_IMAGE) { $DOCKER_IMAGE = "mcr.microsoft.com/windows/servercore:ltsc$Year" }
	'--shell', 'powershell'
	$lists = @{ image = $DOCKER_IMAGE; 'pull-policy' = $DOCKER_PULL_POLICY; volumes = $DOCKER_VOLUMES; 'allowed-images' = $ALLOWED_IMAGES; memory = $DOCKER_MEMORY; cpus = $DOCKER_CPUS }
	foreach ($name in $lists.Keys) { foreach ($one in List $lists[$name]) { "--docker-$name", $one } }
	# @if windows_options
	if ($JOB_USER -eq 'true') { Say 'JOB_USER: jobs run in containers' 106 WARNING }
	# @end
	if ($DOCKER_SHM_SIZE) { Say 'DOCKER_SHM_SIZE: not on Windows' 106 WARNING }
}
function Folder($Name) { Join-Path $Dir $Name }
function Containers { $Limit = [Math]::Min(30, $Limit); Run docker.exe ps @args --filter label=com.gitlab.gitlab-runner.managed }
function Busy { Containers -q }
# A job of several containers is one.
function Jobs { @([regex]::Matches((Containers --format '{{.Labels}}'), 'runner\.job\.id=\d+') | ForEach-Object Value | Sort-Object -Unique).Count }
function Abort { if ($all = -split (Busy)) { Run docker.exe kill $all } }
function Prune($Free) { Run docker.exe system prune -f --filter until=24h $(if ($Free -lt 20) { '--all' }) }
# Without the runner: volumes are no one's between two steps of a job.
# @if windows_options
function End-Leftovers { }
# @end
function Make-Room { 'system', 'volume' | ForEach-Object { Run docker.exe $_ prune -f --all } }
function Mend { try { Retry { Busy } 3 20 } catch { Say "$_" 104 WARNING; Restart-Service docker -Force; Busy } }
