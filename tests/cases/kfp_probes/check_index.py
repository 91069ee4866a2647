#!/usr/bin/env python3
"""The table of README.md against the cases: every probe has a row, every row a case, and its outcome is the case's."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROBES = 107
ACCEPTED = 59  # by the SDK, though wrong or doubtful


def outcome(case):
    """The codes that a case expects, and whether it emits anything."""
    folder = os.path.join(HERE, case)
    with open(os.path.join(folder, "main.mlp"), encoding="utf-8") as file:
        text = file.read()
    codes = set(re.findall(r"^//@.*?\b(?:error|warning|info)\[(MLP\d+)\]", text, re.M))
    return codes, os.path.isdir(os.path.join(folder, "expected"))


def main():
    with open(os.path.join(HERE, "README.md"), encoding="utf-8") as file:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in file if line.startswith("| ")]
    rows = [row for row in rows if row[0] != "no."]
    problems = []
    seen = set()
    for number, _, sdk, case, promised in rows:
        case = case.strip("`")
        if case in seen:
            problems.append("two rows name " + case)
        seen.add(case)
        if not os.path.isfile(os.path.join(HERE, case, "main.mlp")):
            problems.append("row %s: there is no case %s" % (number, case))
            continue
        codes, emits = outcome(case)
        if set(re.findall(r"MLP\d+", promised)) != codes:
            problems.append("row %s: the case has %s" % (number, " ".join(sorted(codes)) or "no diagnostic"))
        if ("emitted" in promised) != emits:
            problems.append("row %s: the case emits %s" % (number, "a pipeline" if emits else "nothing"))
        # Whatever a probe is, either something is reported about it, or its result is correct and stored for
        # comparison.
        if not codes and not emits:
            problems.append("row %s has no outcome" % number)
        if sdk not in ("accepts", "rejects", ""):
            problems.append("row %s: the SDK accepts or rejects" % number)
    numbers = [row[0] for row in rows if row[0].isdigit()]
    if numbers != [str(n) for n in range(1, PROBES + 1)]:
        problems.append("the rows are not numbered from 1 to %d" % PROBES)
    if sum(row[2] == "accepts" for row in rows) != ACCEPTED:
        problems.append("the SDK accepts %d of the probes" % ACCEPTED)
    cases = {name for name in os.listdir(HERE) if os.path.isdir(os.path.join(HERE, name))}
    problems += ["no row names " + case for case in sorted(cases - seen)]
    for problem in problems:
        print(problem)
    print("%d probes, %d cases" % (len(numbers), len(seen)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
