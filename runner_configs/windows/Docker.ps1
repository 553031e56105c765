# Docker
function Enable-Feature {
	# Docker as the image has it; else the feature, whose reboot is the patch step's, and Docker's own engine.
	if ($Year -notlike '20??') { throw "no helper image for Windows build $Year" }
	if (Get-State docker) { return $false }
	"$((Install-WindowsFeature Containers).RestartNeeded)" -ne 'No'
}
function Tools {
	if (!(Get-State docker)) {
		$zip = Join-Path $Dir docker.zip
		Save https://download.docker.com/win/static/stable/x86_64/docker-29.4.3.zip $zip 993b582d09f511a5a260f69a97163472459ecf8ac11a209e87ef6ea0cdb4203b
		Expand-Archive $zip $env:ProgramFiles -Force
		Run dockerd.exe --register-service
	}
	if ($REGISTRY_MIRROR) {
		$folder = "$env:ProgramData/docker/config"
		New-Item $folder -ItemType Directory -Force
		Keep "$folder/daemon.json" (ConvertTo-Json @{ 'registry-mirrors' = @($REGISTRY_MIRROR) })
	}
	Set-Environment docker
	Restart-Service docker -Force
	Report
}
# The runner finds its helper for this server by itself; job images have Windows PowerShell.
function Get-Options {
	$image = if ($DOCKER_IMAGE) { $DOCKER_IMAGE } else { "mcr.microsoft.com/windows/servercore:ltsc$Year" }
	'--shell', 'powershell', '--docker-image', $image, '--docker-pull-policy', $DOCKER_PULL_POLICY
	foreach ($volume in Split-List $DOCKER_VOLUMES) { '--docker-volumes', $volume }
}
function Test-Busy { [bool](Run docker.exe ps -q --filter label=com.gitlab.gitlab-runner.managed=true) }
function Clear-Executor { Run docker.exe system prune -f --filter until=24h @args }
