Get-Command a > b
