# Stands in for amazon-linux-2023-shell.sh, which has tests of its own.
EXECUTOR=shell PLATFORM=amazon-linux-2023
