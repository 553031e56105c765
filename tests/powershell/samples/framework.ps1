$a = [Convert]::ToHexString($b)
