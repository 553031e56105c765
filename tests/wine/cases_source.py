"""What can be read off the scripts' source: .NET members against the .NET Framework, and how Windows PowerShell 5.1 would quote."""
import pathlib
import re
import subprocess

from cases_native import HOSTILE
from compose import compose
from world import HERE, HOME, ROOT, Machine

LAUNCHER = ROOT / "templates/userdata/windows.ps1"


def windows_path(path):
    return "Z:" + str(path).replace("/", "\\")


def case_members_are_those_of_the_net_framework():
    """Windows PowerShell 5.1 runs on it; Windows Server 2019 brings 4.7.2."""
    machine = Machine()
    try:
        machine.vend.mkdir(parents=True)
        scripts = []
        for face in ("windows-shell.ps1", "windows-docker.ps1"):
            (machine.root / face).write_text(compose(ROOT / "runner_configs" / face))
            scripts.append(machine.root / face)
        launcher = machine.root / "userdata.ps1"
        launcher.write_text(re.sub(r"(?m)^</?(powershell|persist)>.*$", "", LAUNCHER.read_text()))
        scripts.append(launcher)
        check = [windows_path(HERE / "framework.ps1"), windows_path(HOME / "nuget")]
        code = machine.powershell(*check, *map(windows_path, scripts))
        assert code == 0 and int(machine.said.splitlines()[-1].split()[0]) > 60, machine.said + machine.errors
        # It finds what is not there, each kind.
        bad = machine.root / "bad.ps1"
        lines = ["[IO.Path]::GetRelativePath('a', 'b')", "[Math]::Clamp(1, 2, 3)", "[string]::Join(',', 1, 2); [OperatingSystem]::IsWindows()", "[Environment]::ProcessId",
                 "[Net.WebProxy]::new(1, 2, 3, 4, 5, 6)", "[Text.Json.JsonSerializer]$x = 1", "[Diagnostics.ProcessStartInfo]@{ ArgumentList = 1 }",
                 "$p = [Diagnostics.Process]::Start($i); $p.Kill($true)", "[Diagnostics.Process]$q = 1; $q.WaitForExitAsync()"]
        bad.write_text("\n".join(lines))
        code = machine.powershell(*check, windows_path(bad))
        found = {int(line.split(":")[1]) for line in machine.said.splitlines() if line.startswith("bad.ps1:")}
        assert code == 1 and found == set(range(1, len(lines) + 1)), machine.said + machine.errors
    finally:
        machine.close()


# ---- Windows PowerShell 5.1, which is nowhere to be had. Its rule, as published (NativeCommandParameterBinder's NeedQuotes): an argument
# that has white space outside of quotes, counting every quote, also those behind a backslash, stands in quotes; nothing in it is
# escaped; empty ones go. Not shown: its own parser, and what newer patches of it may do.
def five_one(words):
    line = []
    for word in filter(None, words):
        quotes, need = 0, False
        for letter in word:
            quotes += letter == '"'
            need = need or letter.isspace() and quotes % 2 == 0
        line.append(f'"{word}"' if need else word)
    return " ".join(line)


def read(line):
    """As C's runtime splits a line."""
    words, at = [], 0
    while True:
        while at < len(line) and line[at] in " \t":
            at += 1
        if at == len(line):
            return words
        word, quoted = "", False
        while at < len(line) and (quoted or line[at] not in " \t"):
            slashes = re.match(r"\\*", line[at:]).end()
            at += slashes
            if at < len(line) and line[at] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                elif quoted and line[at + 1:at + 2] == '"':
                    word, at = word + '"', at + 1
                else:
                    quoted = not quoted
                at += 1
            else:
                word += "\\" * slashes
                if not slashes:
                    word, at = word + line[at], at + 1
        words.append(word)


def case_nothing_relies_on_the_quoting_of_windows_powershell():
    # The model says what was found: quotes that are escaped break words, and empty ones and last backslashes are lost.
    assert read(five_one(['\\"my tag\\",b'])) == ['"my', 'tag",b'] and read(five_one(["a", "", "b"])) == ["a", "b"]
    assert read(five_one(["a b\\", "c"])) != ["a b\\", "c"]
    assert sum(read(five_one(["x", one, "y"])) != ["x", one, "y"] for one in HOSTILE) > 20
    # So the scripts call programs through Run alone: a call of PowerShell's own would be & or a name that ends with .exe.
    for face in ("windows-shell.ps1", "windows-docker.ps1"):
        for line in compose(ROOT / "runner_configs" / face).splitlines():
            code = re.sub(r"#.*", "", line)
            assert not re.search(r"(^|[;{(|=&])\s*[\w:\\/$.-]*\.(exe|cmd|bat)\b", code), line
            for call in re.finditer(r"(?:^|[\s;{(|=])&\s*(\S+)", code):
                assert re.match(r"\$What\b|\{", call[1]), f"{call[1]} in {line}"
    # The launcher calls a handful itself, since it stands alone: with words of ours, values that the form limits, and a reason.
    text = LAUNCHER.read_text()
    calls = re.findall(r"([\w.-]+\.exe)\s([^\n;}]*)", text)
    assert {name for name, _ in calls} <= {"icacls.exe", "curl.exe", "aws.exe", "cfn-init.exe", "powershell.exe"}, calls
    # The reason goes to cfn-signal in a command line that the launcher builds itself, whatever PowerShell runs it.
    started = re.findall(r"\.Process\]::Start\('([\w.-]+)',\"((?:`\"|\"\"|[^\"])*)\"\)", text)
    assert [name for name, _ in started] == ["cfn-signal.exe"], started
    assert not [words for _, words in calls if "$e" in words], calls
    line = re.sub(r'`"|""', '"', started[0][1])
    assert line.count('"$e"') == 1, line
    patterns = re.findall(r"-replace '([^']*)'", re.search(r"\$e=\"vend: \$_\"(.*)", text)[1])
    for one in HOSTILE:
        reason = "vend: " + one
        for pattern in patterns:
            reason = re.sub(pattern, "", reason)
        given = {"$e": reason, "$($v.RESOURCE)": "x", "$r": "--region y --stack z"}
        found = read(re.sub("|".join(map(re.escape, given)), lambda name: given[name[0]], line))
        assert found == ["-e", "1", "-r", reason, "--resource", "x", "--region", "y", "--stack", "z"], (patterns, found)
    # Without it a reason would break: the check has something to find.
    assert sum(read(line.replace("$e", "vend: " + one))[3:4] != ["vend: " + one] for one in HOSTILE) > 10
