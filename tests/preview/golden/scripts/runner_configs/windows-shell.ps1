# Stands in for windows-shell.ps1, which has tests of its own.
$Executor = 'shell'
