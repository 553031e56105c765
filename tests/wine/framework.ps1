# Types and members of .NET that scripts use, against the reference assemblies of .NET Framework 4.7.2 and of Windows PowerShell 5.1:
#   framework.ps1 PACKAGES SCRIPT...
# Looked at: types in brackets; static members and constructors with their number of arguments; the keys of [Type]@{}; and members
# of a variable whose type is seen, because a cast, `new` or a static method with one return type was assigned to it in that script.
# What a member of a member is stays unseen.
param([string]$Packages, [Parameter(ValueFromRemainingArguments)][string[]]$Scripts)
$ErrorActionPreference = 'Stop'
Add-Type -Path (Get-Item "$Packages/mono.cecil/*/lib/net40/Mono.Cecil.dll").FullName
$types = @{}
foreach ($file in Get-Item "$Packages/microsoft.netframework.referenceassemblies.net472/*/build/.NETFramework/v4.7.2/*.dll", "$Packages/powershellstandard.library/*/lib/net452/*.dll") {
  try { $assembly = [Mono.Cecil.AssemblyDefinition]::ReadAssembly($file.FullName) } catch { continue }  # one is native
  foreach ($type in $assembly.MainModule.Types) { if ($type.IsPublic) { $types[$type.FullName] = $type } }
}
$short = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get
$Keywords = 'ordered', 'ref', 'switch', 'pscustomobject', 'scriptblock', 'cmdletbinding', 'void'

function Find-Type([string]$Name) {
  $Name = $Name -replace '\[\]$'
  foreach ($full in @($(if ($short.ContainsKey($Name)) { $short[$Name].FullName }), $Name, "System.$Name")) { if ($full -and $types.ContainsKey($full)) { return $types[$full] } }
}
# With those of its bases.
function Get-Member-Of($Type, [string]$Kind) {
  for ($one = $Type; $one; $one = if ($one.BaseType) { $types[$one.BaseType.FullName] }) { $one.$Kind }
}
function Test-Call($Type, [string]$Name, [int]$Count, [bool]$Static) {
  if ($Name -eq 'new' -and ($Type.IsValueType -or $Count -eq 0 -and !@($Type.Methods | Where-Object IsConstructor).Count)) { return $true }
  foreach ($method in Get-Member-Of $Type Methods) {
    if (!$method.IsPublic -or !$(if ($Name -eq 'new') { $method.IsConstructor -and $method.DeclaringType.FullName -eq $Type.FullName } else { $method.Name -eq $Name -and $method.IsStatic -eq $Static })) { continue }
    $parameters = $method.Parameters
    if ($parameters.Count -eq $Count) { return $method }
    if ($parameters.Count -and $parameters[$parameters.Count - 1].CustomAttributes.Where({ $_.AttributeType.Name -eq 'ParamArrayAttribute' }) -and $Count -ge $parameters.Count - 1) { return $method }
  }
}
function Test-Property($Type, [string]$Name) { [bool]((Get-Member-Of $Type Properties) + (Get-Member-Of $Type Fields)).Where({ $_.Name -eq $Name }) }

$checked = $wrong = 0
foreach ($script in $Scripts) {
  $problems = $null
  $tree = [Management.Automation.Language.Parser]::ParseFile($script, [ref]$null, [ref]$problems)
  if ($problems) { "$(Split-Path $script -Leaf):1: $($problems[0])"; $wrong++ }
  $known = @{}
  # Variables whose type is seen, in every place where one of this name is set.
  foreach ($set in $tree.FindAll({ param($a) $a -is [Management.Automation.Language.AssignmentStatementAst] }, $true)) {
    $left, $right, $type = $set.Left, $set.Right, $null
    if ($left -is [Management.Automation.Language.ConvertExpressionAst]) { $left, $type = $left.Child, (Find-Type "$($left.Type.TypeName)") }
    elseif ($right -is [Management.Automation.Language.CommandExpressionAst]) {
      $value = $right.Expression
      if ($value -is [Management.Automation.Language.ConvertExpressionAst]) { $type = Find-Type "$($value.Type.TypeName)" }
      elseif ($value -is [Management.Automation.Language.InvokeMemberExpressionAst] -and $value.Static) {
        $of = Find-Type "$($value.Expression.TypeName)"
        $method = if ($of) { Test-Call $of "$($value.Member)" @($value.Arguments).Where({ $_ }).Count $true }
        $type = if ("$($value.Member)" -eq 'new') { $of } elseif ($method -and $method -isnot [bool]) { $types[$method.ReturnType.FullName] }
      }
    }
    if ($known.ContainsKey("$left") -and $known["$left"] -ne $type) { $type = $null }
    $known["$left"] = $type
  }
  foreach ($loop in $tree.FindAll({ param($a) $a -is [Management.Automation.Language.ForEachStatementAst] }, $true)) { $known["$($loop.Variable)"] = $null }
  foreach ($one in $tree.FindAll({ param($a) $a -is [Management.Automation.Language.ParameterAst] }, $true)) { $known["$($one.Name)"] = $null }
  foreach ($use in $tree.FindAll({ param($a) $a -is [Management.Automation.Language.MemberExpressionAst] -or $a -is [Management.Automation.Language.TypeConstraintAst] -or
        $a -is [Management.Automation.Language.TypeExpressionAst] -or $a -is [Management.Automation.Language.ConvertExpressionAst] }, $true)) {
    $where = "$(Split-Path $script -Leaf):$($use.Extent.StartLineNumber):"
    if ($use -is [Management.Automation.Language.ConvertExpressionAst]) {
      $type = Find-Type "$($use.Type.TypeName)"
      if (!$type -or $use.Child -isnot [Management.Automation.Language.HashtableAst] -or $type.FullName -match 'PSCustomObject|PSObject|Hashtable') { continue }
      foreach ($pair in $use.Child.KeyValuePairs) { $checked++; if (!(Test-Property $type $pair.Item1.Value)) { $wrong++; "$where no $($pair.Item1) in $($type.FullName)" } }
      continue
    }
    if ($use -isnot [Management.Automation.Language.MemberExpressionAst]) {
      $checked++
      if ("$($use.TypeName)" -notin $Keywords -and !(Find-Type "$($use.TypeName)")) { $wrong++; "$where no type $($use.TypeName)" }
      continue
    }
    $array = $use.Static -and "$($use.Expression.TypeName)" -like '*`[`]'
    $type = if ($use.Static) { if ($use.Expression -is [Management.Automation.Language.TypeExpressionAst]) { Find-Type "$($use.Expression.TypeName)" } } elseif ($use.Expression -is [Management.Automation.Language.VariableExpressionAst]) { $known["$($use.Expression)"] }
    if (!$type -or $array) { continue }
    $checked++
    $member = "$($use.Member)"
    if ($use -is [Management.Automation.Language.InvokeMemberExpressionAst]) {
      $count = @($use.Arguments).Where({ $_ }).Count
      if (!(Test-Call $type $member $count $use.Static)) { $wrong++; "$where no $member of $($type.FullName) with $count arguments" }
    } elseif (!(Test-Property $type $member) -and $member -notin 'PSObject', 'psbase', 'Count', 'Length') { $wrong++; "$where no $member of $($type.FullName)" }
  }
}
"$checked uses, $wrong of them not in .NET Framework 4.7.2: done"
exit [int]($wrong -gt 0)
