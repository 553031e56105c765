#!/bin/bash
# GitLab Runner, shell executor, Amazon Linux 2023. Settings: /etc/vend/values or VEND_... variables. Run it from a file.
# shellcheck disable=SC1091,SC2015,SC2016,SC2034,SC2153,SC2317
[[ -f $0 && ${BASH_SOURCE[0]-} == "$0" ]] || { echo 'save it, then: bash FILE'; return 1 || exit; } 2>/dev/null
set -Eeuo pipefail
EXECUTOR=shell PLATFORM=amazon-linux-2023
# @include linux/base.sh
# @include linux/packages-dnf.sh
# @include linux/shell.sh
# @include linux/runner.sh
# @include linux/drain.sh
# @if protect
# @include linux/protect.sh
# @end
# @include linux/main.sh
