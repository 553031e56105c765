#!/bin/bash
# GitLab Runner on Amazon Linux: what the configuration script loads.
# shellcheck disable=SC2015,SC2016,SC2034,SC2153,SC2154,SC2317
# @include linux/prepare.sh
# @include linux/register.sh
# @include linux/report.sh
# @if patching
# @include linux/patch.sh
# @end
# @if registry
# @include linux/logins.sh
# @end
# @if instance_store
# @include linux/store.sh
# @end
# @if ca
# @include linux/ca.sh
# @end
# @if steps
# @include linux/steps.sh
# @end
# @if environment
# @include linux/environment.sh
# @end
# @if load_test
# @include linux/load-test.sh
# @end
