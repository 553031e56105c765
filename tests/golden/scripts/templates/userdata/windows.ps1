<powershell>
# Stands in for the launcher, which has tests of its own.
@@VALUES@@
</powershell>
