"""A target cannot include what it does not name, and the public headers of a library compile on their own.

usage: test_includes.py BUILD_FOLDER COMPILER

Checks the targets of a configured build: their include paths, the check that runs before they are compiled, and their
public headers.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path()
COMPILER = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ROOT / "tools/cmake/CheckIncludes.cmake"


class Target:
    def __init__(self, path):
        data = json.loads(path.read_text())
        self.name = data["name"]
        self.rules = path.with_suffix(".cmake")
        self.named = [name.replace("mlpc::", "mlpc_") for name in data["named"]]
        self.public = data["public"]
        self.compiled_with = self.paths(data["include"])
        # What a user of the library gets from it, and nothing else.
        self.offered = self.paths(data["offered"])
        self.headers = []
        if data["type"] == "STATIC_LIBRARY":
            include = pathlib.Path(data["folder"]) / "include"
            self.headers = sorted(str(path.relative_to(include)) for path in include.rglob("*.h"))

    @staticmethod
    def paths(folders):
        return [f"-I{folder}" if folder.startswith(str(ROOT)) else f"-isystem{folder}"
                for folder in folders if folder and folder != "/usr/include"]


def compiles(text, flags):
    done = subprocess.run([COMPILER, "-std=c++20", "-fsyntax-only", "-x", "c++", *flags, "-"], input=text,
                          capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return [problem for problem in pool.map(function, items) if problem]


class IncludesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        names = (BUILD / "includes/targets.txt").read_text().split()
        cls.targets = [Target(BUILD / "includes" / f"{name}.json") for name in sorted(names)]
        cls.libraries = {target.name: target for target in cls.targets if target.headers}

    def visible_from(self, target):
        """The libraries that it names, and those that come with their public headers."""
        seen, todo = set(), [target.name, *target.named]
        while todo:
            name = todo.pop()
            if name in self.libraries and name not in seen:
                seen.add(name)
                todo += self.libraries[name].public
        return seen

    def test_there_is_something_to_judge(self):
        self.assertGreater(len(self.libraries), 10)
        self.assertGreater(len(self.targets), len(self.libraries) + 5)

    def test_an_undeclared_include_does_not_compile(self):
        def judge(pair):
            target, library = pair
            fine, errors = compiles(f"#include <{library.headers[0]}>\n", target.compiled_with)
            if fine or library.headers[0] not in errors:
                return f"{target.name} can include {library.headers[0]}, which it cannot know of\n{errors[:300]}"
            return None

        pairs = [(target, library) for target in self.targets for library in self.libraries.values()
                 if library.name not in self.visible_from(target)]
        self.assertGreater(len(pairs), 100)
        self.assertEqual(in_parallel(judge, pairs), [])

    def test_an_include_of_what_only_others_name_fails(self):
        """Also for what is on the path because a public header of a named library includes it."""
        def judge(target):
            foreign = [library for library in self.libraries.values()
                       if library.name not in target.named and library.name != target.name]
            with tempfile.TemporaryDirectory() as folder:
                source = pathlib.Path(folder) / "probe.cpp"
                source.write_text("".join(f"#include <{library.headers[0]}>\n" for library in foreign))
                rules = pathlib.Path(folder) / "rules.cmake"
                rules.write_text(target.rules.read_text() + f'set(FILES "{source}")\n')
                done = subprocess.run(["cmake", f"-DRULES={rules}", "-P", str(CHECK)], capture_output=True, text=True)
            told = re.sub(r"\s+", " ", done.stderr)
            missed = [library.headers[0] for library in foreign
                      if f"{library.headers[0]}, but {target.name} does not name {library.name} " not in told]
            return f"{target.name}: {missed}\n{done.stderr}" if missed or done.returncode == 0 else None

        self.assertEqual(in_parallel(judge, self.targets), [])

    def test_a_public_header_compiles_alone(self):
        """With the include path that its library gives to everybody, and as the first include of a file."""
        def judge(pair):
            library, header = pair
            fine, errors = compiles(f"#include <{header}>\n", library.offered)
            return None if fine else f"{header}: {errors[:600]}"

        self.assertEqual(in_parallel(judge, [(library, header) for library in self.libraries.values()
                                             for header in library.headers]), [])


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    COMPILER = sys.argv.pop(1)
    unittest.main(verbosity=1)
