param()
Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
function Tell {
  $stack = !$STACK
  $stack
}
