#!/bin/bash
set -Eeuo pipefail
echo "amazon-linux-2-shell.sh ${x}"
