#!/bin/bash
set -Eeuo pipefail
echo "amazon-linux-2023-shell.sh ${x}"
