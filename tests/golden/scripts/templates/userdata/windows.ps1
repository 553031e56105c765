<powershell>
# Stands in for the launcher, which has tests of its own.
@@VALUES@@
cfn-signal.exe --stack $v.STACK --resource $v.RESOURCE
</powershell>
