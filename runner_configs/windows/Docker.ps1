# Docker as the image has it; else the feature Containers (its reboot is the patch step's) and Docker's signed engine.
$Servers = @{ '17763' = '1809', 'ltsc2019'; '20348' = '21H2', 'ltsc2022'; '26100' = '24H2', 'ltsc2025' }
function Enable-Feature {
  if (-not $Servers[$Build]) { throw "no helper image for Windows build $Build" }
  if (Get-Service docker -ErrorAction SilentlyContinue) { return $false }
  $result = Install-WindowsFeature Containers
  if (-not $result.Success) { throw 'feature Containers failed' }
  "$($result.RestartNeeded)" -ne 'No'
}
function Install-Executor {
  if (-not (Get-Service docker -ErrorAction SilentlyContinue)) {
    $zip, $folder = (Join-Path $Dir 'docker.zip'), (Join-Path $Dir 'docker')
    Save https://download.docker.com/win/static/stable/x86_64/docker-27.5.1.zip $zip
    Expand-Archive $zip $Dir -Force
    foreach ($name in 'docker.exe', 'dockerd.exe') { Assert-Signer (Join-Path $folder $name) Docker }
    Copy-Item $folder $env:ProgramFiles -Recurse -Force
    Run dockerd.exe --register-service | Out-Null
  }
  if ($V.REGISTRY_MIRROR) {
    $file = [IO.Path]::Combine($env:ProgramData, 'docker', 'config', 'daemon.json')
    New-Item -ItemType Directory (Split-Path $file) -Force | Out-Null
    $all = if (Test-Path $file) { ConvertFrom-Json ([IO.File]::ReadAllText($file)) } else { [pscustomobject]@{} }
    $all.PSObject.Properties.Remove('registry-mirrors')
    $all.PSObject.Properties.Add([psnoteproperty]::new('registry-mirrors', @($V.REGISTRY_MIRROR)))
    [IO.File]::WriteAllText($file, (ConvertTo-Json $all -Depth 9))
  }
  Set-ServiceProxy docker
  if ("$($V.REGISTRY_MIRROR)$($V.HTTP_PROXY)") { Stop-Service docker -Force }
  Start-Service docker
}
# The runner picks the helper for this server itself; c:\cache comes by itself; job images have Windows PowerShell.
function Get-Options {
  $helper, $tag = $Servers[$Build]
  Say "helper servercore$helper; privileged ($($V.DOCKER_PRIVILEGED)) means nothing on Windows"
  $image = if ($V.DOCKER_IMAGE) { $V.DOCKER_IMAGE } else { "mcr.microsoft.com/windows/servercore:$tag" }
  '--shell', 'powershell', '--docker-image', $image, '--docker-pull-policy', $V.DOCKER_PULL_POLICY
  foreach ($volume in Split-List $V.DOCKER_VOLUMES) { '--docker-volumes', $volume }
}
function Test-Busy { (Run docker.exe ps -q --filter label=com.gitlab.gitlab-runner.managed=true) -ne '' }
function Clear-Executor { Run docker.exe system prune -f --filter until=24h @args | Out-Null }
