# Reads the syntax tree of scripts and refuses what Windows PowerShell 5.1 lacks and what our style forbids.
#   lint.ps1 FILE...       findings as FILE:LINE: RULE: what to do; exit code 1 when there are any
#   lint.ps1 samples DIR   every file of DIR must break exactly the rule that it is named after
# A file whose name contains `userdata` is a launcher: it runs programs itself.
$ErrorActionPreference = 'Stop'

$NewParameters = 'Parallel', 'SkipHttpErrorCheck', 'AsByteStream', 'AsHashtable', 'NoProxy', 'MaximumRetryCount', 'RetryIntervalSec',
  'SkipCertificateCheck', 'AsArray', 'AsUTC', 'AdditionalChildPath', 'StandardErrorLog'
$NewCommands = 'Join-String', 'Test-Json', 'Get-Error', 'Get-Uptime', 'Remove-Service', 'Remove-Alias', 'Start-ThreadJob', 'Switch-Process', 'ConvertFrom-Markdown'
$NewVariables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'PSNativeCommandArgumentPassing', 'PSNativeCommandUseErrorActionPreference'
$MarkingCommands = 'Set-Content', 'Add-Content', 'Out-File', 'Tee-Object', 'Export-Csv'
$OldCommands = 'Write-EventLog', 'Get-EventLog', 'Get-WmiObject', 'Invoke-WmiMethod', 'New-WebServiceProxy'
$NewMembers = 'ToHexString', 'FromHexString', 'HashData', 'Clamp', 'SetUnixFileMode', 'WaitForExitAsync', 'WriteAllTextAsync', 'ReadAllTextAsync'
$Aliases = -split ('% ? ac cat cd chdir clc clear cls copy cp cpi curl dir del diff echo erase fl foreach ft gc gci gcm gi gl gm gp gps group gsv gwmi h ' +
  'icm iex ii irm iwr kill ls man md measure mi mkdir mount move mp mv ni nsn popd ps pushd pwd r rd ren ri rm rmdir rni sajb sal saps sasv sc select ' +
  'set shcm si sl sleep sort sp spsv start sv tee type wget where write')
$Quiet = 'Get-Command', 'Get-Service', 'Get-PSDrive'

# The values of the stack that scripts read: variables in capitals. Names have no case, so that $stack would be $STACK.
function Find-Value([string[]]$Files) {
  foreach ($file in $Files) {
    $tree = [Management.Automation.Language.Parser]::ParseInput([IO.File]::ReadAllText($file), [ref]$null, [ref]$null)
    foreach ($node in $tree.FindAll({ $args[0].GetType().Name -eq 'VariableExpressionAst' }, $true)) { if ("$($node.VariablePath)" -cmatch '^[A-Z][A-Z0-9_]+$') { "$($node.VariablePath)" } }
  }
}

function Find-Problem([string]$File) {
  $text = [IO.File]::ReadAllText($File)
  $launcher = $File -like '*userdata*'
  if ($launcher) { $text = $text -replace '(?m)^</?(powershell|persist)>.*$', '' }
  $tokens = $errors = $null
  $tree = [Management.Automation.Language.Parser]::ParseInput($text, [ref]$tokens, [ref]$errors)
  foreach ($one in $errors) { @{ Line = $one.Extent.StartLineNumber; Rule = 'syntax'; Text = $one.Message } }
  $number = 0
  foreach ($line in $text -split "`n") { $number++; if ($line -match '[^\x00-\x7F]') { @{ Line = $number; Rule = 'ascii'; Text = '5.1 reads a file without a mark in the machine''s code page' } } }
  foreach ($token in $tokens) {
    if ("$($token.Kind)" -like 'String*' -and $token.Text -match '`u\{|`e') { @{ Line = $token.Extent.StartLineNumber; Rule = 'escape'; Text = '5.1 has no `u{} and no `e' } }
  }
  foreach ($node in $tree.FindAll({ $true }, $true)) {
    $rule = $null
    switch ($node.GetType().Name) {
      'TernaryExpressionAst' { $rule = 'ternary', '5.1 has no ?:, use if' }
      'PipelineChainAst' { $rule = 'chain', '5.1 has no && and ||' }
      'PipelineAst' { if ($node.PSObject.Properties['Background'] -and $node.Background) { $rule = 'background', '5.1 has no & at the end' } }
      'FileRedirectionAst' { $rule = 'encoding', '5.1 writes UTF-16 to files: use [IO.File]::WriteAllText' }
      'VariableExpressionAst' {
        $variable = "$($node.VariablePath)" -replace '^script:'
        if ($variable -in $Values -and $variable -cnotin $Values) { $rule = 'case', "`$$variable is the value `$$($variable.ToUpperInvariant()): names have no case" }
        if ("$($node.VariablePath)" -in $NewVariables -and -not (Test-Assigned $node)) { $rule = 'variable', "5.1 has no `$$($node.VariablePath), and strict mode stops there" }
      }
      'BinaryExpressionAst' { if ("$($node.Operator)" -eq 'QuestionQuestion') { $rule = 'coalesce', '5.1 has no ??' } }
      'AssignmentStatementAst' { if ("$($node.Operator)" -eq 'QuestionQuestionEquals') { $rule = 'coalesce', '5.1 has no ??=' } }
      'IndexExpressionAst' { if ($node.NullConditional) { $rule = 'conditional', '5.1 has no ?[]' } }
      'MemberExpressionAst' { if ($node.NullConditional) { $rule = 'conditional', '5.1 has no ?.' } }
      'InvokeMemberExpressionAst' {
        if ($node.NullConditional) { $rule = 'conditional', '5.1 has no ?.' }
        elseif ("$($node.Member)" -in $NewMembers) { $rule = 'framework', ".NET Framework has no $($node.Member)" }
      }
      'CommandAst' { Find-CommandProblem $node $launcher }
    }
    if ($rule) { @{ Line = $node.Extent.StartLineNumber; Rule = $rule[0]; Text = $rule[1] } }
  }
  if (-not $launcher -and $text -match '(?m)^param\(') {
    if ($text -notmatch '(?m)^Set-StrictMode -Version 3') { @{ Line = 1; Rule = 'strict'; Text = 'a script sets strict mode' } }
    if ($text -notmatch "(?m)^\`$ErrorActionPreference = 'Stop'") { @{ Line = 1; Rule = 'strict'; Text = 'a script stops at errors' } }
  }
}

# To set one is no harm where nobody reads it.
function Test-Assigned($Node) { return $Node.Parent.GetType().Name -eq 'AssignmentStatementAst' -and $Node.Parent.Left -eq $Node }

function Find-CommandProblem($Node, [bool]$Launcher) {
  $line = $Node.Extent.StartLineNumber
  $name = $Node.GetCommandName()
  $parameters = @($Node.CommandElements | Where-Object { $_.GetType().Name -eq 'CommandParameterAst' })
  foreach ($one in $parameters) {
    if ($one.ParameterName -in $NewParameters) { @{ Line = $line; Rule = 'parameter'; Text = "5.1 has no -$($one.ParameterName)" } }
    if ($one.ParameterName -in 'ErrorAction', 'ea' -and $name -notin $Quiet) { @{ Line = $line; Rule = 'silence'; Text = 'only a question whether something exists may be silent' } }
  }
  if ($name -in $NewCommands) { @{ Line = $line; Rule = 'newer'; Text = "5.1 has no $name" } }
  if ($name -in $MarkingCommands) { @{ Line = $line; Rule = 'encoding'; Text = '5.1 writes a byte order mark or UTF-16: use [IO.File]::WriteAllText' } }
  if ($name -eq 'Invoke-WebRequest' -and -not ($parameters | Where-Object { $_.ParameterName -eq 'UseBasicParsing' })) { @{ Line = $line; Rule = 'parsing'; Text = '5.1 asks Internet Explorer without -UseBasicParsing' } }
  if ($name -in $OldCommands) { @{ Line = $line; Rule = 'removed'; Text = "PowerShell 7 has no $name" } }
  if ($name -eq 'Invoke-Expression') { @{ Line = $line; Rule = 'expression'; Text = 'data is not code' } }
  # The launcher, which has 6 KB for everything, may say % for ForEach-Object: both versions have it, and 11 bytes are a retry.
  if ($name -in $Aliases -and -not ($Launcher -and $name -eq '%')) { @{ Line = $line; Rule = 'alias'; Text = "$name is an alias" } }
  if ($name -eq 'Join-Path' -and @($Node.CommandElements).Count - 2 * $parameters.Count -gt 3) { @{ Line = $line; Rule = 'parameter'; Text = 'Join-Path of 5.1 takes two paths' } }
  if ($name -like '*.exe') {
    if (-not $Launcher) { @{ Line = $line; Rule = 'native'; Text = 'programs are run by Run, which quotes and checks the exit code' } }
  }
  if ($name -like '*.exe' -or $name -in 'Run', 'Aws', 'Hook', 'Fetch') {
    foreach ($one in $Node.CommandElements) {
      if ($one.GetType().Name -eq 'ExpandableStringExpressionAst' -and "$($one.StringConstantType)" -eq 'BareWord') { @{ Line = $line; Rule = 'unquoted'; Text = 'quote a text with a variable in it' } }
    }
  }
  if ($name -like '*.exe' -or $name -in 'Run', 'Aws', 'Say', 'Write-Host') {
    foreach ($one in $Node.FindAll({ $true }, $true)) {
      if ($one.GetType().Name -eq 'VariableExpressionAst' -and "$($one.VariablePath)" -match '^(script:|env:)?(token|tokens|secret|secrets|password|CI_SERVER_TOKEN|REGISTRATION_TOKEN|VEND_TOKENS)$') { @{ Line = $line; Rule = 'secret'; Text = 'secrets travel by environment' } }
      if ($one.GetType().Name -like '*String*' -and "$($one.Value)" -match '^--(token|registration-token)\b') { @{ Line = $line; Rule = 'secret'; Text = 'secrets travel by environment' } }
    }
  }
}

$failed = 0
if ($args[0] -eq 'samples') {
  foreach ($file in [IO.Directory]::GetFiles($args[1], '*.ps1')) {
    $expected = [IO.Path]::GetFileNameWithoutExtension($file) -replace '-(\d|userdata)$'
    $Values = @(Find-Value $file)
    $found = @(Find-Problem $file | ForEach-Object { $_.Rule })
    if (@($found | Where-Object { $_ -ne $expected }).Count -or -not $found.Count) { $failed++; Write-Host "FAILED sample ${file}: found '$found'" }
    else { Write-Host "ok     lint refuses $([IO.Path]::GetFileName($file))" }
  }
} else {
  $Values = @(Find-Value $args)
  foreach ($file in $args) {
    $found = @(Find-Problem $file)
    foreach ($one in $found) { Write-Host "${file}:$($one.Line): $($one.Rule): $($one.Text)" }
    if ($found.Count) { $failed++; Write-Host "FAILED lint of $file" } else { Write-Host "ok     lint of $([IO.Path]::GetFileName($file))" }
  }
}
exit [Math]::Min($failed, 1)
