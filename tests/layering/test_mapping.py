"""Back ends: what maps a program to documents has nowhere to report to, and what legalizes it makes no document.

usage: test_mapping.py
"""
import pathlib
import re
import unittest

BACKENDS = pathlib.Path(__file__).resolve().parents[2] / "compiler/backends"
MAPPING = ["*/src/map/*", "azureml/src/scripts/*", "common/src/context.cpp"]
# What the scripts make and in which order is decided before they are mapped.
LEGALIZING = ["*/src/legalize/*", "azureml/src/scripts/plan.*"]


def files(patterns):
    found = {path for pattern in patterns for path in BACKENDS.glob(pattern) if path.is_file()}
    assert len(found) > 10, found
    return found


class Test(unittest.TestCase):
    def without(self, paths, pattern):
        for path in sorted(paths):
            found = re.search(pattern, path.read_text())
            self.assertIsNone(found, f"{path.relative_to(BACKENDS)}: {found and found[0]}")

    def test_mapping_reports_nothing(self):
        self.without(files(MAPPING) - files(LEGALIZING), r'mlpc/diag/|\bdiag::|"legalize/')

    def test_rules_make_no_document(self):
        self.without(files(LEGALIZING), r'"map/|mlpc/emit/outlet|\bemit::Node\b|\bOutlet\b')


if __name__ == "__main__":
    unittest.main()
