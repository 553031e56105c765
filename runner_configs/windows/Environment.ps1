function Job-Environment {
	# In a file, since a proxy may have a password. In ENVIRONMENT a dollar names a variable, as in .gitlab-ci.yml.
	if ($HTTP_PROXY -and $PROXY_JOBS -eq 'true') { foreach ($one in 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy') { "$one=$([Environment]::GetEnvironmentVariable($one.ToUpper()).Replace('$', '$$'))" } }
	foreach ($line in $ENVIRONMENT -split '\r?\n' -ne '') { if ($line -match '^[A-Za-z_]\w*=') { $line } else { throw 'a line of ENVIRONMENT is not KEY=VALUE' } }
}
