function Set-Proxy {
	# For those who do not read the environment: WinHTTP, whose proxy Windows Update takes (it keeps no password), and the SSM
	# agent, which runs already.
	if (!$HTTP_PROXY) { return }
	Keep proxied
	Try-To { Run netsh.exe winhttp set proxy ($HTTP_PROXY -replace '^\w+://' -replace '^.*@' -replace '/.*') ((List "<local>,169.254.169.254,$NO_PROXY") -replace '^\.', '*.' -join ';') }
	if ((State AmazonSSMAgent) -and (Environ AmazonSSMAgent)) { Try-To { Restart-Service AmazonSSMAgent -Force } }
}
