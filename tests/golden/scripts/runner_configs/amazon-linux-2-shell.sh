# Stands in for amazon-linux-2-shell.sh, which has tests of its own.
