Invoke-Expression $a
