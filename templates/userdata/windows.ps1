<powershell>
# vend
$ErrorActionPreference='Stop'
$i='169.254.169.254'
$k='X-aws-ec2-metadata-token'
$d=Join-Path $env:ProgramData vend
$f="$d/custom_instance_configuration_script.ps1"
$v=@{}
$u=[Text.Encoding]::UTF8
foreach($l in -split @'
@@VALUES@@
'@){$n,$x=$l -split '[=:]',2;$v[$n]=if($l -match '^\w+:'){$u.GetString([Convert]::FromBase64String($x))}else{$x}}
function Ok{if($LASTEXITCODE){throw "$args ended with $LASTEXITCODE"}}
function M($p,$m='Get',$h=@{$k=M api/token Put @{"$k-ttl-seconds"='60'}}){Invoke-RestMethod "http://$i/latest/$p" -Me $m -He $h}
function T{(Test-Path $d/signalled) -and (Get-Content $d/instance -Raw) -eq (M $w)}
$w='meta-data/instance-id'
try{if(T){exit}}catch{}
$g='--region',$v.REGION
$r=$g+'--stack',$v.STACK
try{
New-Item $d -ItemType d -Force
icacls.exe $d /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F'
Ok icacls
$v|Export-Clixml $d/values
if($p=$v.HTTP_PROXY){$env:HTTP_PROXY=$env:HTTPS_PROXY=$p;$env:NO_PROXY="$i,$($v.NO_PROXY)"}
$s=$v.SCRIPT
$x=$v.INIT_RESOURCE
try{if($s -match '^https?:'){curl.exe -sSfL --ssl-no-revoke -o $f $s;Ok curl}
elseif($s -match '^s3:'){aws.exe s3 cp $s $f $g;Ok s3}
elseif($s -match '[\\/]'){Copy-Item $s $f}
else{try{cfn-init.exe -v --resource $x $r;Ok cfn-init}catch{
$j=aws.exe cloudformation describe-stack-resource --stack-name $v.STACK --logical-resource-id $x --query StackResourceDetail.Metadata --output text $g
Ok cfn-init
foreach($c in (ConvertFrom-Json "$j").'AWS::CloudFormation::Init'.config.files.psobject.Properties){New-Item ($c.Name -replace '^.+vend',$d) -Force -Value $c.Value.content}}}
}catch{if(!(Test-Path $f)){throw}}
if($v.SCRIPT_SHA256 -notin '',$null,(Get-FileHash $f).Hash,(Get-FileHash -Inp ([IO.MemoryStream]$u.GetBytes(([IO.File]::ReadAllText($f) -replace '\r+\n',"`n")))).Hash){throw 'wrong script checksum'}
powershell.exe -ExecutionPolicy Bypass -File $f
Ok script
}catch{
$e="vend: $_" -replace '["\s\\]+$|"'
$e
for(;$y++ -lt 60 -and !($b -and $q);Start-Sleep 9){try{if(T){break}
if(!$b){Complete-ASLifecycleAction -LifecycleH $v.LAUNCH_HOOK -Au (M meta-data/tags/instance/aws:autoscaling:groupName) -Inst ($n=M $w) -LifecycleActionR ABANDON -Region $v.REGION}
$b=1}catch{}
try{if(!$q){$c=[Diagnostics.Process]::Start('cfn-signal.exe',"-e 1 -r `"$e`" --resource $($v.RESOURCE) $r");$q=$c.WaitForExit(6e4) -and !$c.ExitCode;$c.Kill()}}catch{}}
if($b){New-Item $d/instance -Force -Value $n
New-Item $d/signalled -Force -Value $e}
exit 1}
</powershell>
<persist>true</persist>
