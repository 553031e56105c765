Run $runner register $env:CI_SERVER_TOKEN
