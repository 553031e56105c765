Run $runner register --token 'x'
