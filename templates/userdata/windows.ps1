<powershell>
# vend: gets the runner configuration script, checks it, runs it. At every boot until it has signalled (docs/instances.md).
$ErrorActionPreference='Stop'
$d=Join-Path $env:ProgramData vend
$f=Join-Path $d custom_instance_configuration_script.ps1
if(Test-Path (Join-Path $d signalled.mark)){exit}
[void](New-Item -ItemType Directory $d -Force)
icacls.exe $d /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' /Q >$null
$t=@'
@@VALUES@@
'@
[IO.File]::WriteAllText((Join-Path $d values),$t)
$v=@{}
foreach($l in $t -split "`r?`n"){$k,$x=$l -split '=',2;if($k){$v[$k]=$x}}
function Dec($k){if($v[$k]){[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($v[$k]))}}
function Ok($what){if($LASTEXITCODE){throw "$what ended with $LASTEXITCODE"}}
try{
[Net.ServicePointManager]::SecurityProtocol=[Net.ServicePointManager]::SecurityProtocol -bor 'Tls12'
$p=Dec HTTP_PROXY
if($p){$env:HTTP_PROXY=$env:HTTPS_PROXY=$p;$env:NO_PROXY="169.254.169.254,$(Dec NO_PROXY)";[Net.WebRequest]::DefaultWebProxy=[Net.WebProxy]$p}
$s=Dec SCRIPT
$r='--region',$v.REGION
if($s -match '^https?://'){Invoke-WebRequest $s -OutFile $f -UseBasicParsing}
elseif($s -match '^s3://'){aws.exe s3 cp $s $f $r;Ok 'aws s3 cp'}
elseif($s -match '[\\/]'){Copy-Item -LiteralPath $s $f -Force}
else{
try{cfn-init.exe -v --stack $v.STACK --resource $v.INIT_RESOURCE $r;Ok cfn-init}
catch{
$m=aws.exe cloudformation describe-stack-resource --stack-name $v.STACK --logical-resource-id $v.INIT_RESOURCE --query StackResourceDetail.Metadata --output text $r
Ok 'aws cloudformation'
$i=(ConvertFrom-Json "$m").'AWS::CloudFormation::Init'.config.files
[IO.File]::WriteAllText($f,@($i.PSObject.Properties)[0].Value.content)}}
$h=$v.SCRIPT_SHA256
if($h -and (Get-FileHash $f).Hash -ne $h){throw 'the checksum of the script is wrong'}
powershell.exe -NoProfile -ExecutionPolicy Bypass -File $f
Ok 'the script'
}catch{
"vend: $_"
if(Test-Path (Join-Path $d signalled.mark)){exit 1}
[IO.File]::WriteAllText((Join-Path $d signalled.mark),'failure')
cfn-signal.exe -e 1 -r "$_" --stack $v.STACK --resource $v.RESOURCE $r
$b=@{}
$u='http://169.254.169.254/latest'
$b.Headers=@{'X-aws-ec2-metadata-token'=Invoke-RestMethod "$u/api/token" -Method Put -Headers @{'X-aws-ec2-metadata-token-ttl-seconds'='60'} -UseBasicParsing}
$n=Invoke-RestMethod "$u/meta-data/instance-id" @b -UseBasicParsing
$g=Invoke-RestMethod "$u/meta-data/tags/instance/aws:autoscaling:groupName" @b -UseBasicParsing
$c=@{LifecycleHookName=$v.LAUNCH_HOOK;AutoScalingGroupName=$g;InstanceId=$n;LifecycleActionResult='ABANDON';Region=$v.REGION}
Complete-ASLifecycleAction @c
exit 1}
</powershell>
<persist>true</persist>
