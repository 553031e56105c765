# Docker as the image has it; else the feature Containers, whose reboot is the patch step's, and Docker's own engine.
function Test-Docker { [bool](Get-Service -Name docker -ErrorAction SilentlyContinue) }
function Enable-Feature {
  if ($Year -notlike '20??') { throw "no helper image for Windows build $Year" }
  if (Test-Docker) { return $false }
  "$((Install-WindowsFeature -Name Containers).RestartNeeded)" -ne 'No'
}
function Install-Executor {
  if (-not (Test-Docker)) {
    $zip = Join-Path $Dir 'docker.zip'
    Save https://download.docker.com/win/static/stable/x86_64/docker-29.4.3.zip $zip 993b582d09f511a5a260f69a97163472459ecf8ac11a209e87ef6ea0cdb4203b
    Expand-Archive -Path $zip -DestinationPath $env:ProgramFiles -Force
    Run dockerd.exe --register-service
  }
  if ($V.REGISTRY_MIRROR) {
    $file = [IO.Path]::Combine($env:ProgramData, 'docker', 'config', 'daemon.json')
    New-Item -ItemType Directory -Path (Split-Path $file) -Force
    [IO.File]::WriteAllText($file, "{`"registry-mirrors`":[$(ConvertTo-Json $V.REGISTRY_MIRROR)]}")
  }
  Set-ServiceProxy docker
  Restart-Service -Name docker -Force
}
# The runner finds its helper for this server by itself; job images have Windows PowerShell.
function Get-Options {
  $image = if ($V.DOCKER_IMAGE) { $V.DOCKER_IMAGE } else { "mcr.microsoft.com/windows/servercore:ltsc$Year" }
  '--shell', 'powershell', '--docker-image', $image, '--docker-pull-policy', $V.DOCKER_PULL_POLICY
  foreach ($volume in Split-List $V.DOCKER_VOLUMES) { '--docker-volumes', $volume }
}
function Test-Busy { [bool](Run docker.exe ps -q --filter label=com.gitlab.gitlab-runner.managed=true) }
function Clear-Executor { Run docker.exe system prune -f --filter until=24h @args }
