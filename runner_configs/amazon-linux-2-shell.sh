#!/bin/bash
# GitLab Runner with the shell executor on Amazon Linux 2. Settings: /etc/vend/values or VEND_... variables.
# Without an argument it configures the instance; its units call it with monitor, prune or load.
set -Eeuo pipefail
readonly EXECUTOR=shell PLATFORM=amazon-linux-2
# @include linux/base.sh
# @include linux/prepare.sh
# @include linux/packages-yum.sh
# @include linux/shell.sh
# @include linux/register.sh
# @include linux/report.sh
# @include linux/drain.sh
# @include linux/main.sh
