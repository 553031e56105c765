Get-Command a && Get-Command b
