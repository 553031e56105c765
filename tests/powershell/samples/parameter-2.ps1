Invoke-WebRequest 'http://x' -UseBasicParsing -SkipHttpErrorCheck
