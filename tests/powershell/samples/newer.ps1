1, 2 | Join-String
