"""`mlpc fmt`: what it makes of a source, and the command.

usage: test_fmt.py PATH_OF_MLPC [--update]

`cases/input/NAME.mlp` becomes `cases/expected/NAME.mlp`; `--update` rewrites these files. The samples and the standard
library are in the style of the language.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

MLPC = ""
UPDATE = False
ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = pathlib.Path(__file__).resolve().parent / "cases"

UGLY = "const   a=1\nconst b = 2\n"
NICE = "const a = 1\nconst b = 2\n"


class FmtTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def fmt(self, *arguments, stdin=b"", status=0):
        done = subprocess.run([MLPC, "fmt", *map(str, arguments)], input=stdin, capture_output=True, timeout=60,
                              cwd=self.folder)
        self.assertEqual(done.returncode, status, done.stderr.decode(errors="replace"))
        return done

    def test_cases(self):
        inputs = sorted((CASES / "input").glob("*.mlp"))
        self.assertGreater(len(inputs), 5)
        self.assertEqual({p.name for p in inputs}, {p.name for p in (CASES / "expected").glob("*.mlp")} | (
            {p.name for p in inputs} if UPDATE else set()))
        for path in inputs:
            with self.subTest(path.stem):
                status = 1 if path.stem == "broken" else 0
                text = self.fmt("-", stdin=path.read_bytes(), status=status).stdout
                expected = CASES / "expected" / path.name
                if UPDATE:
                    expected.write_bytes(text)
                self.assertEqual(text.decode(), expected.read_bytes().decode())
                self.assertEqual(self.fmt("-", stdin=text, status=status).stdout, text, "again")

    def test_the_project_is_formatted(self):
        self.assertEqual(self.fmt("--diff", "--check", ROOT / "samples", ROOT / "stdlib").stdout.decode(), "")

    def test_a_file_in_place(self):
        path = self.write("a.mlp", UGLY)
        os.chmod(path, 0o640)
        done = self.fmt("a.mlp")
        self.assertEqual((done.stdout, done.stderr.decode()), (b"", "formatted a.mlp\n"))
        self.assertEqual(path.read_text(), NICE)
        self.assertEqual(path.stat().st_mode & 0o777, 0o640)
        before = path.stat()
        self.assertEqual(self.fmt("a.mlp").stderr, b"")
        self.assertEqual(path.stat().st_ino, before.st_ino, "written although nothing changed")

    def test_standard_input(self):
        done = self.fmt("-", stdin=UGLY.encode())
        self.assertEqual((done.stdout.decode(), done.stderr), (NICE, b""))
        self.assertEqual(self.fmt("-", stdin=b"").stdout, b"")
        self.assertEqual(self.fmt("--check", "-", stdin=UGLY.encode(), status=1).stdout, b"<stdin>\n")

    def test_check(self):
        self.write("a.mlp", UGLY)
        self.write("b.mlp", NICE)
        self.write("c.mlp", UGLY)
        self.assertEqual(self.fmt("--check", "a.mlp", "b.mlp", "c.mlp", status=1).stdout, b"a.mlp\nc.mlp\n")
        self.assertEqual(self.fmt("--check", "b.mlp").stdout, b"")
        self.assertEqual((self.folder / "a.mlp").read_text(), UGLY)

    def test_diff(self):
        path = self.write("a.mlp", "// 1\n// 2\n// 3\n// 4\n" + UGLY + "// 5\n\n\n// 6\n// 7\n// 8\n// 9\nconst  z = 1")
        done = self.fmt("--diff", "a.mlp")
        self.assertEqual(done.stdout.decode().splitlines()[:8], [
            "--- a.mlp", "+++ a.mlp", "@@ -2,13 +2,12 @@", " // 2", " // 3", " // 4", "-const   a=1", "+const a = 1"])
        self.assertIn("\\ No newline at end of file", done.stdout.decode())
        self.assertEqual(self.fmt("--diff", "--check", "a.mlp", status=1).stdout, done.stdout)
        patched = subprocess.run(["patch", "a.mlp"], input=done.stdout, cwd=self.folder, capture_output=True)
        self.assertEqual(patched.returncode, 0, patched)
        self.fmt("--check", "a.mlp")
        self.assertIn("const z = 1\n", path.read_text())

    def test_diffs_can_be_applied(self):
        for source in sorted((CASES / "input").glob("*.mlp")):
            path = self.write(source.name, source.read_bytes())
            status = 1 if source.stem == "broken" else 0
            diff = self.fmt("--diff", source.name, status=status).stdout
            patched = subprocess.run(["patch", source.name], input=diff, cwd=self.folder, capture_output=True)
            self.assertEqual(patched.returncode, 0, patched)
            self.assertEqual(path.read_bytes(), (CASES / "expected" / source.name).read_bytes(), source.name)

    def test_folders(self):
        names = ["x/a.mlp", "x/y/b.mlp", "x/y/c.txt", "x/.hidden/d.mlp", "e.mlp"]
        for name in names:
            self.write(name, UGLY)
        (self.folder / "x" / "loop").symlink_to(self.folder / "x")
        done = self.fmt("x", "x/a.mlp")
        self.assertEqual(done.stderr.decode(), "formatted x/a.mlp\nformatted x/y/b.mlp\n")
        self.assertEqual([(self.folder / name).read_text() == NICE for name in names], [True, True, False, False, False])

    def test_what_cannot_be_read_stops_everything(self):
        self.write("a.mlp", UGLY)
        done = self.fmt("a.mlp", "missing.mlp", status=2)
        self.assertIn("cannot read missing.mlp", done.stderr.decode())
        self.assertEqual((self.folder / "a.mlp").read_text(), UGLY)
        self.fmt(status=2)

    def test_errors_of_the_input(self):
        self.write("a.mlp", "const   a = 1\nconst  b =\nconst   c = 3\n")
        done = self.fmt("a.mlp", status=1)
        self.assertIn("a.mlp:2:11: error[MLP1041]", done.stderr.decode())
        self.assertEqual((self.folder / "a.mlp").read_text(), "const a = 1\nconst  b =\nconst c = 3\n")
        found = json.loads(self.fmt("--format", "json", "a.mlp", status=1).stdout)
        self.assertEqual([report["code"] for report in found], ["MLP1041"])
        for text in (b"const   a = 1 // \xff\n", b"const   a = \0\n"):
            path = self.write("b.mlp", text)
            self.fmt("b.mlp", status=1)
            self.assertEqual(path.read_bytes(), text)

    def test_line_ends_and_byte_order_marks_stay(self):
        done = self.fmt("-", stdin=b"\xef\xbb\xbfconst   a = [\r\n1]\r\n\r\n\r\n\r\nconst b=2")
        self.assertEqual(done.stdout, b"\xef\xbb\xbfconst a = [\r\n  1,\r\n]\r\n\r\nconst b = 2\r\n")


if __name__ == "__main__":
    MLPC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    UPDATE = "--update" in sys.argv
    if UPDATE:
        sys.argv.remove("--update")
    unittest.main(verbosity=1)
