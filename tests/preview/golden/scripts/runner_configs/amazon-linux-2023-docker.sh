# Stands in for amazon-linux-2023-docker.sh, which has tests of its own.
EXECUTOR=docker PLATFORM=amazon-linux-2023
