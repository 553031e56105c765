git.exe clone 'x'
