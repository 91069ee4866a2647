#!/usr/bin/env python3
"""tests/README.md is true: its table lists every test of ctest and every folder, and nothing that does not exist.

usage: check_readme.py BUILD_FOLDER
"""
import fnmatch
import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent


def rows():
    """For each row of the first table: the folder, and the patterns of the names in ctest."""
    for line in (TESTS / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            folder = re.match(r"`([^`]*)`", cells[0]).group(1)
            yield folder, re.findall(r"`([^`]*)`", cells[2])


def main():
    listed = subprocess.run(["ctest", "-N"], cwd=sys.argv[1], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^ *Test +#\d+: (\S+)$", listed, re.MULTILINE)
    table = list(rows())
    patterns = [pattern for _, found in table for pattern in found]
    problems = ["%s is in no row" % name for name in names if not any(fnmatch.fnmatch(name, p) for p in patterns)]
    problems += ["no test has the name %s" % p for p in patterns if not any(fnmatch.fnmatch(name, p) for name in names)]
    folders = {path.name for path in TESTS.iterdir() if path.is_dir() and path.name != "__pycache__"}
    named = {folder.split("/")[0] for folder, _ in table if not folder.startswith("tools")}
    problems += ["the folder %s is in no row" % folder for folder in sorted(folders - named)]
    problems += ["there is no folder %s" % folder for folder in sorted(named - folders)]
    print("\n".join(problems))
    print("%d tests, %d rows, %d problems" % (len(names), len(table), len(problems)))
    return 1 if problems or not names else 0


if __name__ == "__main__":
    sys.exit(main())
