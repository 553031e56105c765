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
	if ($REGISTRY_MIRROR) { New-Item "$env:ProgramData/docker/config/daemon.json" -ItemType File -Value (ConvertTo-Json @{ 'registry-mirrors' = @($REGISTRY_MIRROR) }) -Force }
	Environ docker
	Restart-Service docker -Force
	Report
}
# The runner finds its helper for this server by itself; job images have Windows PowerShell.
function Options {
	if (!$DOCKER_IMAGE) { $DOCKER_IMAGE = "mcr.microsoft.com/windows/servercore:ltsc$Year" }
	'--shell', 'powershell', '--docker-image', $DOCKER_IMAGE, '--docker-pull-policy', $DOCKER_PULL_POLICY
	List $DOCKER_VOLUMES | ForEach-Object { '--docker-volumes', $_ }
}
function Busy { Run docker.exe ps -q --filter label=com.gitlab.gitlab-runner.managed }
function Prune { Run docker.exe system prune -f --filter until=24h @args }
