"""The comparison of pipeline.yaml finds each kind of difference, and nothing where there is none."""
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

import same_pipeline

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = "import kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\ndef train(n: int):\n    print(n)\n"

PIPELINE = {
    "pipelineInfo": {"name": "p"},
    "schemaVersion": "2.1.0",
    "sdkVersion": "kfp-2.15.2",
    "root": {
        "inputDefinitions": {"parameters": {"n": {"parameterType": "NUMBER_INTEGER", "defaultValue": 10}}},
        "dag": {"tasks": {
            "train": {
                "componentRef": {"name": "comp-train"},
                "dependentTasks": ["b", "a"],
                "inputs": {"parameters": {"n": {"runtimeValue": {"constant": 1}}}},
                "cachingOptions": {"enableCache": True},
            },
            "train-2": {"componentRef": {"name": "comp-train-2"}, "cachingOptions": {}},
        }},
    },
    "components": {
        "comp-train": {"executorLabel": "exec-train"},
        "comp-train-2": {"executorLabel": "exec-train-2"},
    },
    "deploymentSpec": {"executors": {
        "exec-train": {"container": {
            "image": "python:3.11",
            "command": ["sh", "-c", "pip install 'kfp==2.15.2'", SOURCE],
            "args": ["--executor_input", "{{$}}", "--function_to_execute", "train"],
        }},
        "exec-train-2": {"container": {"image": "busybox", "command": ["echo", "2"]}},
    }},
}
PLATFORM = {"platforms": {"kubernetes": {"deploymentSpec": {"executors": {"exec-train": {"nodeSelector": {"labels": {"a": "b"}}}}}}}}


def renamed(documents, names):
    """The same documents with other labels."""
    text = json.dumps(documents)
    for old, new in names.items():
        text = text.replace('"%s"' % old, '"%s"' % new)
    return json.loads(text)


class SamePipelineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.ours = [copy.deepcopy(PIPELINE), copy.deepcopy(PLATFORM)]
        self.theirs = copy.deepcopy(self.ours)

    def write(self, name, content):
        path = self.folder / name
        text = content if isinstance(content, str) else yaml.safe_dump_all(content)
        path.write_text(text, encoding="utf-8")
        return path

    def compared(self, **options):
        return same_pipeline.compare(self.write("a.yaml", self.ours), self.write("b.yaml", self.theirs), **options)

    def assert_same(self, **options):
        self.assertEqual(self.compared(**options), [])

    def assert_differs(self, *places, **options):
        """There is one difference at each of the places, and no other."""
        found = self.compared(**options)
        self.assertEqual(len(found), len(places), found)
        for place, line in zip(places, found):
            self.assertIn(place, line)

    def task(self, name="train"):
        return self.theirs[0]["root"]["dag"]["tasks"][name]

    def container(self):
        return self.theirs[0]["deploymentSpec"]["executors"]["exec-train"]["container"]

    # ---- what is the same

    def test_a_document_is_the_same_as_itself(self):
        self.assert_same()

    def test_keys_have_no_order(self):
        self.theirs[0] = dict(reversed(list(self.theirs[0].items())))
        ours, theirs = self.folder / "a.yaml", self.folder / "b.yaml"
        ours.write_text(yaml.safe_dump_all(self.ours, sort_keys=False))
        theirs.write_text(yaml.safe_dump_all(self.theirs, sort_keys=False))
        self.assertNotEqual(ours.read_text(), theirs.read_text())
        self.assertEqual(same_pipeline.compare(ours, theirs), [])

    def test_the_style_of_the_text_means_nothing(self):
        plain = self.write("a.yaml", "# a comment\na: 'x'\nb: {c: \"l\\n\"}\n")
        other = self.write("b.yaml", "---\nb:\n  c: |\n    l\na: x\n---\n")
        self.assertEqual(same_pipeline.compare(plain, other), [])

    def test_json_is_yaml(self):
        as_json = self.write("a.json", json.dumps(PIPELINE))
        self.assertEqual(same_pipeline.compare(as_json, self.write("b.yaml", [PIPELINE])), [])

    def test_the_writer_of_a_document_means_nothing(self):
        self.theirs[0]["sdkVersion"] = "mlpc-0.1.0"
        self.assert_same()

    def test_dependent_tasks_are_a_set(self):
        self.task()["dependentTasks"].reverse()
        self.assert_same()

    def test_numbers_are_doubles(self):
        self.theirs[0]["root"]["inputDefinitions"]["parameters"]["n"]["defaultValue"] = 10.0
        self.assert_same()

    def test_not_a_number_is_itself(self):
        self.ours[0]["x"] = self.theirs[0]["x"] = float("nan")
        self.assert_same()

    # ---- what differs

    def test_another_value(self):
        self.theirs[0]["pipelineInfo"]["name"] = "q"
        self.assert_differs('document 0.pipelineInfo.name: "p" != "q"')

    def test_a_field_that_is_only_in_one(self):
        del self.task()["cachingOptions"]["enableCache"]
        self.task("train-2")["extra"] = None
        self.assert_differs("train.cachingOptions.enableCache: true != <absent>", "train-2.extra: <absent> != null")

    def test_empty_is_not_absent(self):
        del self.task("train-2")["cachingOptions"]
        self.assert_differs("cachingOptions: {} != <absent>")

    def test_true_is_not_one(self):
        self.task()["inputs"]["parameters"]["n"]["runtimeValue"]["constant"] = True
        self.assert_differs("constant: 1 != true")

    def test_a_string_is_not_a_number(self):
        self.task()["inputs"]["parameters"]["n"]["runtimeValue"]["constant"] = "1"
        self.assert_differs('constant: 1 != "1"')

    def test_a_date_is_a_string(self):
        ours, theirs = self.write("a.yaml", "a: 2020-01-01\n"), self.write("b.yaml", "a: '2020-01-01'\n")
        self.assertEqual(same_pipeline.compare(ours, theirs), [])

    def test_other_numbers(self):
        self.theirs[0]["root"]["inputDefinitions"]["parameters"]["n"]["defaultValue"] = 10.5
        self.assert_differs("defaultValue: 10 != 10.5")

    def test_lists_have_an_order(self):
        self.theirs[0]["deploymentSpec"]["executors"]["exec-train-2"]["container"]["command"].reverse()
        self.assert_differs("command[0]", "command[1]")

    def test_a_list_that_is_longer(self):
        self.task()["dependentTasks"].append("c")
        self.assert_differs('dependentTasks[2]: <absent> != "c"')

    def test_a_document_that_is_only_in_one(self):
        del self.theirs[1]
        self.assert_differs("document 1")

    def test_the_platform_counts(self):
        self.theirs[1]["platforms"]["kubernetes"]["deploymentSpec"]["executors"]["exec-train"]["nodeSelector"]["labels"]["a"] = "c"
        self.assert_differs("document 1.platforms.kubernetes")

    def test_a_long_text_is_shown_where_it_differs(self):
        self.container()["command"][3] = SOURCE.replace("print(n)", "print(m)")
        self.assert_differs("command[3]@%d" % SOURCE.index("n)\n", SOURCE.index("print")))

    def test_labels(self):
        self.theirs = renamed(self.ours, {"comp-train": "comp-train-1"})
        self.assertTrue(self.compared())

    # ---- what can be ignored

    def test_source_is_left_out(self):
        self.container()["command"][3] = SOURCE + "    return 1\n"
        self.container()["command"][2] = "pip install 'kfp==2.17.0'"
        self.assertEqual(len(self.compared()), 2)
        self.assert_same(source=False)

    def test_the_rest_of_an_executor_counts_without_source(self):
        self.container()["image"] = "python:3.12"
        self.container()["command"][2] += " --quiet"
        self.assert_differs("command[2]", "image", source=False)

    def test_commands_that_are_not_functions_count_without_source(self):
        self.theirs[0]["deploymentSpec"]["executors"]["exec-train-2"]["container"]["command"][1] = "3"
        self.assert_differs("command[1]", source=False)

    def test_labels_are_left_out_in_every_document(self):
        self.theirs = renamed(self.ours, {"comp-train": "comp-x", "exec-train": "exec-a", "exec-train-2": "exec-b"})
        self.assertTrue(self.compared())
        self.assert_same(labels=False)

    def test_a_task_that_runs_another_component_differs_without_labels(self):
        self.task()["componentRef"]["name"], self.task("train-2")["componentRef"]["name"] = "comp-train-2", "comp-train"
        self.assertTrue(self.compared(labels=False))

    def test_one_component_for_two_tasks_differs_without_labels(self):
        self.task("train-2")["componentRef"]["name"] = "comp-train"
        self.assertTrue(self.compared(labels=False))

    def test_what_nothing_refers_to_is_seen_without_labels(self):
        self.theirs[0]["components"]["comp-lost"] = {"executorLabel": "exec-train"}
        self.assert_differs("comp-lost", labels=False)

    def test_nested_components_are_followed(self):
        inner = {"dag": {"tasks": {"deep": {"componentRef": {"name": "comp-deep"}}}}}
        for side, label in ((self.ours, "comp-deep"), (self.theirs, "comp-deep-9")):
            side[0]["components"]["comp-train"] = json.loads(json.dumps(inner).replace("comp-deep", label))
            side[0]["components"][label] = {"executorLabel": "exec-train"}
        self.assertTrue(self.compared())
        self.assert_same(labels=False)

    # ---- files that cannot be read, and the program

    def test_unreadable(self):
        good = self.write("a.yaml", [PIPELINE])
        bad = {
            "not-yaml.yaml": "a: [1",
            "twice.yaml": "a: 1\na: 2\n",
            "twice-deep.yaml": "a: {b: [{c: 1, c: 2}]}\n",
            "list.yaml": "- 1\n",
            "empty.yaml": "# nothing\n",
        }
        paths = [self.write(name, text) for name, text in bad.items()] + [self.folder / "absent.yaml"]
        (self.folder / "latin.yaml").write_bytes(b"a: \xe9\n")
        for path in [*paths, self.folder / "latin.yaml"]:
            with self.subTest(path.name), self.assertRaises(same_pipeline.Unreadable):
                same_pipeline.compare(good, path)

    def test_program(self):
        a, b = self.write("a.yaml", [PIPELINE]), self.write("b.yaml", [{**PIPELINE, "schemaVersion": "2.0.0"}])
        for words, status, said in (
                ((a, a), 0, ""), ((a, b), 1, "schemaVersion"), ((a, self.folder / "absent"), 2, "absent"),
                ((a, b, "--ignore-source", "--ignore-labels"), 1, "schemaVersion"), ((a, b, "--max", "0"), 1, "and 1 more")):
            done = subprocess.run([sys.executable, HERE / "same_pipeline.py", *words], capture_output=True, text=True, check=False,
                                  env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
            self.assertEqual(done.returncode, status, done.stdout + done.stderr)
            self.assertIn(said, done.stdout)


if __name__ == "__main__":
    unittest.main()
