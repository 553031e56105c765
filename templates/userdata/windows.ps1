<powershell>
$ErrorActionPreference='Stop'
$i='169.254.169.254'
$k='X-aws-ec2-metadata-token'
$d=Join-Path $env:ProgramData vend
$f="$d/custom_instance_configuration_script.ps1"
$v=@{}
$u=[Text.Encoding]::UTF8
foreach($l in -split @'
@@VALUES@@
'@){$n,$t,$x=$l -split '([=:])',2;$v[$n]=if($t-eq':'){$u.GetString([Convert]::FromBase64String($x))}else{$x}}
function Ok{if($LASTEXITCODE){throw "$args failed"}}
function M($p='instance-id',$m='Get',$h=@{$k=M ../api/token Put @{"$k-ttl-seconds"='60'}}){Invoke-RestMethod "http://$i/latest/meta-data/$p" -Me $m -He $h}
function T{(Test-Path $d/signalled)-and(Get-Content $d/instance*) -eq (M)}
try{if(T){exit}}catch{}
$g='--region',$v.REGION
$r=$g+'--stack',$v.STACK
try{
New-Item $d -It d -F
1..2|%{icacls.exe $d /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'}
Ok acl
$v|Export-Clixml $d/values
if($p=$v.HTTP_PROXY){$env:HTTP_PROXY=$env:HTTPS_PROXY=$p;$env:NO_PROXY="$i,$($v.NO_PROXY)"}
$s=$v.SCRIPT
$x=$v.INIT_RESOURCE
for($w=8;;Start-Sleep 45){try{switch -regex($s){'^https?:'{curl.exe -sSfLm 40 --ssl-no-revoke -o $f $s;Ok curl;break}
'^s3:'{aws.exe s3 cp $s $f $g;Ok s3;break}
'\\|/'{Copy-Item $s $f}
default{try{cfn-init.exe -v --resource $x $r;Ok cfn}catch{
$j=aws.exe cloudformation describe-stack-resource --stack-name $v.STACK --logical-resource-id $x --query StackResourceDetail.Metadata --output text $g
Ok aws
foreach($o in (ConvertFrom-Json "$j").'AWS::CloudFormation::Init'.config.files.psobject.Properties){New-Item ($o.Name -replace '.+vend',$d) -F -Va $o.Value.content}}}}
break}catch{if(Test-Path $f){break};if(!--$w){throw}}}
if($v.SCRIPT_SHA256 -notin '',$null+((Get-FileHash $f),(Get-FileHash -Inp ([IO.MemoryStream]$u.GetBytes(([IO.File]::ReadAllText($f)-replace'\r+\n',"`n"))))).Hash){throw 'wrong checksum'}
powershell.exe -Ex Bypass -File $f
Ok script
}catch{
($e="vend: $_" -replace '["\s\\]+$|"')
for(;$y++ -lt 60 -and !($b*$q);Start-Sleep 9){try{if(T){break}
try{if(!$b){Complete-ASLifecycleAction -LifecycleH $v.LAUNCH_HOOK -Au (Get-ASAutoScalingInstance ($n=M) -Re $g[1]|% A*pName) -Ins $n -LifecycleActionR ABANDON -Re $g[1]}
$b=1}catch{}
if(!$q){$c=[Diagnostics.Process]::Start('cfn-signal.exe',"-e 1 -r `"$e`" --resource $($v.RESOURCE) $r");$q=$c.WaitForExit(6e4)-and!$c.ExitCode;$c.Kill()}}catch{}}
if($b){New-Item $d/instance -F -Va $n
New-Item $d/signalled -F -Va $e}
exit 1}
</powershell>
<persist>true</persist>
