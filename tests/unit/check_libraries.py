#!/usr/bin/env python3
"""Every library of compiler/ has a README and unit tests."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Folders whose tests have a prefix before the library's name.
PREFIXES = {"backends": "backend_", "importers": "importer_"}


def libraries():
    """The folder of each library, and the name of its tests."""
    for path in sorted((ROOT / "compiler").rglob("CMakeLists.txt")):
        if "mlpc_library(" not in path.read_text(encoding="utf-8"):
            continue
        folder = path.parent
        yield folder, PREFIXES.get(folder.parent.name, "") + folder.name


def main():
    found = list(libraries())
    problems = []
    for folder, name in found:
        where = folder.relative_to(ROOT)
        if not (folder / "README.md").exists():
            problems.append("%s has no README.md" % where)
        if not any((ROOT / "tests/unit" / name).glob("*_test.cpp")):
            problems.append("%s has no unit tests in tests/unit/%s" % (where, name))
    print("\n".join(problems))
    print("%d libraries, %d problems" % (len(found), len(problems)))
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main())
