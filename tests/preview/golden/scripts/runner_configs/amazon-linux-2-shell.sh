# Stands in for amazon-linux-2-shell.sh, which has tests of its own.
EXECUTOR=shell PLATFORM=amazon-linux-2
