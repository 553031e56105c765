Run gitlab-runner.exe register $token
