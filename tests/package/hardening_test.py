"""What makes a mistake in memory harder to use, looked for in the program that was built: a random address, no lazy binding,
relocations that are read-only, stacks that cannot be executed, and in what we compile stack protector, probes of large
frames and checked library calls. Exits with 77 for builds that are not made to be used: not optimized, or with sanitizers."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "build/release").resolve()
CACHE = dict(re.findall(r"^(\w[\w-]*):\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(), re.M))
if CACHE.get("CMAKE_BUILD_TYPE") != "Release" or "-fsanitize" in CACHE.get("CMAKE_CXX_FLAGS", ""):
    print("NOT TESTED: hardening, since this build is no release build; to test it: make test CTEST='-R hardening'")
    sys.exit(77)


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def what_is_missing(program):
    """Of what can be read in any program."""
    read = output("readelf", "-hldW", program)
    segments = re.findall(r"^  (\w+) +0x\w+ 0x\w+ 0x\w+ 0x\w+ 0x\w+ ([RWE ]{3}) ", read, re.M)
    missing = []
    if not re.search(r"Type: +DYN", read) or not re.search(r"FLAGS_1.*\bPIE\b", read):
        missing.append("it is loaded at a fixed address (no -pie or -static-pie)")
    if ("GNU_RELRO", "R  ") not in segments:
        missing.append("its relocations stay writable (no -z relro)")
    if not re.search(r"\bBIND_NOW\b|FLAGS_1.*\bNOW\b", read):
        missing.append("it binds lazily (no -z now)")
    if "GNU_STACK" not in [name for name, _ in segments] or any(name == "GNU_STACK" and "E" in flags for name, flags in segments):
        missing.append("its stacks can be executed (no -z noexecstack)")
    if any("W" in flags and "E" in flags for name, flags in segments if name != "GNU_STACK"):
        missing.append("a segment can be written and executed")
    if re.search(r"\((RPATH|RUNPATH|TEXTREL)\)", read):
        missing.append("it looks for libraries at a place of its own, or its code is relocated")
    return missing


def flags_without(command):
    """The flags that this compiler's command lacks, or takes back."""
    words = command.split()
    lacks = [flag for flag in ("-fPIE", "-fstack-protector-strong", "-fstack-clash-protection", "-D_FORTIFY_SOURCE=2") if flag not in words]
    back = [word for word in words if re.match(r"-fno-(pie|PIE|stack-protector|stack-clash-protection)|-O0|-O1$", word)]
    undone = "-U_FORTIFY_SOURCE" in words and "-D_FORTIFY_SOURCE=2" in words and words[::-1].index("-U_FORTIFY_SOURCE") < words[::-1].index("-D_FORTIFY_SOURCE=2")
    return lacks + back + (["-U_FORTIFY_SOURCE"] if undone else [])


class Hardening(unittest.TestCase):
    def test_the_program(self):
        self.assertEqual(what_is_missing(BUILD / "vend"), [])

    def test_it_needs_no_library_where_archives_are_installed(self):
        if CACHE.get("VEND_STATIC") != "ON" or any(CACHE.get(name, "NOTFOUND").endswith("NOTFOUND") for name in ("fyaml_archive", "pcre2_archive", "utf8proc_archive")):
            self.skipTest("not a static build")
        self.assertNotIn("INTERP", output("readelf", "-lW", BUILD / "vend"))

    def test_every_source_is_compiled_with_the_flags(self):
        commands = json.loads((BUILD / "compile_commands.json").read_text())
        # The data files are an assembler's; what only tests use is not given to anybody.
        ours = [one for one in commands if re.search(r"CMakeFiles/vend(_core|_fmt)?\.dir/", one["command"]) and not one["file"].endswith((".S", "cmake_pch.hxx.cxx"))]
        self.assertGreater(len(ours), 15)
        self.assertEqual({one["file"]: flags_without(one["command"]) for one in ours if flags_without(one["command"])}, {})

    def test_the_objects_are_what_the_flags_say(self):
        """Of the objects, since a static program has the C library's own checks whether or not ours are compiled in."""
        symbols = output("nm", BUILD / "libvend_core.a")
        objects = [part for part in symbols.split("\n\n") if " T " in part]
        self.assertGreater(sum("U __stack_chk_fail" in part for part in objects), len(objects) * 3 / 4)
        self.assertIn("U __snprintf_chk", symbols)

    def test_what_lacks_it_is_seen(self):
        """The same questions to a program that has nothing of it."""
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "main.cpp")
            source.write_text("int main() { return 0; }\n")
            compiler = CACHE["CMAKE_CXX_COMPILER"]
            output(compiler, "-no-pie", "-Wl,-z,norelro,-z,lazy,-z,execstack,-rpath,/opt", "-o", f"{folder}/soft", source)
            self.assertEqual(len(what_is_missing(f"{folder}/soft")), 5)
            output(compiler, "-pie", "-fPIE", "-Wl,-z,relro,-z,now,-z,noexecstack", "-o", f"{folder}/hard", source)
            self.assertEqual(what_is_missing(f"{folder}/hard"), [])
        self.assertEqual(flags_without("c++ -O2 -fPIE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"), [])
        self.assertEqual(flags_without("c++ -fPIE -fstack-protector-strong -fno-stack-protector -D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE"),
                         ["-fstack-clash-protection", "-fno-stack-protector", "-U_FORTIFY_SOURCE"])


if __name__ == "__main__":
    unittest.main()
