Get-Command a | % { $_ }
