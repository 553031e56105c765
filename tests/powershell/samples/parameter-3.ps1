Get-Content x -AsByteStream
