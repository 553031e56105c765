function Login {
	# Without a secret in the spec. The helper asks ECR with the instance's role, when an image is pulled. Where it fails for one
	# registry, the runner drops all logins: public.ecr.aws, which needs none, is named only if the role may.
	if ($ECR_LOGIN -eq 'true') {
		$helper = "$env:ProgramFiles/docker/docker-credential-ecr-login.exe"
		if (!(Test-Path $helper)) {
			$null = New-Item (Split-Path $helper) -ItemType Directory -Force
			Save https://amazon-ecr-credential-helper-releases.s3.us-east-2.amazonaws.com/0.8.0/windows-amd64/docker-credential-ecr-login.exe $helper eb385f5c69dd62087a9c59cbade8feeb47bd9c8ec2addb84b4427dda8d704201
		}
		$client.credHelpers = @{}
		& {
			$Limit = 60
			foreach ($Feed in "$(($RunnerName -split '-')[-1]).dkr.ecr.$REGION.$(Meta services/domain)", 'public.ecr.aws') {
				try { $null = Retry { Run $helper get } 2 20; $client.credHelpers[$Feed] = 'ecr-login' } catch { if ($Feed -notlike 'public*') { throw "no login to $Feed, may the role? $_" } }
			}
		}
	}
	if ($HUB_SECRET) {
		$hub = Fields (Secret $HUB_SECRET)
		$pair = foreach ($key in 'username', 'password') { $hub.psobject.Properties | Where-Object Name -eq $key | ForEach-Object Value }
		if (@($pair).Count -ne 2) { throw 'HUB_SECRET is not {"username": ..., "password": ...}' }
		$client.auths = @{ 'https://index.docker.io/v1/' = @{ auth = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($pair -join ':')) } }
	}
}
# For half of the time that a stack waits: jobs pull the rest.
function Preload {
	$until = Now ([Math]::Max(1200, 1.5 * $LAUNCH_HEARTBEAT))
	foreach ($image in List $DOCKER_PRELOAD) { Try-To { $Limit = [Math]::Max(1, ($until - (Now)).TotalSeconds); Run docker.exe pull -q $image } }
}
