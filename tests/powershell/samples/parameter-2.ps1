Invoke-WebRequest 'http://x' -SkipHttpErrorCheck
