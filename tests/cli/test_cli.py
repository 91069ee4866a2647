"""Runs the program as a user does: arguments, standard input, files, exit statuses.

usage: test_cli.py PATH_OF_MLPC
"""
import base64
import io
import json
import os
import pathlib
import random
import re
import stat
import subprocess
import sys
import tarfile
import tempfile
import unittest

MLPC = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]

HELLO = """\
component greet(name: string) -> string {
  image: "python:3.12-slim"
  python <<<
    return f"Hello, {name}!"
  >>>
}
pipeline hello(name: string = "world") {
  greet(name)
}
"""

JOB = """\
trainjob finetune {
  runtime: "torch-distributed"
  trainer: { image: "example.org/train:1.0" }
}
"""


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def mlpc(self, *arguments, stdin="", status=None, env=None):
        result = subprocess.run(
            [MLPC, *map(str, arguments)], input=stdin, capture_output=True, text=True, timeout=60,
            cwd=self.folder, env={**os.environ, **(env or {})})
        if status is not None:
            self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        return result

    def test_version_and_help(self):
        self.assertRegex(self.mlpc("version", status=0).stdout, r"^mlpc \d+\.\d+\.\d+\n$")
        self.assertIn("compile", self.mlpc("help", status=0).stdout)
        self.assertIn("--target", self.mlpc("help", "compile", status=0).stdout)
        self.assertIn("--target", self.mlpc("compile", "--help", status=0).stdout)
        self.mlpc(status=2)

    def test_unknown_command_and_option(self):
        self.assertIn("did you mean `compile`?", self.mlpc("compil", status=2).stderr)
        self.assertIn("did you mean `--target`?", self.mlpc("compile", "--tarset", "kfp", status=2).stderr)
        self.assertIn("no input file", self.mlpc("compile", status=2).stderr)
        self.assertIn("there is no target", self.mlpc("compile", "x.mlp", "--target", "argo", status=2).stderr)

    def test_compile_into_a_folder(self):
        self.write("hello.mlp", HELLO + JOB)
        result = self.mlpc("compile", "hello.mlp", "-o", "out", status=0)
        self.assertEqual(result.stdout, "")
        self.assertIn("out/hello.pipeline.yaml", result.stderr)
        names = sorted(p.name for p in (self.folder / "out").iterdir())
        self.assertEqual(names, ["finetune.trainjob.yaml", "hello.pipeline.yaml"])

    def test_same_input_same_bytes(self):
        self.write("hello.mlp", HELLO + JOB)
        for out, env in (("a", {"TZ": "UTC"}), ("b", {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"})):
            self.mlpc("compile", "hello.mlp", "-o", out, status=0, env=env)
        for path in (self.folder / "a").iterdir():
            self.assertEqual(path.read_bytes(), (self.folder / "b" / path.name).read_bytes())

    def test_one_output_to_a_file_and_to_standard_output(self):
        self.write("hello.mlp", HELLO + JOB)
        out = self.mlpc("compile", "hello.mlp", "--target", "kfp", "-o", "-", status=0).stdout
        self.assertIn("pipelineInfo:", out)
        self.mlpc("compile", "hello.mlp", "--target=kfp", "-o", "p.yaml", status=0)
        self.assertEqual((self.folder / "p.yaml").read_text(), out)
        self.assertIn("takes a single output", self.mlpc("compile", "hello.mlp", "-o", "-", status=2).stderr)

    def test_output_to_existing_files(self):
        self.write("hello.mlp", HELLO)
        self.write("plain", "old")
        self.mlpc("compile", "hello.mlp", "-o", "plain", status=0)
        text = (self.folder / "plain").read_text()
        self.assertIn("exec-greet", text)
        self.write("real.yaml", "old")
        (self.folder / "link.yaml").symlink_to("real.yaml")
        self.mlpc("compile", "hello.mlp", "-o=link.yaml", status=0)
        self.assertTrue((self.folder / "link.yaml").is_symlink())
        self.assertEqual((self.folder / "real.yaml").read_text(), text)
        self.assertEqual(self.mlpc("compile", "hello.mlp", "-o", "/dev/stdout", status=0).stdout, text)
        self.assertIn("cannot write", self.mlpc("compile", "hello.mlp", "-o", "/dev/full", status=2).stderr)

    def test_nothing_to_emit(self):
        self.write("one.mlp", "const a = 1\n")
        self.assertIn("nothing to emit", self.mlpc("compile", "one.mlp", "-o", "out", status=0).stderr)
        for output in ("-", "one.yaml"):
            self.assertIn("nothing to emit", self.mlpc("compile", "one.mlp", "-o", output, status=2).stderr)
        self.assertFalse((self.folder / "one.yaml").exists())

    def test_a_line_break_in_a_name_stays_out_of_scripts(self):
        self.write("a\nrm b.mlp", 'resource rg: azure.ResourceGroup { name: "rg", location: "eastus" }\n')
        self.mlpc("compile", "a\nrm b.mlp", "-o", "out", status=0)
        scripts = list((self.folder / "out").glob("*.sh"))
        self.assertEqual(len(scripts), 2)
        for script in scripts:
            self.assertNotIn("\nrm b", script.read_text())

    def test_clean_up_tells_missing_from_unknown(self):
        """If `az` fails, the script must not say that everything was deleted."""
        self.write("infra.mlp", 'resource rg: azure.ResourceGroup { name: "rg", location: "eastus" }\n')
        self.mlpc("compile", "infra.mlp", "-o", "out", status=0)
        az = self.folder / "bin" / "az"
        az.parent.mkdir()
        for failure, status in (("echo 'ERROR: (AuthorizationFailed) no' >&2; exit 1", 1),
                                ("echo 'ERROR: (ResourceGroupNotFound) no' >&2; exit 3", 0),
                                ("echo 'ERROR: group rg could not be found' >&2; exit 1", 0)):
            az.write_text('#!/bin/sh\ncase "$1 $2" in "group show") %s;; esac\n' % failure)
            az.chmod(0o755)
            done = subprocess.run([str(self.folder / "out" / "infra.cleanup.sh"), "--yes"], stderr=subprocess.PIPE, text=True,
                                  env={**os.environ, "PATH": f"{az.parent}:{os.environ['PATH']}"})
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertEqual("everything is gone" in done.stderr, status == 0, done.stderr)

    def test_standard_input(self):
        out = self.mlpc("compile", "-", "-o", "-", stdin=HELLO, status=0).stdout
        self.assertIn("exec-greet", out)
        self.assertIn("<stdin>:1:1: error[MLP", self.mlpc("check", "-", stdin="compnent x {}", status=1).stderr)

    def test_errors_write_nothing(self):
        self.write("bad.mlp", HELLO.replace("greet(name)\n}", "greet(nam)\n}"))
        result = self.mlpc("compile", "bad.mlp", "-o", "out", status=1)
        self.assertIn("bad.mlp:8:9: error[MLP", result.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_an_earlier_output_survives_a_failed_write(self):
        self.write("hello.mlp", HELLO)
        self.mlpc("compile", "hello.mlp", "-o", "out", status=0)
        before = (self.folder / "out" / "hello.pipeline.yaml").read_bytes()
        # A folder is in the place of a second file, so nothing of this compilation may be written.
        self.write("hello.mlp", HELLO.replace("Hello", "Good day") + JOB)
        (self.folder / "out" / "finetune.trainjob.yaml").mkdir()
        self.assertIn("cannot write", self.mlpc("compile", "hello.mlp", "-o", "out", status=2).stderr)
        self.assertEqual((self.folder / "out" / "hello.pipeline.yaml").read_bytes(), before)
        self.assertEqual([p.name for p in (self.folder / "out").iterdir() if ".tmp" in p.name], [])

    def test_scripts_are_executable(self):
        self.write("infra.mlp", 'resource rg: azure.ResourceGroup { name: "rg", location: "eastus" }\n')
        self.mlpc("compile", "infra.mlp", "-o", "out", status=0)
        for name in ("infra.provision.sh", "infra.cleanup.sh"):
            self.assertTrue((self.folder / "out" / name).stat().st_mode & stat.S_IXUSR)

    def test_embedded_files_arrive_as_they_are(self):
        """Unpacked in the same way as on the cluster: by Python's tarfile."""
        long = "a_name_that_goes_on_" * 6
        files = {
            f"{long}1.txt": b"one", f"{long}2.txt": b"two",  # the same in their first hundred bytes
            f"{'deep/' * 30}{long}.bin": bytes(range(256)),
            "\u00fcber/\u65e5\u672c\u8a9e.txt": b"three", "\u00e4" * 100 + ".txt": b"four",
            "run.sh": b"#!/bin/sh\n", "empty": b"",
        }
        for name, content in files.items():
            path = self.folder / "assets" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (self.folder / "assets/run.sh").chmod(0o755)
        self.write("packed.mlp", """component packed() {
  embed: "assets"
  python <<<
    print(embedded.path)
  >>>
}
pipeline p() {
  packed()
}
""")
        text = self.mlpc("compile", "packed.mlp", "--target", "kfp", "-o", "-", status=0).stdout
        os.utime(self.folder / "assets/empty", (1, 1))
        self.assertEqual(self.mlpc("compile", "packed.mlp", "--target", "kfp", "-o", "-", status=0).stdout, text)
        data = base64.b64decode(re.search(r"_EMBEDDED_FILES = '([^']*)'", text)[1])
        self.assertEqual(int.from_bytes(data[4:8], "little"), 0, "a time in the head of gzip")
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            members = archive.getmembers()
            found = {member.name: archive.extractfile(member).read() for member in members}
        self.assertEqual(found, files)
        self.assertEqual(len(members), len(files))
        for member in members:
            self.assertEqual((member.mtime, member.uid, member.gid, member.uname, member.gname), (0, 0, 0, "", ""))
            self.assertEqual(member.mode, 0o755 if member.name == "run.sh" else 0o644, member.name)

    def test_links_out_of_the_project_are_not_followed(self):
        (self.folder / "elsewhere").mkdir()
        (self.folder / "project/deep").mkdir(parents=True)
        (self.folder / "project/inside").symlink_to("deep")
        for name, text in (("code.py", "print(1)\n"), ("run.sh", "true\n"), ("notes.ipynb", '{"nbformat": 4, "metadata": {}, "cells": []}')):
            self.write(f"elsewhere/{name}", text)
            (self.folder / "project" / name).symlink_to(f"../elsewhere/{name}")
        code = 'component c() {{\n  image: "python:3.12-slim"\n  {}\n}}\npipeline p() {{\n  c()\n}}\n'
        for line in ('python "{}code.py"', 'bash "{}run.sh"', 'notebook: "{}notes.ipynb"'):
            for way in ("", "missing/../", "inside/x/../../"):
                self.write("project/main.mlp", code.format(line.format(way)))
                for command in ("check", "compile"):
                    said = self.mlpc(command, "project/main.mlp", *(["-o", "out"] if command == "compile" else []), status=1)
                    self.assertIn("a link that leads out of the project", said.stderr, line + way)
            self.write("project/main.mlp", code.format(line.format("../elsewhere/")))
            self.mlpc("compile", "project/main.mlp", "-o", "out", status=0)

    def test_unreadable_file(self):
        self.assertIn("cannot read missing.mlp", self.mlpc("check", "missing.mlp", status=2).stderr)
        self.assertIn("is a directory", self.mlpc("compile", ".", status=2).stderr)

    def test_json(self):
        self.write("bad.mlp", HELLO.replace("greet(name)\n}", "greet(nam)\n}"))
        found = json.loads(self.mlpc("check", "bad.mlp", "--format", "json", status=1).stdout)
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0]["range"]["start"], {"line": 8, "column": 9})
        self.assertEqual(set(found[0]), {"code", "name", "severity", "message", "file", "range", "notes", "fixes", "url"})
        self.write("good.mlp", HELLO)
        self.assertEqual(json.loads(self.mlpc("check", "good.mlp", "--format", "json", status=0).stdout), [])

    def test_explain(self):
        self.assertTrue(self.mlpc("explain", "MLP2101", status=0).stdout.startswith("# MLP2101: "))
        self.mlpc("explain", "MLP0000", status=2)

    def test_later_commands_say_so(self):
        self.assertIn("not part of this version", self.mlpc("graph", "x.mlp", status=2).stderr)

    def test_no_colours_in_a_pipe(self):
        self.write("bad.mlp", "compnent x {}\n")
        self.assertNotIn("\033[", self.mlpc("check", "bad.mlp", status=1).stderr)
        self.assertIn("\033[", self.mlpc("check", "bad.mlp", "--color", "always", status=1).stderr)

    def test_emit_ir(self):
        self.write("hello.mlp", HELLO)
        self.assertIn("hello", self.mlpc("compile", "hello.mlp", "--emit", "ir", status=0).stdout)

    def test_mutated_samples(self):
        """1,000 mutations of each sample: an answer every time, and no output with an error."""
        seed = int(os.environ.get("MLPC_SEED", random.randrange(2**32)))
        print(f"mutations with MLPC_SEED={seed}", flush=True)
        rng = random.Random(seed)
        count = int(os.environ.get("MLPC_MUTATIONS", "1000"))
        for sample in sorted((ROOT / "samples").glob("*.mlp")):
            source = sample.read_bytes()
            for number in range(count):
                text = bytearray(source)
                for _ in range(rng.randint(1, 3)):
                    at = rng.randrange(len(text) + 1)
                    kind = rng.randrange(5)
                    if kind == 0:
                        del text[at:at + rng.randint(1, 12)]
                    elif kind == 1:
                        text[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
                    elif kind == 2:
                        text[at:at] = rng.choice([b"{", b"}", b"(", b")", b"[", b"]", b'"', b"<<<", b">>>", b"~{", b",", b":", b"...", b"@", b"\n"])
                    elif kind == 3:
                        other = rng.randrange(len(source))
                        text[at:at] = source[other:other + rng.randint(1, 40)]
                    else:
                        line = source[:at].rfind(b"\n") + 1
                        del text[line:at]
                path = self.folder / "mutant.mlp"
                path.write_bytes(text)
                out = self.folder / "out"
                result = subprocess.run([MLPC, "compile", str(path), "-o", str(out)], capture_output=True, timeout=20)
                where = f"{sample.name}, seed {seed}, mutation {number}\n{result.stderr.decode(errors='replace')[-2000:]}"
                self.assertIn(result.returncode, (0, 1), where)
                if result.returncode == 1:
                    self.assertRegex(result.stderr, rb"error\[MLP\d{4}\]", where)
                    self.assertFalse(out.exists(), where)
                elif out.exists():
                    for file in out.iterdir():
                        file.unlink()
                    out.rmdir()
                self.assertNotIn(b"MLP9001", result.stderr, where)


if __name__ == "__main__":
    MLPC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
