"""What the scripts call, by reading them: every program and cmdlet is one of calls.toml, or one that stays in the machine (`local` there).
A reader for our own scripts, not for all of bash or PowerShell: it errs by asking for a word too many."""
import pathlib
import re

from matrix import DATA

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASH = set("""alias break case cd command compgen continue declare do done elif else esac eval exec exit export false fi for function if in let local mapfile printf pwd
read readonly return select set shift shopt source then time trap true type ulimit umask unset until wait while echo kill test getopts jobs
""".split()) | {":", ".", "!", "[[", "[", "((", "{", "}"}


def unquoted(text):
    """Without the texts between quotes, but with the commands in them."""
    out, at, stack = [], 0, [""]
    while at < len(text):
        here, inside = text[at], stack[-1]
        if inside == "'":
            if here == "'":
                stack.pop()
                out.append(here)
        elif here == "\\":
            at += 1
        elif here == "'" and inside != '"':
            stack.append("'")
            out.append(here)
        elif here == '"':
            if inside == '"':
                stack.pop()
            else:
                stack.append('"')
            out.append(here)
        elif text.startswith("$((", at) or (inside == "" and text.startswith("((", at)) and not out[-1:] == ["$"]:
            end = text.find("))", at)
            at = end + 1 if end > 0 else at
        elif text.startswith("$(", at):
            stack.append(")")
            out.append("$(")
            at += 1
        elif text.startswith("${", at):
            depth = 0
            while at < len(text):
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                if depth == 0 and text[at] == "}":
                    break
                at += 1
            out.append("$X")
        elif here == ")" and inside == ")":
            stack.pop()
            out.append(here)
        elif inside != '"':
            out.append(here)
        at += 1
    return "".join(out)


def bash_words(text):
    """Words that stand where a command does, with the two after each."""
    text = re.sub(r"(?m)^\s*#.*$|\s#[ #].*$", "", text)
    text = re.sub(r"\\\n\s*", " ", text)
    text = re.sub(r"(?s)<<'?(\w+)'?\n.*?\n\1\n", "\n", text)
    text = re.sub(r"[@?*+!]\([^()]*\)", "_", unquoted(text))
    text = re.sub(r"(?m)^\s*(\S+ \| )*\S+\)(?=\s)", "", text)  # patterns of a case
    start = r"(?:^|[;|&({`\n]|\$\(|<\(|>\(|\bthen\b|\bdo\b|\belse\b|\bif\b|\bwhile\b|\buntil\b|!)\s*"
    prefix = r"(?:(?:(?:if|elif|while|until|then|do|else|time|!)\s+)|(?:\w+=(?:\$\([^)]*\)|\"[^\"]*\"|[^\s\"$;|&()]*) +)|(?:timeout (?:-k \S+ )?\S+ )|(?:again |try |type -P |command -v |exec ))*"
    for found in re.finditer(start + prefix + r"([a-z][\w.-]*)(?=[\s;)|&]|$)([^\n;|&)]*)", text):
        yield found[1], found[2].split()


def bash_unknown(text):
    functions = set(re.findall(r"(?m)^\s*(\w+)\(\) ", text))
    known = set(DATA["local"]["bash"]) | BASH | functions
    programs = {"aws", "systemctl", "docker", "dnf", "yum", "curl", "ip"}
    unknown = set()
    for word, rest in bash_words(text):
        if word in programs or word not in known and not word.isdigit():
            verbs = [one for one in rest if not one.startswith("-")][:2]
            if word == "aws":
                if len(verbs) == 2 and not any(re.search(r"[$\"']", one) for one in verbs) and not any(" ".join(verbs) in row["call"].replace("(login-password|authorization-token)", verbs[1][4:]) for row in DATA["call"]):
                    unknown.add("aws " + " ".join(verbs))
            elif word in ("docker",) and verbs and re.fullmatch(r"[a-z]+", verbs[0]):
                if not any(re.search(row["call"], "docker " + " ".join(rest)) for row in DATA["call"]):
                    unknown.add("docker " + " ".join(rest))
            elif word not in programs and not any(re.search(rf"\b{re.escape(word)}\b", row["call"]) for row in DATA["call"]):
                unknown.add(word)
    return unknown


def powershell_unknown(text):
    text = re.sub(r"(?m)^\s*#.*$", "", text)
    functions = set(re.findall(r"(?m)^\s*function ([\w-]+)", text))
    known = {name.lower() for name in DATA["local"]["powershell"]} | {name.lower() for name in functions}
    unknown = set()
    for name in set(re.findall(r"(?<![\w$.\"'-])([A-Z][a-z]+-[A-Z]\w+)", text)):
        verb, noun = name.split("-", 1)
        if name.lower() not in known and name != "Invoke-RestMethod" and not any(
                re.search(rf"\b{name}\b", row["call"]) or re.search(rf"[(|]{verb}[|)].*-{noun}\b|\({verb}\b.*-{noun}\b", row["call"]) or re.search(row["call"], name + " x") for row in DATA["call"]):
            unknown.add(name)
    for name in set(re.findall(r"\b([\w-]+\.exe)\b", text)):
        if name.lower() not in known and not any(re.search(row["call"], name + " x") or name.replace(".", r"\.") in row["call"] or name[:-4] in row["call"] for row in DATA["call"]):
            unknown.add(name)
    for service, operation in set(re.findall(r"\bAws ([a-z0-9]+) ([a-z-]+)", text)) | set(re.findall(r"aws\.exe ([a-z0-9]+) ([a-z-]+)", text)):
        if not any(f"{service} {operation}" in row["call"].replace("(login-password|authorization-token)", operation[4:]) for row in DATA["call"]):
            unknown.add(f"aws {service} {operation}")
    return unknown


def unknown():
    """{file: words that are neither in the table nor local}"""
    found = {}
    bash = "\n".join(path.read_text() for path in sorted((ROOT / "runner_configs/linux").glob("*.sh")))
    launcher = (ROOT / "templates/userdata/linux.sh").read_text()
    shell = "\n".join(path.read_text() for path in sorted((ROOT / "runner_configs/windows").glob("*.ps1")))
    for name, words in (("runner_configs/linux", bash_unknown(bash)), ("templates/userdata/linux.sh", bash_unknown(launcher)),
                        ("runner_configs/windows", powershell_unknown(shell)), ("templates/userdata/windows.ps1", powershell_unknown((ROOT / "templates/userdata/windows.ps1").read_text()))):
        if words:
            found[name] = sorted(words)
    return found
