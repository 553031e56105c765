Get-Command a &
