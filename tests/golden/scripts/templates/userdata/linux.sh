#!/bin/bash
# Stands in for the launcher, which has tests of its own.
@@VALUES@@
cfn-signal --stack "$STACK" --resource "$RESOURCE"
