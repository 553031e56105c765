Set-Content -Path a -Value b -Encoding UTF8
