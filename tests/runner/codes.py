"""Every diagnostic of the registry is produced by something that runs.

usage: codes.py
That is the failing example of its page, a golden case, or a test listed here, which must mention the code.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Codes that no single-file program leads to, with the test that covers them.
ELSEWHERE = {
    "tests/cli/test_codes.py": [
        1001, 1002, 1003, 1025, 1026, 1027, 1028, 2003, 2004, 2224, 2227, 3222, 3911, 3912, 3990, 5168, 5354,
        6001, 6002, 6003, 6004, 6005, 6006, 6007, 6008, 6009, 6010, 6011, 6012, 6013,
        6101, 6102, 6103, 6104, 6105, 6106, 6107, 6108, 6109, 6110, 6112, 6113, 6114, 6115, 6116, 6117,
        6118, 6119, 6120, 6121, 6122, 6123, 6124,
    ],
    "tests/import/test_import.py": [6014, 6015, 6016],
    "tests/unit/config/config_test.cpp": [8001, 8002, 8003, 8004, 8005],
    "tests/unit/backend_kfp/emit_test.cpp": [9001],
}


def registry():
    codes = {}
    for path in sorted((ROOT / "compiler/diag/def").glob("*.def")):
        for code, name in re.findall(r"^MLPC_(?:DIAGNOSTIC\(|RULE\(\w+, )(\d+), \w+, \w+, \w+, (\w+),", path.read_text(), re.M):
            codes[int(code)] = name
    return codes


def page_of(code):
    """In the folder of pages, or beside the rule that reports the code; None if it has no page."""
    name = f"MLP{code:04}.md"
    found = (path for folder in ("compiler/diag/pages", "compiler/rules/src") for path in (ROOT / folder).rglob(name))
    return next(found, None)


def shown_by_page(page):
    fails = page.read_text().partition("\n## Fails\n")[2].partition("\n## ")[0]
    return re.search(r"^`{3,}mlp$", fails, re.M) is not None


def expected_by_cases():
    codes = set()
    for path in (ROOT / "tests/cases").rglob("*.mlp"):
        codes.update(int(code) for code in re.findall(r"^//@.*\[MLP(\d{4})\]", path.read_text(), re.M))
    return codes


def main():
    codes = registry()
    problems = []
    in_cases = expected_by_cases()
    listed = {code: test for test, given in ELSEWHERE.items() for code in given}
    for test, given in ELSEWHERE.items():
        path = ROOT / test
        text = path.read_text() if path.exists() else ""
        if not path.exists():
            problems.append(f"{test} is not there")
        for code in given:
            if code not in codes:
                problems.append(f"{test} is listed for {code}, which is no code")
            elif path.exists() and not re.search(rf"\b{code}\b", text):
                problems.append(f"{test} does not speak of {code}")
    for code, name in codes.items():
        page = page_of(code)
        if page is None:
            problems.append(f"MLP{code:04} {name} has no page")
            continue
        shown = shown_by_page(page)
        if not shown and code not in in_cases and code not in listed:
            problems.append(f"MLP{code:04} {name}: nothing produces it")
        if shown and code in listed:
            problems.append(f"MLP{code:04} {name} is shown by its page; it need not be listed")
    for problem in problems:
        print(problem)
    print(f"{len(codes)} codes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
