"""Whatever happens while files are written: none is partial, none is outside, nothing else is left behind.

usage: test_writing.py PATH_OF_MLPC
Kills, full disks, limits, folders that cannot be written to, links, pipes, odd names, several processes at once. What cannot be set up here
is skipped, and said.
"""
import os
import pathlib
import random
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

MLPC = ""
COUNT = 60
KILLS = 200
TEMPORARY = ".mlpc-"


def program(version, count=COUNT):
    """Each resource becomes a file, in which only the version differs."""
    return "".join(f'resource o{i}: k8s.Object {{\n  api_version: "v1"\n  kind: "ServiceAccount"\n'
                   f'  metadata: {{ name: "o{i}", annotations: {{ "v": "{version}" }} }}\n}}\n' for i in range(count))


OTHER = program("other", 1).replace("o0", "another")


class Writing(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"
        for name, text in {"a": program("a"), "b": program("b"), "one": program("one", 1), "other": OTHER}.items():
            (self.folder / f"{name}.mlp").write_text("import k8s\n" + text, encoding="utf-8")

    def run_mlpc(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run([MLPC, *arguments], capture_output=True, cwd=self.folder, timeout=120, check=False, **options)

    def compile(self, name, out="out", **options):
        return self.run_mlpc("compile", f"{name}.mlp", "-o", out, **options)

    def contents(self, folder=None):
        return {f.name: f.read_bytes() for f in sorted((folder or self.out).iterdir())}

    def no_temporaries(self, folder=None):
        self.assertEqual([n for n in os.listdir(folder or self.out) if n.startswith(TEMPORARY)], [])

    def expected(self):
        """The files of the sets `a` and `b`."""
        sets = []
        for name in ("a", "b"):
            self.assertEqual(self.compile(name, f"want-{name}").returncode, 0)
            sets.append(self.contents(self.folder / f"want-{name}"))
        self.assertEqual(len(sets[0]), COUNT)
        self.assertEqual(sets[0].keys(), sets[1].keys())
        return sets

    def whole(self, sets, also=()):
        found = {n: t for n, t in self.contents().items() if n not in also}
        self.assertIn(found, sets)

    def start(self, name):
        return subprocess.Popen([MLPC, "compile", f"{name}.mlp", "-o", "out"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_kills(self):
        sets = self.expected()
        begin = time.monotonic()
        self.compile("a")
        length = time.monotonic() - begin
        self.compile("other")
        also = set(self.contents()) - set(sets[0])
        chance = random.Random(20261130)
        killed = 0
        for i in range(KILLS):
            process = self.start("ba"[i % 2])
            time.sleep(chance.uniform(0, length * 1.1))
            how = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP))
            process.send_signal(how)
            killed += process.wait() == -how
            for name, text in self.contents().items():
                if name in sets[0]:
                    self.assertIn(text, (sets[0][name], sets[1][name]), f"{name} after signal {how}")
            if how != signal.SIGKILL:
                self.no_temporaries()
                self.whole(sets, also)
            self.assertEqual(self.compile("other").returncode, 0)
            self.no_temporaries()
            self.whole(sets, also)
        self.assertGreater(killed, KILLS // 10)

    def test_journal(self):
        """A process that was killed between two renames: the next one finishes its work."""
        sets = self.expected()
        self.compile("a")
        names = sorted(sets[1])
        entries = []
        for i, name in enumerate(names):
            if i % 2 == 0:
                (self.out / name).write_bytes(sets[1][name])  # renamed already
            else:
                (self.out / f".mlpc-{i}.tmp").write_bytes(sets[1][name])
            entries += [f".mlpc-{i}.tmp", name]
        outside = self.folder / "outside"
        entries += [".mlpc-1.tmp", "../outside", "../a.mlp", "b"]
        (self.out / ".mlpc-journal").write_bytes(b"".join(e.encode() + b"\0" for e in entries))
        (self.out / ".mlpc-left.tmp").write_text("left")
        self.assertEqual(self.compile("other").returncode, 0)
        self.no_temporaries()
        self.assertEqual({n: t for n, t in self.contents().items() if n in sets[1]}, sets[1])
        self.assertFalse(outside.exists())

    def test_two_processes(self):
        sets = self.expected()
        for _ in range(10):
            processes = [self.start(name) for name in ("a", "b", "a")]
            self.assertEqual([p.wait() for p in processes], [0, 0, 0])
            self.no_temporaries()
            self.whole(sets)

    def unchanged(self, work, status=2):
        """What fails leaves the set that was there."""
        self.assertEqual(self.compile("a").returncode, 0)
        before = self.contents()
        result = work()
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertIn(b"cannot write", result.stderr)
        self.assertEqual(self.contents(), before)

    def test_file_size_limit(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        self.unchanged(lambda: self.compile("b", preexec_fn=limit))

    def test_full_disk(self):
        self.out.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,nr_inodes=80", "tmpfs", self.out], capture_output=True, check=False).returncode != 0:
            self.skipTest("no file system can be mounted here")
        try:
            result = self.compile("a")
            self.assertEqual(result.returncode, 2)
            self.assertEqual(self.contents(), {})
        finally:
            subprocess.run(["umount", self.out], check=True)

    def as_nobody(self):
        os.setgid(65534)
        os.setuid(65534)

    def test_read_only_folder(self):
        self.folder.chmod(0o755)
        self.assertEqual(self.compile("a").returncode, 0)
        before = self.contents()
        self.out.chmod(0o555)
        options = {"preexec_fn": self.as_nobody} if os.geteuid() == 0 else {}
        try:
            result = self.compile("b", **options)
        except (PermissionError, subprocess.SubprocessError):
            self.skipTest("the program cannot be run as another user")
        self.out.chmod(0o755)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(self.contents(), before)

    def test_many_files(self):
        """The number of open files does not limit the number of outputs."""
        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        self.assertEqual(self.compile("a", preexec_fn=limit).returncode, 0)
        self.assertEqual(len(self.contents()), COUNT)

    def test_links(self):
        target = self.folder / "real" / "x.yaml"
        target.parent.mkdir()
        link = self.folder / "x.yaml"
        link.symlink_to("real/x.yaml")
        for _ in range(2):  # dangling, then not
            self.assertEqual(self.compile("one", "x.yaml").returncode, 0)
            self.assertTrue(link.is_symlink())
            self.assertIn(b"ServiceAccount", target.read_bytes())
        self.no_temporaries(target.parent)
        loop = self.folder / "loop.yaml"
        loop.symlink_to("loop.yaml")
        self.assertEqual(self.compile("one", "loop.yaml").returncode, 2)
        self.assertTrue(loop.is_symlink())
        # In a folder, a link would lead out of it.
        outside = self.folder / "outside.txt"
        outside.write_text("mine")
        self.out.mkdir()
        (self.out / "o0.object.yml").symlink_to("../outside.txt")
        self.compile("one")
        self.assertEqual(outside.read_text(), "mine")

    def test_pipe(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
            self.assertEqual(self.compile("one", "pipe").returncode, 0)
            self.assertIn(b"ServiceAccount", reader.communicate(timeout=60)[0])
        self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode))

    def test_permissions(self):
        file = self.folder / "x.yaml"
        file.write_text("")
        file.chmod(0o600)
        self.compile("one", "x.yaml")
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.compile("one", preexec_fn=lambda: os.umask(0o027))
        self.assertEqual({stat.S_IMODE(f.stat().st_mode) for f in self.out.iterdir()}, {0o640})

    def test_names(self):
        for name in ("-out", "a\nb", "\x1b[31mred", "ä ö", "a'b\"c", "x" * 200):
            result = self.run_mlpc("compile", "one.mlp", f"--output=./{name}/")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(list(self.contents(self.folder / name)), ["o0.object.yml"])
            self.assertNotIn(b"\x1b", result.stderr)
            self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)

    def test_inputs_stay(self):
        before = (self.folder / "one.mlp").read_bytes()
        (self.folder / "same.yaml").hardlink_to(self.folder / "one.mlp") if hasattr(pathlib.Path, "hardlink_to") else os.link(
            self.folder / "one.mlp", self.folder / "same.yaml")
        (self.folder / "link.yaml").symlink_to("one.mlp")
        (self.folder / "copy.yaml").write_bytes(before)
        for out in ("same.yaml", "link.yaml"):
            self.assertEqual(self.compile("one", out).returncode, 2)
            self.assertEqual((self.folder / "one.mlp").read_bytes(), before)
        self.assertEqual(self.run_mlpc("compile", "copy.yaml", "-o", "copy.yaml").returncode, 2)
        self.assertEqual((self.folder / "copy.yaml").read_bytes(), before)
        self.assertEqual(self.run_mlpc("compile", "copy.yaml", "-o", "copy.yaml", "--emit", "ir").returncode, 2)
        document = self.folder / "p.yaml"
        (self.folder / "p.mlp").write_text('component c() {\n  image: "a:1"\n  command: ["x"]\n}\npipeline p() {\n  c()\n}\n')
        self.assertEqual(self.run_mlpc("compile", "p.mlp", "-o", "p.yaml").returncode, 0)
        before = document.read_bytes()
        self.assertEqual(self.run_mlpc("import", "p.yaml", "-o", "p.yaml").returncode, 2)
        self.assertEqual(document.read_bytes(), before)

    def test_no_name_leaves_the_folder(self):
        names = ("../x", "/tmp/x", "a/b", "..", ".", "a\nb", "a\rb", "x\u2028y", "con", "NUL", "Com1", "lpt9.x", "a.", "a ", " a", "-rf", "a:b", "a|b", "x" * 300, "a\\b",
                 "a\x1bb", "")
        kinds = {
            "azureml.CommandJob": 'command: "true", environment: "azureml:e:1", compute: "azureml:c"',
            "azureml.Model": 'path: "./m"', "azureml.Data": 'path: "./m"', "azureml.Environment": 'image: "a:1"',
            "k8s.Namespace": "", "azure.ResourceGroup": 'location: "westeurope"', "azureml.BatchEndpoint": "",
        }
        here = set(os.listdir(self.folder))
        for name in names:
            text = name.replace("\\", "\\\\").replace("\n", "\\n")
            for kind, settings in kinds.items():
                (self.folder / "n.mlp").write_text(f'import azure\nimport azure.ml as azureml\nimport k8s\nresource r: {kind} {{ name: "{text}", {settings} }}\n',
                                                   encoding="utf-8", newline="")
                self.compile("n", "deep/er")
            for head in ('pipeline p() {', 'trainjob t {', 'workflow w() {'):
                body = {"p": "  c()\n}", "t": '  runtime: "torch-distributed"\n}', "w": '  pool: { vm_image: "ubuntu-24.04" }\n  job j {\n    bash <<<\n      true\n    >>>\n  }\n}'}
                (self.folder / "n.mlp").write_text(f'component c() {{\n  image: "a:1"\n  command: ["x"]\n}}\n{head}\n  name: "{text}"\n{body[head.split()[1][0]]}\n',
                                                   encoding="utf-8", newline="")
                result = self.compile("n", "deep/er")
                self.assertIn(result.returncode, (0, 1), result.stderr)
        self.assertEqual(set(os.listdir(self.folder)) - here, {"n.mlp", "deep"})
        self.assertEqual(os.listdir(self.folder / "deep"), ["er"])
        for name in os.listdir(self.folder / "deep" / "er"):
            self.assertRegex(name, r"^[A-Za-z0-9_.][A-Za-z0-9_. -]*$")

    def test_what_is_printed_is_printed(self):
        """Status 2 where it is not."""
        (self.folder / "p.mlp").write_text('component c() {\n  image: "a:1"\n  command: ["x"]\n}\npipeline p() {\n  c()\n}\n')
        self.run_mlpc("compile", "p.mlp", "-o", "p.yaml")
        for arguments in (["version"], ["help"], ["help", "compile"], ["compile", "--help"], ["help", "--man"], ["explain", "MLP2101"], ["completions", "bash"],
                          ["compile", "p.mlp", "-o", "-"], ["compile", "p.mlp", "--emit", "ir", "-o", "-"], ["check", "p.mlp", "--format", "json"],
                          ["import", "p.yaml"], ["import", "p.yaml", "--format", "json", "-o", "i.mlp"]):
            with open("/dev/full", "wb") as full:
                result = subprocess.run([MLPC, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=self.folder, timeout=60, check=False)
            self.assertEqual(result.returncode, 2, arguments)
            closed = subprocess.run(["sh", "-c", '"$0" "$@" >&-', MLPC, *arguments], stderr=subprocess.PIPE, cwd=self.folder, timeout=60, check=False)
            self.assertEqual(closed.returncode, 2, arguments)

    def test_what_cannot_be_read(self):
        def shell(script):
            return subprocess.run(["sh", "-c", script, MLPC], capture_output=True, cwd=self.folder, timeout=60, check=False)
        large = self.folder / "large.mlp"
        with open(large, "wb") as file:
            file.truncate(3 << 30)
        for script in ('"$0" check - <&-', '"$0" check - <.', '"$0" import - <&-', '"$0" check /dev/zero', 'yes | "$0" check -', 'yes | "$0" import -',
                       '"$0" check large.mlp', '"$0" import large.mlp', '"$0" check . ', '"$0" check none.mlp', '"$0" import /dev/zero'):
            begin = time.monotonic()
            result = shell(script)
            self.assertEqual(result.returncode, 2, (script, result.stderr[-300:]))
            self.assertLess(time.monotonic() - begin, 20, script)


if __name__ == "__main__":
    MLPC = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
