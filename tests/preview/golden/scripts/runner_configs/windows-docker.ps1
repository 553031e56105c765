# Stands in for windows-docker.ps1, which has tests of its own.
$Executor = 'docker-windows'
