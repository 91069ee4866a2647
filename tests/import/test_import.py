"""`mlpc import` on documents written for this test and on hostile ones.

usage: test_import.py PATH_OF_MLPC [--update]

`cases/NAME.yaml` becomes `cases/NAME.mlp`; what is reported about it is in `cases/NAME.txt`, if there is anything.
`--update` rewrites these files.
"""
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import unittest

MLPC = ""
UPDATE = False
CASES = pathlib.Path(__file__).resolve().parent / "cases"

HEAD = """\
pipelineInfo: {name: x}
schemaVersion: 2.1.0
deploymentSpec: {executors: {exec-a: {container: {image: alpine, command: [echo]}}}}
"""


def task(component, more=""):
    return "{componentRef: {name: %s}, taskInfo: {name: t}%s}" % (component, more)


class ImportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_import(self, text, limit=60):
        """Imports a text within two gigabytes of memory; returns the status, the source and what was reported."""
        path = self.folder / "p.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = self.folder / "p.mlp"
        out.unlink(missing_ok=True)
        # The address sanitizer reserves terabytes of address space.
        most = resource.RLIM_INFINITY if "ASAN_OPTIONS" in os.environ else 2 << 30
        done = subprocess.run([MLPC, "import", "p.yaml", "-o", "p.mlp"], cwd=self.folder, capture_output=True,
                              timeout=limit, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)))
        reported = done.stderr.decode(errors="replace")
        self.assertIn(done.returncode, (0, 1, 3), reported[-2000:])
        self.assertEqual(done.returncode == 1, not out.exists(), reported[-2000:])
        if done.returncode == 1:
            self.assertRegex(reported, r"error\[MLP6\d{3}\]")
        return done.returncode, out.read_text() if out.exists() else "", reported

    def refused(self, text, code):
        status, _, reported = self.run_import(text)
        self.assertEqual(status, 1, reported)
        self.assertIn("error[MLP%d]" % code, reported)

    def test_brackets_that_stay_open(self):
        self.refused("[" * 20_000_000, 6004)
        self.refused("a: " + "[x, {y: " * 2_000_000, 6004)

    def test_pipelines_that_double_deep(self):
        """Ninety levels of pipelines that each run the next one twice."""
        text = HEAD + "root: {dag: {tasks: {p0: %s}}}\ncomponents:\n  comp-p90: {executorLabel: exec-a}\n" % task("comp-p0")
        for i in range(90):
            inner = task("comp-p%d" % (i + 1))
            text += "  comp-p%d: {dag: {tasks: {p%d: %s, p%d-2: %s}}}\n" % (i, i + 1, inner, i + 1, inner)
        self.refused(text, 6014)

    def test_cases(self):
        for path in sorted(CASES.glob("*.yaml")):
            with self.subTest(path.stem):
                status, source, reported = self.run_import(path.read_text())
                reported = reported.replace("p.yaml", path.name)
                expected, notes = path.with_suffix(".mlp"), path.with_suffix(".txt")
                if UPDATE:
                    expected.write_text(source)
                    notes.write_text(reported) if reported else notes.unlink(missing_ok=True)
                self.assertEqual(source, expected.read_text())
                self.assertEqual(reported, notes.read_text() if notes.exists() else "")
                self.assertEqual(status, 3 if reported else 0)
                # What is said to be equal is equal: the document of the source comes back as the same source.
                if status == 0:
                    (self.folder / "s.mlp").write_text(source)
                    again = subprocess.run([MLPC, "compile", "s.mlp", "--target", "kfp", "-o", "-"], cwd=self.folder,
                                           capture_output=True, timeout=60, check=True).stdout
                    self.assertEqual(self.run_import(again)[1], source)

    def test_no_stray_expectations(self):
        names = {path.stem for path in CASES.glob("*.yaml")}
        self.assertEqual([p.name for p in CASES.iterdir() if p.stem not in names], [])

    def test_anchors_and_bombs(self):
        self.refused("a: &x 1\nb: *x\n" + HEAD, 6003)
        bomb = "a0: &a0 [1, 1]\n" + "".join("a%d: &a%d [*a%d, *a%d]\n" % (i, i, i - 1, i - 1) for i in range(1, 60))
        self.refused(bomb + HEAD, 6003)

    def test_nesting(self):
        self.refused("root: " + "[" * 100_000 + "]" * 100_000 + "\npipelineInfo: {}\n", 6004)
        self.refused("root: " + "{a: " * 50_000 + "1" + "}" * 50_000 + "\npipelineInfo: {}\n", 6004)
        self.refused("root:\n" + "".join(" " * i + "a:\n" for i in range(1, 1500)) + "pipelineInfo: {}\n", 6004)

    def test_not_yaml(self):
        self.refused(b"pipelineInfo: \x00\nroot: \xff\n", 6001)
        self.refused("pipelineInfo: [1, 2\nroot: {}\n", 6001)
        self.refused("a: 1\na: 2\n", 6005)
        self.refused("", 6009)
        self.refused("kind: Deployment\n", 6009)

    def test_characters_as_pyyaml_reads_them(self):
        """Kubeflow Pipelines uses PyYAML, which rejects control characters, and ends lines at more of them than others do."""
        for text in ("# x\0", "a: \x1b", "a: \x7f", "# \ufffe"):
            self.refused(HEAD + text + "\n", 6001)
        graph = "components: {comp-a: {executorLabel: exec-a}}\nroot: {dag: {tasks: {t: %s}}}\n" % task("comp-a")
        for end in ("\u2028", "\u2029", "\u0085", "\r"):
            _, _, reported = self.run_import(HEAD + f"# x{end}sdkVersion: 1\n" + graph)
            self.assertIn("expected a string", reported, repr(end))

    def test_values_of_pods(self):
        """Each place of a pod's settings that can hold a value, with values that are none."""
        entries = {
            "secretAsEnv": ("secretNameParameter", "keyToEnv: [{envVar: A, secretKey: k}]"),
            "configMapAsEnv": ("configMapNameParameter", "keyToEnv: [{envVar: A, configMapKey: k}]"),
            "secretAsVolume": ("secretNameParameter", "mountPath: /a"), "configMapAsVolume": ("configMapNameParameter", "mountPath: /a"),
            "pvcMount": ("pvcNameParameter", "mountPath: /a"), "imagePullSecret": ("secretNameParameter", ""),
            "tolerations": ("tolerationJson", ""), "nodeAffinity": ("nodeAffinityJson", ""), "nodeSelector": ("nodeSelectorJson", ""),
        }
        values = ["{}", "null", "1", "x", "[]", "{taskOutputParameter: {}}", "{taskOutputParameter: x}", "{componentInputParameter: no}",
                  "{taskOutputParameter: {producerTask: no, outputParameterKey: o}}", "{taskOutputParameter: {producerTask: t, outputParameterKey: o}}",
                  "{runtimeValue: {}}", "{runtimeValue: {constant: {taskOutputParameter: {}}}}", "{runtimeValue: {constant: null}}",
                  "{taskFinalStatus: {producerTask: t}}", "{a b: {taskOutputParameter: {}}}", "{componentInputParameter: {}}"]
        shared = "taskOutputParameter: {}", "a b: {taskOutputParameter: {}}", "componentInputParameter: no", "constant: 1", "unknown: {x: {taskOutputParameter: 1}}"
        text = HEAD + "components: {comp-a: {executorLabel: exec-a}}\nroot: {dag: {tasks: {t: %s}}}\n---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-a: {%s}}}}}\n"
        for name, (field, rest) in entries.items():
            for value in [f"{field}: {v}" for v in values] + list(shared) + [""]:
                entry = "{%s}" % ", ".join(part for part in (rest, value) if part)
                with self.subTest(entry=f"{name}: {entry}"):
                    self.run_import(text % (task("comp-a"), f"{name}: {entry}" if name == "nodeSelector" else f"{name}: [{entry}]"))
        for label in ("taskOutputParameter: x", "componentInputParameter: no", "x: y"):
            status, _, reported = self.run_import(text % (task("comp-a"), "podMetadata: {labels: {%s}}" % label))
            self.assertNotIn("6010", reported)
        for platform in ("", "{}", "null", "platforms: {}", "platforms: null", "platforms: {kubernetes: null}", "platforms: {kubernetes: {}}",
                         "platforms: {kubernetes: {deploymentSpec: {}}}", "platforms: {vertex: {}}", "[]", "x"):
            with self.subTest(platform=platform):
                self.run_import((text % (task("comp-a"), "")).split("---")[0] + "---\n" + platform + "\n")

    def test_cycles(self):
        both = "components: {comp-a: {dag: {tasks: {t: %s}}}, comp-b: {dag: {tasks: {t: %s}}}}\n"
        self.refused(HEAD + both % (task("comp-b"), task("comp-a")) + "root: {dag: {tasks: {t: %s}}}\n" % task("comp-a"), 6011)
        loop = ", parameterIterator: {itemInput: i, items: {raw: '[1]'}}"
        inner = task("comp-for-loop-2", loop)
        self.refused(HEAD + "components: {comp-for-loop-2: {dag: {tasks: {for-loop-2: %s}}}}\n" % inner +
                     "root: {dag: {tasks: {for-loop-2: %s}}}\n" % inner, 6012)

    def test_pipelines_that_double(self):
        """Sixty levels of two calls each mean 2^60 tasks."""
        parts = ["comp-%d: {dag: {tasks: {a: %s, b: %s}}}" % (i, task("comp-%d" % (i + 1)), task("comp-%d" % (i + 1)))
                 for i in range(60)]
        text = HEAD + "components: {%s, comp-60: {executorLabel: exec-a}}\n" % ", ".join(parts)
        self.run_import(text + "root: {dag: {tasks: {t: %s}}}\n" % task("comp-0"), limit=60)

    def test_large_files(self):
        started = time.monotonic()
        self.refused("#" * (33 << 20), 6002)
        self.refused("pipelineInfo: [" + "1," * 10_000_000 + "1]\nroot: {}\n", 6014)
        self.refused(HEAD + 'root: "' + "a" * 30_000_000 + '"\n', 6007)
        self.assertLess(time.monotonic() - started, 120)

    def test_many_tasks(self):
        rows = ["      t%d:\n        cachingOptions: {enableCache: true}\n        componentRef: {name: comp-a}\n"
                "        taskInfo: {name: t%d}\n" % (i, i) for i in range(2000)]
        started = time.monotonic()
        self.run_import(HEAD + "components: {comp-a: {executorLabel: exec-a}}\nroot:\n  dag:\n    tasks:\n" + "".join(rows))
        self.assertLess(time.monotonic() - started, 60)

    def looped_over(self, calls, item):
        """A pipeline that loops over its list and is run with a list, and again with the results of its items."""
        more = "inputDefinitions: {parameters: {m: {parameterType: STRUCT}, w: {parameterType: LIST}}}"
        takes = "inputDefinitions: {parameters: {x: {parameterType: LIST}}}"
        loop = task("comp-%s", ", inputs: {parameters: {w: {componentInputParameter: %s}}}, parameterIterator: "
                    "{itemInput: m, items: {inputParameter: w}}")
        call = lambda component, source: task(component, ", inputs: {parameters: {x: {%s}}}" % source)
        text = HEAD + "components:\n  comp-c: {executorLabel: exec-a, %s}\n" % takes
        text += "  comp-b: {dag: {tasks: {for-loop-2: %s}}, %s}\n" % (loop % ("g2", "x"), takes)
        text += "  comp-g2: {dag: {tasks: {c: %s}}, %s}\n" % (call("comp-c", item(0)), more)
        inner = ", ".join("b-%d: %s" % (i + 2, call("comp-b", item(i))) for i in range(calls))
        text += "  comp-g1: {dag: {tasks: {%s}}, %s}\n" % (inner, more)
        text += "root: {dag: {tasks: {b: %s, for-loop-1: %s}}, %s}\n" % (
            call("comp-b", "componentInputParameter: w"), loop % ("g1", "w"), takes.replace("x:", "w:"))
        return self.run_import(text)

    def test_types_that_contain_themselves(self):
        field = lambda i: ("componentInputParameter: m, parameterExpressionSelector: "
                           "'parseJson(string_value)[\"f%d\"]'" % i)
        status, source, reported = self.looped_over(1, field)
        self.assertIn("type Item = { f0: list[Item] }", source, reported)
        status, source, reported = self.looped_over(40, field)
        self.assertRegex(source, r"(?s)type Item = \{.*f39: list\[Item\]", reported)
        self.assertEqual(source.count("type "), 1)
        # A list of lists of lists without end is a list.
        status, source, reported = self.looped_over(1, lambda i: "componentInputParameter: m")
        self.assertIn("pipeline b(x: list) {", source, reported)

    def test_names_of_inputs_and_outputs_are_words(self):
        """What is generated could not be parsed: callers use these names, so none is changed."""
        for name in ("my-input", "a.b", "in", "1a", "\u00e9", "a b"):
            for kind in ("inputDefinitions", "outputDefinitions"):
                ports = "%s: {parameters: {%r: {parameterType: STRING}}}" % (kind, name)
                self.refused(HEAD + "components: {comp-a: {executorLabel: exec-a, %s}}\n" % ports
                             + "root: {dag: {tasks: {a: %s}}}\n" % task("comp-a"), 6015)
                self.refused(HEAD + "components: {comp-a: {executorLabel: exec-a}}\n"
                             + "root: {dag: {tasks: {a: %s}}, %s}\n" % (task("comp-a"), ports), 6015)

    def test_names_that_are_taken(self):
        """An input `Output`, an output with the name of an input, and an artifact with that of a parameter."""
        x = "x: {parameterType: STRING}"
        artifact = "artifacts: {x: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}}"
        component = HEAD + "components: {comp-a: {executorLabel: exec-a, %s}}\nroot: {dag: {tasks: {a: %s}}}\n"
        for ports in ("inputDefinitions: {parameters: {Output: {parameterType: STRING}}}",
                      "inputDefinitions: {parameters: {%s}}, outputDefinitions: {parameters: {%s}}" % (x, x),
                      "inputDefinitions: {parameters: {%s}, %s}" % (x, artifact),
                      "outputDefinitions: {parameters: {%s}, %s}" % (x, artifact)):
            self.refused(component % (ports, task("comp-a")), 6015)
        self.refused(HEAD + "components: {comp-a: {executorLabel: exec-a}}\nroot: {dag: {tasks: {a: %s}}, %s}\n" % (
            task("comp-a"), "inputDefinitions: {parameters: {Output: {parameterType: STRING}}}"), 6015)

    def test_all_bad_names_are_reported(self):
        """Those of every component and pipeline."""
        text = HEAD + "components:\n"
        for i in range(3):
            text += "  comp-%d: {executorLabel: exec-a, inputDefinitions: {parameters: {a-%d: {parameterType: STRING}}}}\n" % (i, i)
        text += "  comp-p: {dag: {tasks: {d: %s}}, outputDefinitions: {parameters: {p-q: {parameterType: STRING}}}}\n" % task("comp-2")
        text += "root: {dag: {tasks: {b: %s, c: %s, e: %s}}}\n" % (task("comp-0"), task("comp-1"), task("comp-p"))
        _, _, reported = self.run_import(text)
        self.assertEqual(reported.count("error[MLP6015]"), 4, reported)

    def test_characters_that_mlp_cannot_write(self):
        text = HEAD + "components: {comp-a: {executorLabel: exec-a}}\nroot: {dag: {tasks: {a: %s}}}\n" % task("comp-a")
        self.refused(text + 'sdkVersion: "a\\0"\n', 6016)
        self.refused(text + '"a\\u0000": 1\n', 6016)

    def test_keys_without_quotes(self):
        """PyYAML reads `on` as `True`, which is a key of nothing."""
        text = HEAD + "components: {comp-a: {executorLabel: exec-a}}\nroot: {dag: {tasks: {%s: %s}}}\n"
        for key in ("on", "yes", "Off", "NO", "~", "5", "1:30", "0x1F"):
            self.refused(text % (key, task("comp-a")), 6007)
            status, _, _ = self.run_import(text % (repr(key), task("comp-a")))
            self.assertNotEqual(status, 1, key)
        self.refused(text % ("<<", task("comp-a")), 6006)

    def test_long_selectors(self):
        text = HEAD + "components:\n  comp-a: {executorLabel: exec-a, inputDefinitions: {parameters: {x: {parameterType: STRING}}}}\n"
        text += "  comp-g: {dag: {tasks: {a: %s}}, inputDefinitions: {parameters: {m: {parameterType: STRUCT}}}}\n" % task(
            "comp-a", ", inputs: {parameters: {x: {componentInputParameter: m, parameterExpressionSelector: "
            "'parseJson(string_value)%s'}}}" % ('["f"]' * 100_000))
        text += "root: {dag: {tasks: {for-loop-1: %s}}}\n" % task(
            "comp-g", ", parameterIterator: {itemInput: m, items: {raw: '[{\"f\": 1}]'}}")
        status, _, reported = self.run_import(text)
        self.assertEqual(status, 3, reported)
        self.assertIn("mlp can select only fields of loop items", reported)
        self.assertLess(len(reported), 10_000)

    def test_wrong_types_everywhere(self):
        """Each value of a document is replaced by values of other kinds: there is an answer every time."""
        rng = random.Random(2)
        others = ["1", "true", "null", "[]", "{}", "[1, {a: b}]", "{a: [1]}", "1.5e300", "''", "'{{$.inputs.parameters[''x'']}}'"]
        for path in sorted(CASES.glob("*.yaml")):
            lines = path.read_text().splitlines()
            for _ in range(60):
                at = rng.randrange(len(lines))
                head, colon, _ = lines[at].partition(":")
                if not colon or head.lstrip().startswith("#"):
                    continue
                # The value and what belongs to it.
                depth = len(head) - len(head.lstrip())
                end = at + 1
                while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
                    end += 1
                mutant = lines[:at] + [head + ": " + rng.choice(others)] + lines[end:]
                self.run_import("\n".join(mutant) + "\n")

    def test_names_that_lead_elsewhere(self):
        """References are swapped with one another: there is an answer every time."""
        rng = random.Random(3)
        for path in sorted(CASES.glob("*.yaml")):
            text = path.read_text()
            words = sorted(set(w.strip("'\",[]{}:") for w in text.split() if "-" in w))
            for _ in range(40):
                one, other = rng.sample(words, 2)
                parts = text.split(one)
                cut = rng.randrange(1, len(parts)) if len(parts) > 1 else 0
                self.run_import(one.join(parts[:cut]) + other + one.join(parts[cut:]) if cut else text)


if __name__ == "__main__":
    MLPC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    UPDATE = "--update" in sys.argv
    if UPDATE:
        sys.argv.remove("--update")
    unittest.main(verbosity=1)
