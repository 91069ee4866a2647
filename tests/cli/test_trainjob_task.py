"""A TrainJob as a task of a pipeline creates what its manifest says.

Takes the code of the task out of the compiled pipeline, runs the part that builds the manifest with the defaults of the
inputs, and compares the result with the separate manifest of the same trainjob.

usage: test_trainjob_task.py PATH_OF_MLPC
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

import yaml

MLPC = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]


def manifest_code(pipeline, name):
    """The statements of `name`'s function, up to the manifest."""
    for executor in pipeline["deploymentSpec"]["executors"].values():
        code = executor.get("container", {}).get("command", [""])[-1]
        if f"def {name}(" in code and "_manifest = " in code:
            # As Kubernetes passes it to the container.
            return code[code.index(f"def {name}(") : code.index("_prefix = ")].replace("$$", "$")
    raise AssertionError(f"no task runs {name}")


def run(code, inputs):
    lines = code.split("\n")
    first = next(i for i, line in enumerate(lines) if line.lstrip().startswith(("def _", "_manifest = ")))
    names = dict(inputs)
    exec(textwrap.dedent("\n".join(lines[first:])), names)  # noqa: S102
    return names["_manifest"]


class TrainJobTask(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compile(self, text):
        (self.folder / "main.mlp").write_text(text, encoding="utf-8")
        result = subprocess.run([MLPC, "compile", "main.mlp", "-o", "out"], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        return {path.name: list(yaml.safe_load_all(path.read_text())) for path in (self.folder / "out").iterdir()}

    def case(self):
        text = (ROOT / "tests/cases/trainer/as_task/main.mlp").read_text(encoding="utf-8")
        return self.compile("".join(line for line in text.splitlines(True) if not line.startswith("//@")))

    def test_defaults_give_the_manifest(self):
        files = self.case()
        expected = files["tune.trainjob.yaml"][0]
        del expected["metadata"]["name"]
        code = manifest_code(files["nightly.pipeline.yaml"][0], "tune")
        defaults = {"rate": 2e-4, "tag": "costs $(HOME) and $$", "nodes": 2, "processes": None, "image": None,
                    "verbose": True}
        self.assertEqual(run(code, defaults), expected)

    def test_values_of_a_run_reach_it(self):
        files = self.case()
        code = manifest_code(files["nightly.pipeline.yaml"][0], "tune")
        trainer = run(code, {"rate": 0.5, "tag": "$(X)$$$", "nodes": 3, "processes": 4, "image": "a:1", "verbose": False})[
            "spec"]["trainer"]
        self.assertEqual(trainer["args"], ["--rate=0.5", "$$(X)$$$$$", "--verbose=false"])
        self.assertEqual((trainer["numNodes"], trainer["numProcPerNode"], trainer["image"]), (3, 4, "a:1"))

    def test_inputs_may_be_whole_maps_and_lists(self):
        files = self.compile("""
trainjob tune(names: map[string], words: list[string]?, notes: map[string] = {}, groups: list[int]) {
  runtime: "torch-distributed"
  labels: names
  annotations: notes
  trainer: { image: "a:1", args: words }
  patches: [{
    manager: "team.example/tune"
    jobs: [{
      name: "node", pod_labels: names, pod_annotations: notes
      pod: { node_selector: names, security_context: { supplemental_groups: groups } }
    }]
  }]
}

pipeline p(names: map[string]) {
  tune(names, words: ["a"], groups: [1])
}
""")
        code = manifest_code(files["p.pipeline.yaml"][0], "tune")
        inputs = {"names": {"a": "$(b)"}, "words": ["$(HOME)", "x"], "notes": {}, "groups": [1, 2]}
        manifest = run(code, inputs)
        self.assertEqual(manifest["metadata"], {"labels": {"a": "$(b)"}, "annotations": {}})
        self.assertEqual(manifest["spec"]["trainer"]["args"], ["$$(HOME)", "x"])
        template = manifest["spec"]["runtimePatches"][0]["trainingRuntimeSpec"]["template"]["spec"]["replicatedJobs"][0][
            "template"]["spec"]["template"]
        self.assertEqual(template["metadata"], {"labels": {"a": "$(b)"}, "annotations": {}})
        self.assertEqual(template["spec"], {"nodeSelector": {"a": "$(b)"}, "securityContext": {"supplementalGroups": [1, 2]}})
        self.assertEqual(run(code, {**inputs, "words": None})["spec"]["trainer"], {"image": "a:1"})

    def test_the_trainer_is_always_present(self):
        files = self.case()
        code = manifest_code(files["nightly.pipeline.yaml"][0], "bare")
        manifest = run(code, {"name": "x"})
        self.assertEqual(manifest["spec"]["trainer"], {})
        self.assertEqual(manifest["metadata"], {"annotations": {"who": "x"}})


if __name__ == "__main__":
    MLPC = os.path.abspath(sys.argv.pop(1))
    unittest.main()
