Remove-Item x -ErrorAction SilentlyContinue
