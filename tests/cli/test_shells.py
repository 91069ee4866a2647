"""Completions for the three shells and the manual page: they agree with the help, and the shells really use them.

usage: test_shells.py PATH_OF_MLPC
"""
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

FORMATS = ["azure-devops", "checkstyle", "github", "gitlab", "json", "json-lines", "junit", "rdjson", "sarif", "text"]
MLPC = ""

BASH = r"""
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_mlpc
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
"""

# Keys of the terminal for zsh: one lists the possible continuations, the other reports that the list is complete.
ZSH = r"""
PROMPT=; unsetopt zle_bracketed_paste prompt_sp; LISTMAX=9999
autoload -Uz compinit; compinit -u -D; source @script@
finish() { zle -M fini''shed }; zle -N finish; bindkey "^T" list-choices; bindkey "^Y" finish
print rea''dy
"""


class ShellsTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        for name in ("a b.mlp", "train.mlp", "notes.txt", "old.yaml", "new.yml"):
            (self.folder / name).touch()
        (self.folder / "sub").mkdir()

    def mlpc(self, *arguments):
        return subprocess.run([MLPC, *arguments], capture_output=True, text=True, check=True).stdout

    def script(self, shell):
        path = self.folder / f".completion.{shell}"
        path.write_text(self.mlpc("completions", shell))
        return path

    def run_in(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, timeout=60,
                              env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        return done.stdout

    def commands(self):
        return re.findall(r"^  (\w+) ", self.mlpc("help"), re.M)

    def options(self, command):
        """Pairs of the long and the short form, as `mlpc help` shows them."""
        return re.findall(r"^  (?:(-\w), )?(--[\w-]+)", self.mlpc("help", command), re.M)

    # ---- bash

    def bash(self, *words):
        return sorted(self.run_in("bash", "-c", BASH, "bash", str(self.script("bash")), "mlpc", *words).splitlines())

    def test_bash_is_valid(self):
        self.run_in("bash", "-n", str(self.script("bash")))

    def test_bash_knows_every_command_and_option(self):
        self.assertEqual(self.bash(""), sorted(self.commands()))
        for command in self.commands():
            self.assertEqual(self.bash(command, "--"), sorted(long for _, long in self.options(command)), command)

    def test_bash_completes_values(self):
        readme = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
        table = readme.partition("| target |")[2].partition("\n\n")[0]
        targets = sorted(["all", *re.findall(r"^\| `([a-z-]+)` \|", table, re.M)])
        self.assertEqual(self.bash("compile", "--target", ""), targets)
        self.assertEqual(self.bash("compile", "--target", "="), targets)
        self.assertEqual(self.bash("compile", "x.mlp", "--target", "=", "az"), ["azure", "azure-devops", "azureml"])
        self.assertEqual(self.bash("check", "-t", "k"), ["kfp"])
        self.assertEqual(self.bash("check", "--kfp-version", ""), [])
        self.assertEqual(self.bash("compile", "--output", "s"), ["sub"])
        self.assertEqual(self.bash("check", "--format", ""), FORMATS)

    def test_bash_completes_operands(self):
        self.assertEqual(self.bash("compile", ""), ["a b.mlp", "sub", "train.mlp"])
        self.assertEqual(self.bash("compile", "x.mlp", "--werror", "t"), ["train.mlp"])
        self.assertEqual(self.bash("import", ""), ["new.yml", "old.yaml", "sub"])
        self.assertEqual(self.bash("explain", "MLP210"), [f"MLP210{n}" for n in range(10) if f"MLP210{n}" in self.codes()])
        self.assertEqual(self.bash("completions", ""), ["bash", "fish", "zsh"])
        self.assertEqual(self.bash("help", "comp"), ["compile", "completions"])
        self.assertEqual(self.bash("version", ""), [])

    def codes(self):
        pages = pathlib.Path(__file__).resolve().parents[2] / "compiler/diag/pages"
        return {path.stem for path in pages.glob("MLP*.md")}

    # ---- fish

    def fish(self, line):
        listed = self.run_in("fish", "--no-config", "-c", 'source $argv[1]; complete -C $argv[2]', str(self.script("fish")), line)
        return sorted(entry.split("\t")[0] for entry in listed.splitlines())

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.run_in("fish", "--no-execute", str(self.script("fish")))
        self.assertEqual(self.fish("mlpc "), sorted(self.commands()))
        for command in self.commands():
            self.assertEqual(self.fish(f"mlpc {command} --"), sorted(long for _, long in self.options(command)))
        self.assertEqual(self.fish("mlpc compile --target az"), ["azure", "azure-devops", "azureml"])
        self.assertEqual(self.fish("mlpc compile --target=k"), ["--target=kfp"])
        self.assertEqual(self.fish("mlpc compile -t t"), ["trainer"])
        self.assertIn("train.mlp", self.fish("mlpc compile t"))
        self.assertEqual(self.fish("mlpc completions "), ["bash", "fish", "zsh"])
        self.assertIn("unknown-name", self.fish("mlpc explain unknown-na"))

    # ---- zsh

    def zsh(self, line):
        """The words that an interactive zsh shows for a line; it needs a terminal for that."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 500, 200, 0, 0))
        shell = subprocess.Popen(["zsh", "-f", "-i"], stdin=follower, stdout=follower, stderr=follower, cwd=self.folder,
                                 env={**os.environ, "HOME": str(self.folder), "TERM": "vt100", "LC_ALL": "C.UTF-8"},
                                 start_new_session=True)
        os.close(follower)

        def read_until(word):
            shown = b""
            while word not in shown:
                self.assertTrue(select.select([leader], [], [], 60)[0], shown)
                shown += os.read(leader, 65536)
            return shown.decode()

        try:
            os.write(leader, ZSH.replace("@script@", str(self.script("zsh"))).encode())
            read_until(b"ready")
            os.write(leader, line.encode() + b"\x14\x19")
            shown = read_until(b"finished")
        finally:
            shell.kill()
            shell.wait()
            os.close(leader)
        return set(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\0", " ", shown).split())

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        self.run_in("zsh", "-n", str(self.script("zsh")))
        self.assertLessEqual(set(self.commands()), self.zsh("mlpc "))
        self.assertLessEqual({"azure", "azure-devops", "azureml"}, self.zsh("mlpc compile --target az"))
        self.assertLessEqual({long for _, long in self.options("check")}, self.zsh("mlpc check --"))
        self.assertLessEqual({"bash", "fish", "zsh"}, self.zsh("mlpc completions "))
        self.assertIn("train.mlp", self.zsh("mlpc compile t"))
        self.assertNotIn("notes.txt", self.zsh("mlpc compile "))

    # ---- the manual page

    def test_the_manual_page_has_everything(self):
        page = self.mlpc("help", "--man").replace("\\-", "-")
        for command in self.commands():
            self.assertIn(f".SS mlpc {command}", page)
            for short, long in self.options(command):
                if long != "--help":
                    self.assertIn(f".B {short + ', ' if short else ''}{long}", page)

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_the_manual_page_is_valid(self):
        (self.folder / "mlpc.1").write_text(self.mlpc("help", "--man"))
        shown = self.run_in("groff", "-man", "-Tutf8", "-ww", "-P-cbou", "mlpc.1")
        self.assertIn("--target TARGET", shown)
        self.assertIn("mlpc compile [OPTIONS] FILE...", shown)


if __name__ == "__main__":
    MLPC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=1)
