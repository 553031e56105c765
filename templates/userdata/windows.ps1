<powershell>
# vend
$ErrorActionPreference='Stop'
$i='169.254.169.254'
$k='X-aws-ec2-metadata-token'
$d=Join-Path $env:ProgramData vend
$f="$d/custom_instance_configuration_script.ps1"
$t=@'
@@VALUES@@
'@
$v=@{}
foreach($l in -split $t){$n,$x=$l -split '[=:]',2;$v[$n]=if($l -match '^\w+:'){[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($x))}else{$x}}
function Ok{if($LASTEXITCODE){throw "$args ended with $LASTEXITCODE"}}
function Meta($p,$m='Get',$h=@{$k=Meta api/token Put @{"$k-ttl-seconds"='60'}}){Invoke-RestMethod "http://$i/latest/$p" -Method $m -Headers $h}
function Told{(Test-Path $d/signalled) -and (Get-Content $d/instance -Raw) -eq (Meta meta-data/instance-id)}
try{if(Told){exit}}catch{}
$g='--region',$v.REGION
$r=$g+'--stack',$v.STACK
try{
$null=[IO.Directory]::CreateDirectory($d)
$null=icacls.exe $d /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
Ok icacls
$v|Export-Clixml $d/values
$p=$v.HTTP_PROXY
if($p){$env:HTTP_PROXY=$env:HTTPS_PROXY=$p;$env:NO_PROXY="$i,$($v.NO_PROXY)"}
$s=$v.SCRIPT
try{if($s -match '^https?:'){curl.exe -sSfL --ssl-no-revoke -o $f $s;Ok curl}
elseif($s -match '^s3:'){aws.exe s3 cp $s $f $g;Ok s3}
elseif($s -match '[\\/]'){Copy-Item $s $f}
else{try{cfn-init.exe -v --resource $v.INIT_RESOURCE $r;Ok cfn-init}catch{
$j=aws.exe cloudformation describe-stack-resource --stack-name $v.STACK --logical-resource-id $v.INIT_RESOURCE --query StackResourceDetail.Metadata --output text $g
Ok cfn-init
foreach($c in (ConvertFrom-Json "$j").'AWS::CloudFormation::Init'.config.files.psobject.Properties){$null=New-Item ($c.Name -replace '^C:\\ProgramData\\vend',$d) -Force -Value $c.Value.content}}}
}catch{if(!(Test-Path $f)){throw}}
if($v.SCRIPT_SHA256 -notin '',$null,(Get-FileHash $f).Hash,(Get-FileHash -InputStream ([IO.MemoryStream][Text.Encoding]::UTF8.GetBytes(([IO.File]::ReadAllText($f) -replace '\r+\n',"`n")))).Hash){throw 'wrong script checksum'}
powershell.exe -ExecutionPolicy Bypass -File $f
Ok script
}catch{
$e="vend: $_" -replace '["\s\\]+$|"'
$e
while($y++ -lt 60){try{if(Told){break}
try{cfn-signal.exe -e 1 -r $e --resource $v.RESOURCE $r}catch{}
$n=Meta meta-data/instance-id
Complete-ASLifecycleAction -LifecycleHookName $v.LAUNCH_HOOK -AutoScalingGroupName (Meta meta-data/tags/instance/aws:autoscaling:groupName) -InstanceId $n -LifecycleActionResult ABANDON -Region $v.REGION
[IO.File]::WriteAllText("$d/instance",$n)
[IO.File]::WriteAllText("$d/signalled",$e)
break}catch{Start-Sleep 9}}
exit 1}
</powershell>
<persist>true</persist>
