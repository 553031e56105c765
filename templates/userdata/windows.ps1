<powershell>
@@VALUES@@
</powershell>
<persist>true</persist>
