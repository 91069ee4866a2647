"""No text of a program becomes code of a script: whatever a string contains, the emitted scripts run only what they are
meant to run, and hand it over whole.

The programs come from the schemas in stdlib/: each string of every Azure kind, keys of maps and names of what exists already included.
The scripts run with a PATH of stand-ins that record how they were called.

usage: test_scripts.py PATH_OF_MLPC [--all] [PREFIX...]
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import test_fields
from test_fields import LIBRARY, Sampler, cases

MARK = "zz9mark"
HEAD, TAIL = "q7b", "q7e"
# Each would create a file called `pwned…` or call `touch` if it were read as code.
TEXTS = {
    "line break": "\n>pwned1\ntouch pwned2\n#", "carriage return": "\r>pwned1\r\ntouch pwned2\r", "separators": "\u2028>pwned1\u2029touch pwned2\u0085",
    "substitution": "$(touch pwned1)${IFS}$(>pwned2)", "backticks": "`touch pwned1``>pwned2`", "quotes": "';touch pwned1;'\";>pwned2;\"",
    "operators": ";touch pwned1;&& >pwned2||touch pwned3|touch pwned4&", "option": "-rf --yes", "placeholder": "\\~{touch} ~~{x}",
    "logging command": "##vso[task.setvariable variable=x]y\n##[command]touch", "here-document": "\nYAML\ntouch pwned1\nYAML\nEOF\n>pwned2\n",
    "escapes": "\x1b[2J\x1b]0;t\x07\x08", "Azure": "$(pool)$[x]${{ y }}", "templates": "{{x}}{{$.inputs}}%s%n$'\\n'", "backslashes": "\\\\' \\\" \\$(touch pwned1)\\",
    "mark of an id": "@mlpc-id-x}$(touch pwned1)-di-clpm@", "tab": "\ttouch pwned1\t", "glob": "* ? [a-z] ~ !! !x {a,b}",
}
START = {"option": "--yes -rf $(touch pwned1)", "file": "@/etc/passwd", "dash": "-", "break": "\ntouch pwned1"}
STAND_IN = r"""#!/bin/sh
{ printf '%s\0' "${0##*/}" "$@"; printf '\n\0'; } >>"$JAIL_LOG"
case "${0##*/} $* " in
  "az account show "*) exit 0 ;;
  *" --query "*) echo Succeeded ;;
  az*" show "* | *" get "*) exit "$JAIL_SHOW" ;;
esac
"""
STAND_INS = ("az", "kubectl", "kubelogin", "touch", "sleep")
MEANT = {"az", "kubectl", "kubelogin", "sleep"}


class Hostile(Sampler):
    """Puts the mark into every string of the first field that it is asked for."""

    def __init__(self):
        super().__init__()
        self.asked, self.target = False, False

    def sample(self, field, module):
        if self.asked:
            target, self.target = self.target, False
            result = super().sample(field, module)
            self.target = target
            return result
        self.asked = self.target = True
        value = self.value(field.type, module, field)
        self.target = False
        return value, value

    def text(self, field):
        return f'"{MARK}"' if self.target else super().text(field)

    def kind(self, where, another=False):
        target, self.target = self.target, False
        result = super().kind(where, another)
        self.target = target
        return result

    def named(self, name, module, field):
        made = super().named(name, module, field)
        return made.replace('"zz9"', f'"{MARK}"') if self.target else made


def programs():
    """Programs with the mark, by where it is."""
    test_fields.Sampler = Hostile
    for case in cases():
        if not case.where.startswith(("azure.", "k8s.Namespace")) or case.where.startswith("azure.devops"):
            continue
        if f'"{MARK}"' in case.after:
            yield case.where, case.after
            if "{ zz: " in case.after:
                yield case.where + " (key)", case.after.replace("{ zz: ", f'{{ "{MARK}": ').replace(f': "{MARK}"', ': "zz9"')
        # The names of what it refers to.
        for i, found in enumerate(re.finditer(r'\bname: "zz9"', case.after)):
            yield f"{case.where} (name {i})", case.after[:found.start()] + f'name: "{MARK}"' + case.after[found.end():]


def literal(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("~{", "\\~{")
    return f'"{out}"'


class Jail:
    def __init__(self, mlpc, folder):
        self.mlpc = mlpc
        self.path = pathlib.Path(folder) / "path"
        self.path.mkdir()
        for name in STAND_INS:
            (self.path / name).write_text(STAND_IN)
            (self.path / name).chmod(0o755)
        for name in ("cat", "grep", "mktemp", "rm", "bash"):
            (self.path / name).symlink_to(shutil.which(name))

    def problems(self, text, program):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "main.mlp"
            source.write_text(program.replace(f'"{MARK}"', literal(text)), encoding="utf-8", newline="")
            out = pathlib.Path(folder) / "out"
            made = subprocess.run([self.mlpc, "compile", source, "-o", out, "--target", "azure"], capture_output=True, timeout=60, check=False)
            if made.returncode not in (0, 1):
                yield f"status {made.returncode}"
            if b"MLP9001" in made.stderr:
                yield "an internal error"
            for script in sorted(out.glob("*.sh")) if made.returncode == 0 else ():
                for show in ("0", "3"):
                    yield from self.run(script, show, text)

    def run(self, script, show, text):
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder) / "work"
            work.mkdir()
            log = pathlib.Path(folder) / "log"
            log.touch()
            environment = {"PATH": str(self.path), "JAIL_LOG": str(log), "JAIL_SHOW": show, "TMPDIR": folder, "HOME": folder,
                           "MLPC_POLL_SECONDS": "0"}
            command = ["bash", script] + (["--yes"] if "cleanup" in script.name else [])
            done = subprocess.run(command, cwd=work, env=environment, capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
            calls = [c.split("\0") for c in log.read_bytes().decode().split("\n\0") if c]
            for name in sorted(f.name for f in work.iterdir()):
                yield f"{script.name} made {name!r}"
            for call in calls:
                if call[0] not in MEANT:
                    yield f"{script.name} ran {call}"
                for word in call:
                    if HEAD in word and text not in word:
                        yield f"{script.name} cut {word!r}"
            if done.returncode not in (0, 1) or b"command not found" in done.stderr or b"syntax error" in done.stderr:
                yield f"{script.name} ended with {done.returncode}: {done.stderr[-300:]!r}"


def chosen(everything):
    """Which texts are tried at which place: all of them, or in turn."""
    texts = [HEAD + text + TAIL for text in TEXTS.values()] + [text + HEAD + TAIL for text in START.values()]
    step = 0
    for where, program in sorted(set(programs())):
        if everything:
            yield from ((where, text, program) for text in texts)
            continue
        for _ in range(2):
            yield where, texts[step % len(texts)], program
            step += 1


def main():
    arguments = [a for a in sys.argv[1:] if a != "--all"]
    prefixes = tuple(arguments[1:])
    trials = [t for t in chosen("--all" in sys.argv) if not prefixes or t[0].startswith(prefixes)]
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        jail = Jail(arguments[0], folder)
        answers = list(pool.map(lambda trial: list(jail.problems(trial[1], trial[2])), trials))
    failed = 0
    for (where, text, program), found in zip(trials, answers):
        if found:
            failed += 1
            print(f"\n{where} with {text!r}:", *sorted(set(found)), program, sep="\n")
    print(f"{len(trials)} texts, {failed} not held")
    return 1 if failed or not trials else 0


if __name__ == "__main__":
    sys.exit(main())
