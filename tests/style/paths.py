"""Files that READMEs and other documents refer to exist.

usage: paths.py

A bare name is searched for in the folder of the document and below it, the end of a path everywhere.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = re.compile(r"[\w./-]+\.(?:cpp|h|py|def|cmake|mlp|sh|g4|md|txt|tokens|js|mjs|go)")
# `NAME.py`, `MLPnnnn.md`: a form, not a file; the others are examples.
FORM = re.compile(r"[A-Z]{4,}|nnnn")
NOT_OURS = {"hello.mlp", "main.mlp", "sdk.py"}
GENERATED = re.compile(r"compiler/vocabulary/README.md: .*\.h")


def main():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            stdout=subprocess.PIPE, text=True, check=True).stdout.split("\0")
    files = {name for name in listed if name and (ROOT / name).is_file()}
    problems = 0
    for document in sorted(files):
        if not document.endswith(".md") or document.startswith(("compiler/diag/pages/", "compiler/rules/src/")):
            continue
        if document.endswith("CHANGELOG.md") or "/decisions/" in document:
            continue
        folder = document.rpartition("/")[0] + "/" if "/" in document else ""
        text = re.sub(r"^(`{3,}|~{3,}).*?^\1", "", (ROOT / document).read_text(), flags=re.M | re.S)
        for name in re.findall(r"`([^`\n]+)`", text):
            if not FILE.fullmatch(name) or FORM.search(name) or name in NOT_OURS:
                continue
            within = "" if "/" in name else folder
            if GENERATED.fullmatch(f"{document}: {name}"):
                continue
            if not any(file.startswith(within) and ("/" + file).endswith("/" + name) for file in files):
                print(f"{document}: there is no {name}")
                problems += 1
    print(f"{problems} names of files that do not exist")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
