"""Native calls, in both directions: what a Windows process gets, and what the scripts get of it."""
import base64
import time

from world import HOME, ROOT, Machine

from compose import compose

SCRIPT = "windows-shell.ps1"


def functions(machine):
    """Loads functions of the emitted script, unchanged, with those that they call and the variables of Run: . (Parts NAME...)"""
    file = machine.root / SCRIPT
    file.write_text(compose(ROOT / "runner_configs" / SCRIPT))
    return r"""
function Parts([string[]]$Names) {
  $tree = [Management.Automation.Language.Parser]::ParseFile('Z:%s', [ref]$null, [ref]$null)
  $functions = @{}
  foreach ($one in $tree.EndBlock.Statements) { if ($one -is [Management.Automation.Language.FunctionDefinitionAst]) { $functions[$one.Name] = $one } }
  $wanted = [Collections.Generic.List[string]]$Names
  for ($at = 0; $at -lt $wanted.Count; $at++) {
    foreach ($call in $functions[$wanted[$at]].FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
      $name = $call.GetCommandName()
      if ($name -and $functions.ContainsKey($name) -and $name -notin $wanted) { $wanted.Add($name) }
    }
  }
  $found = $tree.EndBlock.Statements | Where-Object {
    ($_ -is [Management.Automation.Language.FunctionDefinitionAst] -and $_.Name -in $wanted) -or
    ($_ -is [Management.Automation.Language.AssignmentStatementAst] -and "$($_.Left)" -match '^\$(Limit|Memory)\b') }
  [scriptblock]::Create(($found | ForEach-Object { $_.Extent.Text }) -join "`n")
}
""" % str(file)


def quoted(text):
    return "[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('%s'))" % base64.b64encode(text.encode()).decode()


HOSTILE = [
    "plain", "two words", " leading", "trailing ", "tab\there", "line\nanother", "line\r\nanother", "", " ", "\n", "\t",
    '"', '""', '"""', 'a"b', 'say "hi"', 'say="hi there"', '"my tag",b', 'x "1" "2" y', 'A" B', '"open', 'two "" quotes', '" "', '"\\" \\"',
    "\\", "\\\\", "C:\\x\\", "a b\\", "a b\\\\", "\\ \\", "\\\\server\\share", "C:\\Program Files\\x\\", '\\"', 'a\\"b', 'a\\\\"b c', 'tail\\" x\\', 'end\\"', "x\\\n", "\n\\", "y\\ \n",
    '[{"Key":"a b","Value":"c \\"d\\" e"}]', '{"a":1}', '{"a":"b\\\\"}', '{}', "%PATH%", "%%", "$env:PATH", "$(calc)", "`whoami`", "it's", "a;b", "a&b|c>d<e^f", "^", "!x!", "(x)",
    "*.ps1", "?", "[a-z]", "@file", "@{a=1}", "-flag", "--%", "--", "-", "/x", "-x:y", "-x y", "-x:", "a,b", "a, b", "#no remark", "REG=x y", "~", "<a>", "'", "''",
    "ümläut", "日本 語", "🦊 fox", "nbsp\u00a0x", "em\u2003space", "zero\u200bwidth", "\u201csmart\u201d", "\ufeffmark", "a\u0301", "x" * 4000, 'y "z" ' * 300,
]


def case_arguments_arrive_as_they_were():
    machine = Machine()
    try:
        machine.program(r"C:\stand-ins\argument printer.exe")
        words = ",\n".join(quoted(one) for one in HOSTILE)
        # All at once, then each alone and last; between words that must not move.
        machine.script(functions(machine) + f". (Parts Run)\n$all = @({words})\nRun 'argument printer.exe' $all\n"
                       "foreach ($one in '', 'a b\\', '\"', '\"my tag\",b') { Run 'argument printer.exe' first $one; Run 'argument printer.exe' $one }\n"
                       "Run 'argument printer.exe'; Run 'argument printer.exe' a @() $null ('b', @('c'))\n")
        expected = [HOSTILE] + [words for one in ("", "a b\\", '"', '"my tag",b') for words in (["first", one], [one])] + [[], ["a", "b", "c"]]
        found = [one for one in machine.calls if one["name"] == "argument printer.exe"]
        assert len(found) == len(expected), len(found)
        for call, words in zip(found, expected):
            for reader in ("c", "windows", "go"):
                for number, (got, given) in enumerate(zip(call[reader], words)):
                    assert got == given, f"word {number}, as {reader} reads it: {got!r}, given {given!r}; the line: {call['line'][:3000]}"
                assert len(call[reader]) == len(words), (reader, call[reader], words)
    finally:
        machine.close()


def case_programs_of_both_kinds_are_waited_for_and_their_codes_seen():
    machine = Machine()
    try:
        machine.program(r"C:\stand-ins\window.exe", "window")
        machine.program(r"C:\stand-ins\console.exe")
        codes = (0, 3010, 1603, 1618, 1, 255, 256, 0x40010004)
        for kind in ("window", "console"):
            for code in codes:
                machine.answer(f"{kind}.exe", f"/code:{code}", code=code, hangs=0.5, out=b"done")
        said = machine.script(functions(machine) + """. (Parts Run)
foreach ($kind in 'window', 'console') { foreach ($code in %s) {
  $clock = [Diagnostics.Stopwatch]::StartNew()
  $end = try { "answered $(Run "$kind.exe" "/code:$code")" } catch { "$_" }
  "$kind $code $Ended $($clock.Elapsed.TotalSeconds -ge 0.5) $end"
} }
""" % ", ".join(map(str, codes)))
        expected = [f"{kind} {code} {code} True " + ("answered done" if code in (0, 3010) else f"{kind}.exe /code:{code} ended with {code}: done") for kind in ("window", "console") for code in codes]
        assert said.splitlines() == expected, said
    finally:
        machine.close()


def half():
    yield b"half of it"
    time.sleep(60)


def case_output_limits_and_ends():
    machine = Machine()
    try:
        machine.program(r"C:\stand-ins\p.exe")
        machine.program(r"C:\stand-ins\w.exe", "window")
        machine.program(r"C:\stand-ins\taskkill.exe")
        machine.answer("p.exe", "flood", out=(b"x" * 65536 for _ in range(64)))  # 4 MB
        machine.answer("p.exe", "half", out=half())
        machine.answer("p.exe", "lines", out=b"one\r\ntwo  \r\n\r\n")
        machine.answer("p.exe", "hangs", out=b"", hangs=90)
        machine.answer("w.exe", "hangs", out=b"", hangs=90)
        (machine.stand_ins / "starter.ps1").write_text("Start-Process p.exe hangs -NoNewWindow\n'started'\nexit 0\n")
        (machine.stand_ins / "reads.ps1").write_text("\"[$([Console]::In.ReadToEnd())]\"\nexit 0\n")
        (machine.stand_ins / "errors.ps1").write_text("[Console]::Error.WriteLine('e' * 200000); 'o' * 200000\nexit 7\n")
        (machine.stand_ins / "batch.cmd").write_text("@echo hi\r\n")
        (machine.stand_ins / "batch.exe.cmd").write_text("@echo hi\r\n")
        said = machine.script(functions(machine) + r""". (Parts Run)
$clock = [Diagnostics.Stopwatch]::StartNew()
function Told($Name, $What) { $clock.Restart(); $said = try { & $What } catch { "threw: $_" }; "$Name|$([int]$clock.Elapsed.TotalSeconds)|$said" -replace "\r?\n", '\n' }
Told flood { $text = Run p.exe flood; "$($text.Length -ge 1MB) $($text.Length -le 1.1MB)" }
Told lines { Run p.exe lines }
Told console { $Limit = 3; Run p.exe hangs }
Told window { $Limit = 3; Run w.exe hangs }
Told half { $Limit = 3; Run p.exe half }
Start-Sleep 1
Told left { @(Get-Process p, w -ErrorAction Ignore).Count }
Told held { $Limit = 60; Run powershell.exe -NoProfile -File C:\stand-ins\starter.ps1 }
Get-Process p -ErrorAction Ignore | Stop-Process -Force
Told reads { Run powershell.exe -NoProfile -File C:\stand-ins\reads.ps1 }
Told feed { $Feed = 'secret'; Run powershell.exe -NoProfile -File C:\stand-ins\reads.ps1 }
Told errors { try { Run powershell.exe -NoProfile -File C:\stand-ins\errors.ps1 } catch { "$("$_".Length -gt 400000) $("$_".Substring(0, 50))" } }
Told batch { Run C:\stand-ins\batch.cmd 'a & calc' }
Told hidden { Run batch.exe x }
Told absent { Run nothing-of-this-name.exe }
Set-Location C:\ProgramData; $env:VEND_TEST = 'ümläut "x"'
Told environment { Run p.exe where }
""")
        told = {name: (int(seconds), text) for name, seconds, text in (line.split("|", 2) for line in said.splitlines())}
        assert told["flood"][1] == "True True", told["flood"]
        assert told["lines"][1] == r"one\ntwo", told["lines"]
        for name, program in (("console", "p.exe"), ("window", "w.exe")):
            assert told[name][1] == f"threw: {program} hangs took more than 3 s: " and told[name][0] < 20, told[name]
        assert told["half"][1] == "threw: p.exe half took more than 3 s: half of it", told["half"]
        # Wine's taskkill does not know /t: that it is asked for is all that shows of what a program had started.
        assert told["left"][1] == "0", told["left"]
        kills = machine.called("taskkill.exe")
        assert len(kills) == 3 and all(call["c"][:3] == ["/f", "/t", "/pid"] and call["c"][3].isdigit() for call in kills), kills
        assert told["held"][1] == "started" and told["held"][0] < 40, told["held"]
        assert told["reads"][1] == "[]" and told["feed"][1] == "[secret]", (told["reads"], told["feed"])
        assert told["errors"][1].startswith("True powershell.exe -NoProfile ended with 7: eeee"), told["errors"]
        for name in ("batch", "hidden"):
            assert told[name][1].startswith("threw: no program: "), told[name]
        assert "nothing-of-this-name.exe" in told["absent"][1], told["absent"]
        call = machine.called("p.exe", "where")[0]
        assert call["folder"] == r"C:\ProgramData" and call["environment"]["VEND_TEST"] == 'ümläut "x"', call
    finally:
        machine.close()


def case_installers():
    machine = Machine()
    try:
        machine.files["signed.exe"] = (HOME / "programs/window.exe").read_bytes()
        machine.answer("msiexec.exe", code=1603)
        machine.answer("msiexec.exe", "/i", r"C:\ProgramData\vend\tool.msi", code=3010, hangs=1)
        machine.answer("msiexec.exe", "/i", r"C:\ProgramData\vend\tool.msi", code=1618, times=2)
        machine.answer("signed.exe", code=0, do=lambda call: machine.program(r"C:\stand-ins\made.exe"))
        machine.answer("signed.exe", code=1618, times=1)
        machine.put("signatures.json", {name: ["Valid", 'CN="Amazon.com, Inc.", C=US'] for name in ("tool.msi", "bad.msi", "signed.exe")})
        machine.vend.mkdir(parents=True)
        said = machine.script(functions(machine) + r"""
. 'C:\Program Files\PowerShell\7\profile.ps1'
. (Parts Run, Retry, Fetch, Save, Install, Keep, Kept, Try-To)
$Dir = 'C:\ProgramData\vend'; Set-Location $Dir
$slept = 0
function Start-Sleep($Seconds) { $script:slept += $Seconds }
function Say { "said: $args" | Write-Host }
$clock = [Diagnostics.Stopwatch]::StartNew()
Install tool.exe https://x.example/tool.msi
"tool: $Ended, slept $slept, waited $($clock.Elapsed.TotalSeconds -ge 1), restart $(Kept restart)"
try { Install bad.exe https://x.example/bad.msi } catch { "bad: $_" }
Install made.exe https://x.example/signed.exe '/VERYSILENT /DIR="x"'
"made: $((Get-Command made.exe).Source)"
Install made.exe https://x.example/again.exe
""")
        assert said.splitlines() == ["said: tool.exe wants a reboot 105 WARNING", "tool: 3010, slept 30, waited True, restart True",
                                     "bad: msiexec.exe /i ended with 1603: ", r"made: C:\stand-ins\made.exe"], said
        assert len(machine.called("msiexec.exe")) == 3 + 40 and len(machine.called("signed.exe")) == 2, machine.calls
        for call in machine.called("msiexec.exe"):
            assert call["line"].split(" ", 1)[1].endswith(f"{call['c'][1]} /qn /norestart"), call["line"]  # msiexec reads the line itself
        assert machine.called("signed.exe")[0]["c"] == ["/VERYSILENT", '/DIR="x"'], machine.called("signed.exe")
    finally:
        machine.close()


def case_signers():
    """The Authenticode of a file that has one, by Windows' code under wine: PowerShell's own."""
    machine = Machine()
    try:
        machine.files["signed.exe"] = machine.path(r"C:\Program Files\PowerShell\7\pwsh.exe").read_bytes()
        changed = bytearray(machine.files["signed.exe"])
        changed[5000] ^= 1
        machine.files["changed.exe"] = bytes(changed)
        machine.vend.mkdir(parents=True)
        said = machine.script(functions(machine) + r"""
. (Parts Run, Retry, Fetch, Save, Try-To)
Set-Location C:\ProgramData\vend
function Start-Sleep { }
function Say { }
$number = 0
"subject: $((Get-AuthenticodeSignature 'C:\Program Files\PowerShell\7\pwsh.exe').SignerCertificate.Subject)"
foreach ($proof in 'Microsoft Corporation', @('Somebody', 'Microsoft Corporation'), 'Microsoft', 'Micro', 'microsoft corporation', 'Microsoft Corporation.', '.*', '', 'Redmond', 'US') {
  $number++  # wine goes on to hold a file whose signature it has looked at
  try { Save https://x.example/signed.exe "y$number.exe" $proof; "${proof}: accepted" } catch { "${proof}: $_" }
}
try { Save https://x.example/changed.exe z.exe 'Microsoft Corporation'; 'changed: accepted' } catch { "changed: $_, left $(Test-Path z.exe)" }
Save https://x.example/changed.exe z.exe (Get-FileHash 'Z:%s').Hash.ToLower(); 'by checksum: accepted'
""" % self_copy(machine, changed))
        lines = said.splitlines()
        assert lines[0].startswith("subject: CN=Microsoft Corporation, "), lines[0]
        assert lines[1:] == ["Microsoft Corporation: accepted", "Somebody Microsoft Corporation: accepted"] + [
            f"{name}: wrong checksum or signer: https://x.example/signed.exe" for name in ("Microsoft", "Micro", "microsoft corporation", "Microsoft Corporation.", ".*", "", "Redmond", "US")] + [
            "changed: wrong checksum or signer: https://x.example/changed.exe, left False", "by checksum: accepted"], said
    finally:
        machine.close()


def self_copy(machine, content):
    file = machine.root / "copy"
    file.write_bytes(content)
    return file
