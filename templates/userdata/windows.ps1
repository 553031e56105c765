<powershell>
# vend: check, run the script
$ErrorActionPreference='Stop'
$i='169.254.169.254'
$d=Join-Path $env:ProgramData vend
$f="$d/custom_instance_configuration_script.ps1"
$m="$d/signalled"
if(Test-Path $m){exit}
$null=[IO.Directory]::CreateDirectory($d)
$t=@'
@@VALUES@@
'@
$v=@{}
foreach($l in -split $t){$k,$x=$l -split '[=:]',2;$v[$k]=if($l -match '^\w+:'){[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($x))}else{$x}}
function Ok{if($LASTEXITCODE){throw "$args ended with $LASTEXITCODE"}}
$g='--region',$v.REGION
$r=$g+'--stack',$v.STACK
try{
$null=icacls.exe $d /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
Ok icacls
$v|Export-Clixml "$d/values"
[Net.ServicePointManager]::SecurityProtocol=3072
$p=$v.HTTP_PROXY
if($p){$env:HTTP_PROXY=$env:HTTPS_PROXY=$p;$env:NO_PROXY="$i,$($v.NO_PROXY)";[Net.WebRequest]::DefaultWebProxy=[Net.WebProxy]::new($p,$true,$i)}
$s=$v.SCRIPT
if($s -match '^https?:'){Invoke-WebRequest $s -OutFile $f -UseBasicParsing}
elseif($s -match '^s3:'){aws.exe s3 cp $s $f $g;Ok s3}
elseif($s -match '[\\/]'){Copy-Item $s $f}
else{try{cfn-init.exe -v --resource $v.INIT_RESOURCE $r;Ok cfn-init}catch{
$j=aws.exe cloudformation describe-stack-resource --stack-name $v.STACK --logical-resource-id $v.INIT_RESOURCE --query StackResourceDetail.Metadata --output text $g
Ok api
$c=(ConvertFrom-Json "$j").'AWS::CloudFormation::Init'.config.files
[IO.File]::WriteAllText($f,@($c.psobject.Properties.Value)[0].content)}}
if($v.SCRIPT_SHA256 -notin '',$null,(Get-FileHash $f).Hash,(Get-FileHash -InputStream ([IO.MemoryStream][Text.Encoding]::UTF8.GetBytes(([IO.File]::ReadAllText($f) -replace '\r+\n',"`n")))).Hash){throw 'wrong script checksum'}
powershell.exe -ExecutionPolicy Bypass -File $f
Ok script
}catch{
$e="vend: $_" -replace '["\s\\]+$|"'
$e
if(Test-Path $m){exit 1}
[IO.File]::WriteAllText($m,$e)
try{cfn-signal.exe -e 1 -r $e --resource $v.RESOURCE $r}catch{}
$b="http://$i/latest/"
$h=@{'X-aws-ec2-metadata-token'=Invoke-RestMethod ($b+'api/token') -Method Put -Headers @{'X-aws-ec2-metadata-token-ttl-seconds'='60'}}
$n,$a='instance-id','tags/instance/aws:autoscaling:groupName'|ForEach-Object{Invoke-RestMethod ($b+"meta-data/$_") -Headers $h}
Complete-ASLifecycleAction -LifecycleHookName $v.LAUNCH_HOOK -AutoScalingGroupName $a -InstanceId $n -LifecycleActionResult ABANDON -Region $v.REGION
exit 1}
</powershell>
<persist>true</persist>
