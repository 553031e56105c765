Write-EventLog -LogName Application -Source x -EventId 1 -Message m
