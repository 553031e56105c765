Invoke-WebRequest -Uri 'http://x'
