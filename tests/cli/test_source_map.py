"""`mlpc compile --emit source-map`: every scalar of every document, and every line of every script, has an origin.

Runs over the samples of the project and over its golden cases. The documents are read by PyYAML, which counts the
scalars and knows where they are; the map must agree. What was written as a literal in the source must be
in the range that the map gives for it.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/schema"))
from schema import module_texts  # noqa: E402

MLPC = ""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def scalars(text):
    """(document, path, line, column) of each scalar value, from 1."""
    found = {}

    def walk(node, index, path):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                walk(value, index, path + "/" + key.value.replace("~", "~0").replace("/", "~1"))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                walk(item, index, f"{path}/{number}")
        else:
            # The names of types and choices come from types, which have no place in the back ends.
            typed = path.endswith(("/schemaTitle", "/schemaVersion")) or re.fullmatch(r"/parameters/\d+/values/\d+", path)
            text = node.tag.endswith(":str") and not typed and path not in ("/trigger", "/pr")
            found[index, path] = (node.start_mark.line + 1, node.start_mark.column + 1, node.value if text else "")

    for index, root in enumerate(yaml.compose_all(text, LOADER)):
        walk(root, index, "")
    return found


class Text:
    """A text whose parts are given by lines and columns."""

    def __init__(self, text):
        self.lines = text.split("\n")

    def is_reference(self, place):
        """Whether a name is used there, not declared: its value was written elsewhere."""
        part, line = self.part(place), self.lines[place["line"] - 1]
        declares = re.search(r"\b(component|pipeline|trainjob|workflow|resource|existing|secret|const|job|stage) $",
                             line[: place["column"] - 1])
        named = re.match(r"\??\s*:", self.lines[place["endLine"] - 1][place["endColumn"] - 1 :])
        return re.fullmatch(r"[\w.]+(\[[^]]*\])?", part) and not declares and not named

    def part(self, place):
        first, last = place["line"] - 1, place["endLine"] - 1
        if first == last:
            return self.lines[first][place["column"] - 1 : place["endColumn"] - 1]
        middle = self.lines[first + 1 : last]
        return "\n".join([self.lines[first][place["column"] - 1 :], *middle, self.lines[last][: place["endColumn"] - 1]])


def strip_expectations(text):
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//@"))


class SourceMap(unittest.TestCase):
    counted = 0
    files = 0

    def compile(self, folder, main, *options):
        return subprocess.run([MLPC, "compile", main, *options], cwd=folder, capture_output=True, text=True, check=False)

    def check_folder(self, label, folder, main):
        """Compiles `main`, with its maps; there is nothing to check if it has errors."""
        with tempfile.TemporaryDirectory() as out:
            if self.compile(folder, main, "-o", out + "/files").returncode != 0:
                return
            made = self.compile(folder, main, "-o", out + "/maps", "--emit", "source-map")
            self.assertEqual(made.returncode, 0, made.stderr)
            names = sorted(os.listdir(out + "/files")) if os.path.isdir(out + "/files") else []
            maps = sorted(os.listdir(out + "/maps")) if os.path.isdir(out + "/maps") else []
            self.assertEqual([name + ".map.json" for name in names], maps)
            for name in names:
                text = pathlib.Path(out, "files", name).read_text(encoding="utf-8")
                entries = json.loads(pathlib.Path(out, "maps", name + ".map.json").read_text(encoding="utf-8"))
                self.assertEqual(entries["document"], name)
                with self.subTest(source=label, file=name):
                    check = self.check_script if name.endswith(".sh") else self.check_document
                    check(folder, text, entries["entries"])
                    type(self).files += 1

    def source_of(self, folder, entry):
        self.assertIsNotNone(entry["source"], entry["path"])
        file = entry["source"]["file"]
        if file.startswith("<stdlib>/"):
            return Text(module_texts(ROOT / "stdlib")[file[len("<stdlib>/") : -len(".mlp")]])
        return Text((folder / file).read_text(encoding="utf-8"))

    def check_document(self, folder, text, entries):
        expected = scalars(text)
        self.assertEqual(sorted((e["index"], e["path"]) for e in entries), sorted(expected))
        literals = set()
        for source in folder.rglob("*.mlp"):
            literals.update(re.findall(r'"((?:[^"\\\n]|\\.)*)"', source.read_text(encoding="utf-8")))
        for entry in entries:
            line, column, value = expected[entry["index"], entry["path"]]
            self.assertEqual((entry["output"]["line"], entry["output"]["column"]), (line, column), entry["path"])
            source = self.source_of(folder, entry)
            self.assertTrue(source.part(entry["source"]), entry)
            if len(value) >= 3 and value in literals and not source.is_reference(entry["source"]):
                self.assertIn(value, source.part(entry["source"]), f"{entry['path']}: {entry['source']}")
            type(self).counted += 1

    def check_script(self, folder, text, entries):
        lines = {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}
        self.assertEqual({entry["output"]["line"] for entry in entries}, lines)
        for entry in entries:
            self.assertTrue(self.source_of(folder, entry).part(entry["source"]), entry)
            type(self).counted += 1

    def test_samples(self):
        for sample in sorted(ROOT.glob("samples/*.mlp")):
            self.check_folder(sample.name, sample.parent, sample.name)
        self.assertGreater(self.files, 10)

    def test_cases(self):
        before = self.files
        for main in sorted(ROOT.glob("tests/cases/*/*/main.mlp")):
            text = main.read_text(encoding="utf-8")
            if text.startswith("//@@") and "source " in text.split("\n", 1)[0]:
                continue
            with tempfile.TemporaryDirectory() as copy:
                folder = pathlib.Path(copy, "case")
                shutil.copytree(main.parent, folder, ignore=shutil.ignore_patterns("expected"))
                for source in folder.rglob("*.mlp"):
                    source.write_text(strip_expectations(source.read_text(encoding="utf-8")), encoding="utf-8")
                self.check_folder("/".join(main.parts[-3:-1]), folder, "main.mlp")
        self.assertGreater(self.files, before + 50)

    @classmethod
    def tearDownClass(cls):
        print(f"{cls.counted} scalars and lines of {cls.files} files have their origins", file=sys.stderr)


if __name__ == "__main__":
    MLPC = os.path.abspath(sys.argv.pop(1))
    unittest.main()
