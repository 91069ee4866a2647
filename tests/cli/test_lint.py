"""`mlpc lint`, and folders for `mlpc check`: which files are judged, by which settings, and what is changed.

usage: test_lint.py PATH_OF_MLPC
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

MLPC = ""

PARTS = """\
component say(text: string) -> string {
  image: "python:3.11"
  python <<<
    return text
  >>>
}
"""
MAIN = """\
import "./parts/say.mlp" as parts

pipeline {name}(used: string, spare: string) {{
  parts.say(text: used)
}}
"""


class LintTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("parts/say.mlp", PARTS)
        self.write("a.mlp", MAIN.format(name="a"))
        self.write("b.mlp", MAIN.format(name="b"))

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def mlpc(self, *arguments, status=0):
        result = subprocess.run([MLPC, *arguments], capture_output=True, text=True, timeout=60, cwd=self.folder)
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        return result

    def found(self, *arguments, status=0, command="lint"):
        listed = json.loads(self.mlpc(command, *arguments, "--format", "json", status=status).stdout)
        return [(one["file"], one["name"], one["severity"]) for one in listed]

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=n@example.org", *arguments], cwd=self.folder, check=True,
                       capture_output=True)

    def test_each_root_file_is_a_program(self):
        both = [("a.mlp", "unused-input", "warning"), ("b.mlp", "unused-input", "warning")]
        self.assertEqual(self.found("."), both)
        self.assertEqual(self.found("a.mlp", "b.mlp"), both)
        self.assertEqual(self.found(".", command="check"), both)
        self.assertEqual(self.found("a.mlp", "b.mlp", command="check"), both)
        # Two programs may emit files of one name; one program may not.
        self.write("b.mlp", MAIN.format(name="a"))
        self.assertEqual(len(self.found(".")), 2)
        self.assertIn(("b.mlp", "equal-names", "error"), self.found("a.mlp", "b.mlp", "--together", command="check", status=1))

    def test_a_finding_in_a_shared_file_is_reported_once(self):
        self.write("parts/say.mlp", PARTS.replace("return text", "return txt"))
        names = [one[0] for one in self.found(".", status=1)]
        self.assertEqual(names.count("parts/say.mlp"), 1)

    def test_text_ends_with_one_count(self):
        text = self.mlpc("lint", ".").stderr
        self.assertTrue(text.endswith("\n2 warnings\n"), text)
        self.assertEqual(text.count("warning[MLP7101]"), 2)

    def test_settings(self):
        self.write("mlpc.yaml", "exclude: [b.mlp]\nlint:\n  rules:\n    unused-input: error\n")
        self.assertEqual(self.found(".", status=1), [("a.mlp", "unused-input", "error")])
        self.write("mlpc.yaml", "lint: {ignore: [style]}\n")
        self.assertEqual(self.found("."), [])
        self.write("mlpc.yaml", "lint: {select: [cost]}\n")
        self.assertEqual(self.found("."), [])
        self.assertEqual(len(self.found(".", "--select", "unused-input")), 2)
        # They hold in folders below, and for files that are named.
        self.assertEqual(self.found("parts"), [])
        self.assertEqual(self.found("a.mlp"), [])
        self.write("mlpc.yaml", "lint: {selct: [cost]}\n")
        self.assertIn(("mlpc.yaml", "config-unknown-key", "error"), self.found(".", status=1))

    def test_the_schema_accepts_what_the_reader_accepts(self):
        schema = json.loads(self.mlpc("schema", "config").stdout)
        self.assertEqual(schema["properties"]["lint"]["additionalProperties"], False)
        self.mlpc("schema", "else", status=2)

    def test_selection_on_the_command_line(self):
        self.assertEqual(self.found(".", "--ignore", "MLP71"), [])
        self.assertEqual(self.found(".", "--severity", "error"), [])
        self.assertEqual(len(self.found(".", "--select", "style", "--select", "cost")), 2)
        self.assertIn("no rule, code or category", self.mlpc("lint", ".", "--select", "nothing", status=2).stderr)
        # What the language forbids stays.
        self.write("a.mlp", "pipeline a() {\n  nothing()\n}\n")
        self.assertIn(("a.mlp", "unknown-name", "error"), self.found(".", "--ignore", "all", status=1))

    def test_warnings_as_errors(self):
        self.assertEqual(len(self.found(".", "--werror", status=1)), 2)

    def test_a_baseline_survives_lines_that_move(self):
        self.mlpc("lint", ".", "--baseline", "known.json", "--update-baseline")
        self.assertEqual(self.found(".", "--baseline", "known.json", "--werror"), [])
        self.write("a.mlp", "// a comment\n\n" + self.read("a.mlp"))
        self.assertEqual(self.found(".", "--baseline", "known.json"), [])
        # From wherever, and named in the settings.
        self.write("mlpc.yaml", "lint: {baseline: known.json}\n")
        self.assertEqual(self.found("."), [])
        self.write("b.mlp", self.read("b.mlp").replace("spare", "other"))
        self.assertEqual(self.found("."), [("b.mlp", "unused-input", "warning")])
        self.write("known.json", "{}")
        self.assertIn("not a baseline", self.mlpc("lint", ".", status=2).stderr)

    def test_fixes(self):
        self.write("a.mlp", 'pipeline a(x: string) {\n  say(text: x)\n}\n' + PARTS.replace("-> string", "-> strin"))
        before = self.read("a.mlp")
        shown = self.mlpc("lint", "a.mlp", "--unsafe-fixes", "--diff", status=1)
        self.assertIn("-component say(text: string) -> strin {", shown.stdout)
        self.assertIn("+component say(text: string) -> string {", shown.stdout)
        self.assertEqual(self.read("a.mlp"), before)
        # Which type was meant is a guess.
        self.mlpc("lint", "a.mlp", "--fix", status=1)
        self.assertEqual(self.read("a.mlp"), before)
        self.mlpc("lint", "a.mlp", "--unsafe-fixes")
        self.assertEqual(self.read("a.mlp"), before.replace("-> strin ", "-> string "))
        after = self.read("a.mlp")
        self.mlpc("lint", "a.mlp", "--unsafe-fixes")
        self.assertEqual(self.read("a.mlp"), after)

    def test_a_baseline_is_of_everything_and_replaces_nothing_else(self):
        for option in (["--since", "HEAD"], ["--select", "style"], ["--ignore", "style"], ["--severity", "error"]):
            self.mlpc("lint", ".", "--baseline", "known.json", "--update-baseline", *option, status=2)
        self.mlpc("lint", ".", "--update-baseline", status=2)
        before = self.read("a.mlp")
        self.mlpc("lint", ".", "--baseline", "a.mlp", "--update-baseline", status=2)
        self.assertEqual(self.read("a.mlp"), before)

    def test_a_baseline_does_not_hide_what_the_language_forbids(self):
        self.write("a.mlp", "pipeline a() {\n  nothing()\n}\n")
        self.mlpc("lint", ".", "--baseline", "known.json", "--update-baseline")
        self.assertEqual(self.found(".", "--baseline", "known.json", status=1), [("a.mlp", "unknown-name", "error")])

    def test_a_baseline_knows_a_file_by_any_of_its_names(self):
        self.mlpc("lint", "a.mlp", "--baseline", "known.json", "--update-baseline")
        folder = self.folder.name
        for name in ("a.mlp", "./a.mlp", f"../{folder}/a.mlp", str(self.folder / "a.mlp"), "parts/../a.mlp"):
            self.assertEqual(self.found(name, "--baseline", "known.json"), [], name)

    def test_only_files_that_were_asked_for_are_fixed(self):
        self.write("sub/a.mlp", 'import "../parts/say.mlp" as parts\npipeline a() {\n  parts.say(text: "x")\n}\n')
        self.write("parts/say.mlp", PARTS.replace("-> string", "-> strin"))
        before = self.read("parts/say.mlp")
        self.mlpc("lint", "sub", "--unsafe-fixes", status=1)
        self.assertEqual(self.read("parts/say.mlp"), before)
        self.mlpc("lint", "sub", "parts", "--unsafe-fixes")
        self.assertNotEqual(self.read("parts/say.mlp"), before)

    def test_fixes_that_lead_to_nothing_better_are_not_written(self):
        text = 'pipeline p() {\n  c(x: "run-~\n{run.id}")\n}\n'
        self.write("a.mlp", text)
        self.mlpc("lint", "a.mlp", "--unsafe-fixes", status=1)
        self.assertNotIn("))))", self.read("a.mlp"))

    def test_a_fix_may_bring_other_findings_to_light(self):
        text = 'pipeline p(a: strin, b: string, c: string) {\n  say(text: "x")\n}\n' + PARTS
        self.write("a.mlp", text)
        self.mlpc("lint", "a.mlp", "--unsafe-fixes")
        self.assertEqual(self.read("a.mlp"), text.replace("a: strin,", "a: string,"))

    def test_names_of_files_give_no_commands(self):
        name = "##vso[task.setvariable variable=X]y.mlp"
        self.write(name, "pipeline p() {\n  let b = c()\n}\ncomponent c() -> string {\n  image: \"a:1\"\n  command: [\"a\"]\n}\n")
        for form in ("azure-devops", "text"):
            result = subprocess.run([MLPC, "check", name, "--format", form], capture_output=True, text=True, timeout=60, cwd=self.folder,
                                    env={**os.environ, "TF_BUILD": "True"})
            for line in (result.stdout + result.stderr).splitlines():
                # The first command of a line ends at the first bracket, and those in names are escaped.
                if not line.startswith("##vso[task.logissue "):
                    self.assertNotIn("##vso[", line)
        self.write("::add-mask::x.mlp", "nonsense\n")
        result = subprocess.run([MLPC, "check", "::add-mask::x.mlp"], capture_output=True, text=True, timeout=60, cwd=self.folder,
                                env={**os.environ, "GITHUB_ACTIONS": "true"})
        self.assertIn(" ::add-mask::x.mlp:1:1", result.stderr)
        self.assertFalse(result.stderr.startswith("::"))

    def test_a_pipe_is_read_once_and_pipes_in_folders_are_not_read(self):
        os.mkfifo(self.folder / "p.mlp")
        self.assertEqual(len(self.found(".")), 2)
        self.assertEqual(len(self.found(".", command="check")), 2)
        self.mlpc("fmt", "--check", ".")
        shown = subprocess.run(["bash", "-c", f'"{MLPC}" lint <(cat a.mlp | sed 1d)'], capture_output=True, text=True, timeout=60,
                               cwd=self.folder)
        self.assertEqual(shown.returncode, 1, shown.stderr)
        self.assertIn("parts", shown.stderr)

    def test_severity_counts_after_warnings_became_errors(self):
        self.assertEqual(len(self.found(".", "--severity", "error", "--werror", status=1)), 2)

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_another_work_tree_and_submodules(self):
        inner = self.folder / "inner"
        inner.mkdir()
        (inner / "i.mlp").write_text("pipeline i(x: string) {\n  c()\n}\ncomponent c() {\n  image: \"a:1\"\n  command: [\"a\"]\n}\n")
        for folder in (inner, self.folder):
            for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
                subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=n@example.org", *words], cwd=folder, check=True, capture_output=True)
        self.write("b.mlp", self.read("b.mlp") + "\n")
        # From elsewhere.
        result = subprocess.run([MLPC, "lint", "--since", "HEAD", str(self.folder), "--format", "json"], capture_output=True, text=True,
                                timeout=60, cwd="/")
        self.assertEqual([os.path.basename(one["file"]) for one in json.loads(result.stdout)], ["b.mlp"])
        # `inner` was added as a submodule is, by its commit.
        self.assertEqual(self.found("inner", "--since", "HEAD"), [])
        (inner / "i.mlp").write_text((inner / "i.mlp").read_text() + "\n")
        self.assertEqual([one[0] for one in self.found("inner", "--since", "HEAD")], ["inner/i.mlp"])

    @unittest.skipUnless(shutil.which("git"), "git is not installed")
    def test_what_git_ignores_or_has_not_changed(self):
        self.git("init", "-q")
        self.write(".gitignore", "made/\n")
        self.write("made/x.mlp", "nonsense\n")
        self.assertEqual(len(self.found(".")), 2)
        self.git("add", "-A")
        self.git("commit", "-qm", "x")
        self.assertEqual(self.found(".", "--since", "HEAD"), [])
        self.write("b.mlp", self.read("b.mlp") + "\n")
        self.write("c.mlp", MAIN.format(name="c"))
        self.assertEqual([one[0] for one in self.found(".", "--since", "HEAD")], ["b.mlp", "c.mlp"])
        self.mlpc("lint", ".", "--since", "nothing", status=2)
        self.mlpc("lint", ".", "--since", "--output=x", status=2)
        self.assertFalse((self.folder / "x").exists())

    def test_what_is_not_there(self):
        self.mlpc("lint", status=2)
        self.mlpc("lint", "nothing.mlp", status=2)
        self.mlpc("lint", ".", "--config", "nothing.yaml", status=2)
        os.mkdir(self.folder / "empty")
        self.assertEqual(self.found("empty"), [])


if __name__ == "__main__":
    MLPC = os.path.abspath(sys.argv.pop(1))
    unittest.main()
