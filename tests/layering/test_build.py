"""A small project of three libraries and a program, built with the rules of tools/cmake: a wrong include fails the build.

usage: test_build.py
"""
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

TOP = """\
cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES CXX)
list(APPEND CMAKE_MODULE_PATH "{root}/tools/cmake")
include(MlpcLibrary)
set(CMAKE_CXX_STANDARD 20)
add_library(mlpc_flags INTERFACE)
foreach(folder base middle top program)
  add_subdirectory(${{folder}})
endforeach()
mlpc_check_includes()
"""

FILES = {
    "base/CMakeLists.txt": "mlpc_library(base)\n",
    "base/include/mlpc/base/base.h": "#pragma once\nint base();\n",
    "base/src/base.cpp": '#include "mlpc/base/base.h"\nint base() { return 1; }\n',
    "middle/CMakeLists.txt": "mlpc_library(middle PUBLIC_DEPS base)\n",
    "middle/include/mlpc/middle/middle.h": "#pragma once\n#include <mlpc/base/base.h>\nint middle();\n",
    "middle/src/middle.cpp": "#include <mlpc/middle/middle.h>\nint middle() { return base(); }\n",
    "top/CMakeLists.txt": "mlpc_library(top DEPS middle)\n",
    "top/include/mlpc/top/top.h": "#pragma once\nint top();\n",
    "top/src/one.cpp": '#include "mlpc/middle/middle.h"\n#include "mlpc/top/top.h"\nint top() { return middle(); }\n',
    "top/src/two.cpp": "int two();\nint two() { return 2; }\n",
    "program/CMakeLists.txt": "add_executable(program main.cpp)\ntarget_link_libraries(program PRIVATE mlpc_top)\n",
    "program/main.cpp": '#include "mlpc/top/top.h"\nint main() { return top() - 1; }\n',
}


class BuildTest(unittest.TestCase):
    """One configured project; a test changes a file, builds, and puts the file back."""

    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        (cls.folder / "CMakeLists.txt").write_text(TOP.format(root=ROOT))
        for name in FILES:
            cls.write(name, FILES[name])
        # The unity build is the harder case: there a source can profit from the includes of its neighbours.
        subprocess.run(["cmake", "-G", "Ninja", "-S", cls.folder, "-B", cls.folder / "build", "-DCMAKE_UNITY_BUILD=ON"],
                       check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def write(cls, name, text):
        path = cls.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def build(self, **changes):
        """Builds after adding lines at the top of files; `__` in a name stands for a slash, `_dot_` for a dot."""
        for name, text in changes.items():
            name = name.replace("__", "/").replace("_dot_", ".")
            self.write(name, text + FILES[name])
            self.addCleanup(self.write, name, FILES[name])
        done = subprocess.run(["ninja", "-C", self.folder / "build"], capture_output=True, text=True)
        return done.returncode, " ".join(done.stdout.split())

    def refused(self, expected, **changes):
        status, output = self.build(**changes)
        self.assertNotEqual(status, 0, output)
        self.assertIn(expected, output)

    def test_as_it_should_be(self):
        status, output = self.build()
        self.assertEqual(status, 0, output)

    def test_a_library_above(self):
        self.refused("mlpc_base does not name mlpc_top", base__src__base_dot_cpp='#include "mlpc/top/top.h"\n')

    def test_what_a_named_library_publishes(self):
        self.refused("mlpc_top does not name mlpc_base", top__src__one_dot_cpp='#include "mlpc/base/base.h"\n')

    def test_what_a_neighbour_in_the_unity_build_may_include(self):
        self.refused("mlpc_top does not name mlpc_base", top__src__two_dot_cpp="#include <mlpc/base/base.h>\n")

    def test_a_program(self):
        self.refused("program does not name mlpc_middle", program__main_dot_cpp="#  include <mlpc/middle/middle.h>\n")

    def test_a_path_around_the_rules(self):
        self.refused("a path out of the folder", top__src__two_dot_cpp='#include "../../base/include/mlpc/base/base.h"\n')

    def test_a_public_header_with_a_private_dependency(self):
        self.refused("a public header includes mlpc_middle",
                     top__include__mlpc__top__top_dot_h="#include <mlpc/middle/middle.h>\n")

    def test_a_dependency_that_nothing_uses(self):
        self.write("top/CMakeLists.txt", "mlpc_library(top DEPS base middle)\n")
        self.addCleanup(self.write, "top/CMakeLists.txt", FILES["top/CMakeLists.txt"])
        status, output = self.build()
        self.assertNotEqual(status, 0, output)
        self.assertIn("mlpc_top names mlpc_base, but includes nothing of it", output)


if __name__ == "__main__":
    unittest.main(verbosity=1)
