"""Diagnostics that a single mlp file cannot show: those about bytes, several files and imports.

usage: test_codes.py PATH_OF_MLPC
Each row creates the files that lead to the code. The pages of the other codes have their own examples.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

MLPC = ""
COMPONENT = "component greet(name: string) {\n  python <<<\n    print(name)\n  >>>\n}\n\n"
PIPELINE = COMPONENT + 'pipeline p(name: string = "Ada") {\n  greet(name)\n}\n'
BRANCH = COMPONENT + 'pipeline p(name: string = "Ada") {\n  if name == "Ada" {\n    greet(name)\n  }\n}\n'
WORKFLOW = b'workflow deliver {\n  pool: { vm_image: "ubuntu-24.04" }\n  bash <<<\n    echo a\n  >>>\n}\n'
MOST = 64 << 20
LINE = b" " * 1023 + b"\n"

LETS = "".join(f'  let v{i} = v{i - 1} && run.branch != "b{i}"\n' for i in range(1, 300))

WARNINGS = {3222}

# The code, the files, and which of them are checked.
CHECKED = [
    (1001, {"a.mlp": b'const a = "caf\xe9"\n'}, ["a.mlp"]),
    (1002, {"a.mlp": b"const a\0 = 1\n"}, ["a.mlp"]),
    (1003, {"a.mlp": LINE * (MOST // len(LINE) + 1)}, ["a.mlp"]),
    (1027, {"a.mlp": b"const a = [" + b"1," * 4_500_000 + b"]\n"}, ["a.mlp"]),
    (2003, {"a.mlp": b'import "./b.mlp" as b\n', "b.mlp": b'import "./a.mlp" as a\n'}, ["a.mlp"]),
    (2004, {"a.mlp": b'import "./b.mlp"\n', "b.mlp": b"const b = 1\n"}, ["a.mlp"]),
    (3222, {"a.mlp": b'component train {\n  python "train.py"\n}\n', "train.py": b"print(1)\n"}, ["a.mlp"]),
    (3911, {"a.mlp": b'component c() {\n  notebook: "n.ipynb"\n}\n\npipeline p() {\n  c()\n}\n', "n.ipynb": b"{}"},
     ["a.mlp"]),
    (5354, {"a.mlp": WORKFLOW.replace(b"  bash", b'  let v0 = run.branch == "main"\n' + LETS.encode()
                                      + b"  bash <<<\n    echo ~{v299 && true}\n  >>>\n  bash")}, ["a.mlp"]),
    (3990, {"a.mlp": WORKFLOW, "b.mlp": WORKFLOW.replace(b"deliver", b"Deliver")}, ["a.mlp", "b.mlp", "--together"]),
]


def templates(count):
    steps = [f"steps s{i}() {{\n  s{i - 1}()\n}}\n" for i in range(2, count + 1)]
    return "steps s1() {\n  bash <<<\n    ls\n  >>>\n}\n" + "".join(steps) + \
        WORKFLOW.decode().replace("  bash", f"  s{count}()\n  bash")


def pipelines(count):
    called = [f"pipeline p{i}() {{\n  p{i - 1}()\n}}\n" for i in range(2, count + 1)]
    return COMPONENT + 'pipeline p1() {\n  greet(name: "Ada")\n}\n' + "".join(called)


def spreads(count):
    fields = ", ".join(f"f{i}: int" for i in range(1000))
    whole = "".join(f"type B{i} = {{ ...A }}\n" for i in range(count // 1000))
    rest = ", ".join(f"f{i}: int" for i in range(count % 1000))
    return f"type A = {{ {fields} }}\n" + whole + (f"type C = {{ {rest} }}\ntype D = {{ ...C }}\n" if rest else "")


# The code, how much of it there may be at most, and a source with so much of it.
LIMITS = [
    (1025, 256, lambda count: "const a = " + "[" * count + "]" * count + "\n"),
    (1026, 1999, lambda count: "const a = 1" + " + 1" * count + "\n"),
    (1028, 200, lambda count: "foo bar\n" * count),
    (2224, 699, lambda count: "const a = 1" + " + 1" * count + "\n"),
    (2227, 200_000, spreads),
    (3912, 100, templates),
    (5168, 256, pipelines),
]


def edited(old, new):
    return lambda text: text.replace(old, new)


CYCLE = """    dag:
      tasks:
        greet:
          componentRef:
            name: comp-greet
          inputs:
            parameters:
              name:
                componentInputParameter: name
          taskInfo:
            name: greet
"""

# An amount for the SDK, but none for Kubernetes.
AMOUNT = """        image: python:3.11
        resources:
          memoryLimit: 1.0e-06
          resourceMemoryLimit: 1K
"""

# The code, the source that is compiled, and how its pipeline.yaml is changed before the import.
IMPORTED = [
    (6001, PIPELINE, lambda text: text + "  x: [\n"),
    (6002, PIPELINE, lambda text: text + LINE.decode() * (MOST // len(LINE))),
    (6003, PIPELINE, edited("name: p\nroot", "name: &a p\nroot")),
    (6003, PIPELINE, edited("name: p\nroot", "name: *a\nroot")),
    (6004, PIPELINE, lambda text: "a: " + "[" * 2000),
    (6005, PIPELINE, lambda text: text + '\nschemaVersion: "2.1.0"\n'),
    (6006, PIPELINE, edited("name: p\nroot", "name: !thing p\nroot")),
    (6006, PIPELINE, edited("pipelineInfo:\n", "pipelineInfo: !thing\n")),
    (6007, PIPELINE, edited("  name: p\nroot", "  name: [p]\nroot")),
    (6007, PIPELINE, edited("  name: p\nroot", "  ? [name]\n  : p\nroot")),
    (6008, PIPELINE, edited("        image: python:3.11\n", "")),
    (6009, PIPELINE, lambda text: "a: 1\n"),
    (6010, PIPELINE, edited("name: comp-greet", "name: comp-great")),
    (6011, PIPELINE, edited("    executorLabel: exec-greet\n", CYCLE)),
    (6012, BRANCH, lambda text: shared_group(text)),
    (6013, PIPELINE, edited('"2.1.0"', '"1.0.0"')),
    (6101, PIPELINE, edited("        image: python:3.11\n", "        image: python:3.11\n        colour: red\n")),
    (6102, PIPELINE, lambda text: text + "\n---\na: 1\n"),
    (6103, PIPELINE, edited("image: python:3.11", 'image: ""')),
    (6104, PIPELINE, edited("  name: p\nroot", "  name: p\n  description: ''\nroot")),
    (6105, PIPELINE, edited("        cachingOptions:\n          enableCache: true\n", "")),
    (6106, PIPELINE, edited("        image: python:3.11\n", AMOUNT)),
]


def shared_group(text):
    """Adds the task of the branch again under another name."""
    task = re.search(r"^      condition-1:\n(?:       .*\n)+", text, re.M).group()
    return text.replace(task, task + task.replace("      condition-1:", "      condition-9:", 1))


def task(name, component="comp-a", more=""):
    return "%s: {componentRef: {name: %s}, taskInfo: {name: %s}%s}" % (name, component, name, more)


def graph(name, tasks, outputs="", ports=""):
    return ", comp-%s: {dag: {tasks: {%s}%s}%s}" % (name, tasks, outputs, ports)


def document(tasks, graphs="", root="", ports="", outputs="", container=""):
    """A compiled pipeline with the container `comp-a`, graphs, and a root."""
    return f"""pipelineInfo: {{name: x}}
schemaVersion: 2.1.0
deploymentSpec: {{executors: {{exec-a: {{container: {{image: alpine, command: [echo]{container}}}}}}}}}
components: {{comp-a: {{executorLabel: exec-a{ports}}}{graphs}}}
root: {{{root}dag: {{tasks: {{{tasks}}}{outputs}}}}}
"""


LOOP = ", parameterIterator: {itemInput: item, items: {raw: '[1]'}}"
IF = ", triggerPolicy: {condition: '1 == 1'}"
TEXT = "inputDefinitions: {parameters: {text: {parameterType: STRING}}}"
MODEL = "outputDefinitions: {artifacts: {model: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}}}"
ITEM = "pipelinechannel--loop-item-9"
KIND = "{{$.inputs.parameters['kind']}}"
AFFINITY = "[{nodeAffinityJson: {runtimeValue: {constant: {}}}}, {matchExpressions: [{key: zone, operator: Exists}]}]"


def passed(more):
    return ", inputs: {parameters: {text: {componentInputParameter: text%s}}}" % more


def selected(selectors):
    return ", outputs: {artifacts: {model: {artifactSelectors: [%s]}}}" % selectors


def nested(count):
    """Graphs in one another: `count` conditions."""
    graphs = [graph(f"condition-{i}", task(f"condition-{i + 1}", f"comp-condition-{i + 1}", IF)) for i in range(1, count)]
    return document(task("condition-1", "comp-condition-1", IF),
                    "".join(graphs) + graph(f"condition-{count}", task("a")))


def chained(count):
    """Pipelines that each call the next one: `count` of them below the root."""
    graphs = [graph(f"g{i}", task("next", f"comp-g{i + 1}")) for i in range(1, count)]
    return document(task("first", "comp-g1"), "".join(graphs) + graph(f"g{count}", task("a")))


BRANCHES = "comp-condition-branches-1"

# Documents that cannot be imported. The first counts are the least that are too many, the last would fill the stack.
REFUSED = [
    (6004, nested(100)),
    (6004, chained(100)),
    (6004, chained(20_000)),
    (6008, document(task("b", "comp-b"), ", comp-b: {}")),
    (6008, document(task("condition-branches-1", BRANCHES), graph("condition-branches-1", ""))),
    (6012, document(task("condition-branches-1", BRANCHES) + ", " + task("condition-branches-2", BRANCHES),
                    graph("condition-branches-1", task("condition-2", "comp-condition-2", IF)) +
                    graph("condition-2", task("a")))),
]

# Documents that the KFP SDK does not write. Everything else in them is imported.
DOCUMENTS = [
    (6107, document(task("a")) + "---\n" + document(task("a"))),
    (6108, "apiVersion: pipelines.kubeflow.org/v2beta1\nkind: Pipeline\n---\n" + document(task("a"))),
    (6108, "kind: PipelineVersion\nspec:\n  pipelineSpec:\n    " + document(task("a")).replace("\n", "\n    ")),
    (6109, document(task("condition-7", "comp-condition-7", IF), graph("condition-7", task("a")))),
    (6110, document(task("a"), container=', resources: {accelerator: {type: "%s", count: 1}}' % KIND)),
    (6112, document(task("for-loop-1", "comp-for-loop-1", LOOP.replace("'[1]'", "many")), graph("for-loop-1", task("a")))),
    (6113, document(task("a")) + "---\nplatforms: {kubernetes: {deploymentSpec: {executors: {exec-a: {nodeAffinity: %s}}}}}\n" % AFFINITY),
    (6114, document(task("for-loop-1", "comp-for-loop-1",
                         LOOP + ", inputs: {parameters: {x: {componentInputParameter: %s}}}" % ITEM),
                    graph("for-loop-1", task("a")))),
    (6115, document(task("condition-1", "comp-condition-1", IF.replace("1 == 1", "size(1)")),
                    graph("condition-1", task("a")))),
    (6116, document(task("exit-handler-1", "comp-exit-handler-1"), graph("exit-handler-1", task("a")))),
    (6117, document(task("a", more=passed(", parameterExpressionSelector: 'parseJson(string_value)[0]'")),
                    root=TEXT + ", ", ports=", " + TEXT)),
    (6118, document(task("condition-1", "comp-condition-1", IF), graph("condition-1", task("a", more=passed(""))),
                    root=TEXT + ", ", ports=", " + TEXT)),
    (6119, document(task("exit-handler-1", "comp-exit-handler-1"),
                    graph("exit-handler-1", task("a"),
                          selected("{outputArtifactKey: model, producerSubtask: a}"), ", " + MODEL),
                    root=MODEL + ", ", ports=", " + MODEL,
                    outputs=selected("{outputArtifactKey: model, producerSubtask: exit-handler-1}"))),
    (6120, document(task("a"), root=MODEL + ", ", ports=", " + MODEL, outputs=selected(""))),
    (6121, document(task("for-loop-1", "comp-for-loop-1", LOOP + IF), graph("for-loop-1", task("a")))),
    (6122, document(task("a", more=LOOP))),
    (6123, document(task("a", more=IF))),
    (6124, document(task("condition-branches-1", "comp-condition-branches-1"),
                    graph("condition-branches-1", task("condition-2", "comp-condition-2", IF) + ", " + task("a")) +
                    graph("condition-2", task("a")))),
]


class CodesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def mlpc(self, *arguments):
        return subprocess.run([MLPC, *arguments], capture_output=True, text=True, timeout=250, cwd=self.folder)

    def given(self, result):
        return {int(code) for code in re.findall(r"(?:error|warning)\[MLP(\d{4})\]", result.stderr)}

    def test_checked(self):
        for code, files, arguments in CHECKED:
            with self.subTest(code=code):
                for name, content in files.items():
                    (self.folder / name).write_bytes(content)
                result = self.mlpc("check", *arguments)
                self.assertEqual(result.returncode, 0 if code in WARNINGS else 1)
                self.assertIn(code, self.given(result), result.stderr[:2000])

    def test_limits(self):
        for code, most, source in LIMITS:
            for count in (most, most + 1):
                with self.subTest(code=code, count=count):
                    (self.folder / "a.mlp").write_text(source(count))
                    self.assertEqual(code in self.given(self.mlpc("check", "a.mlp", "--max-errors", "0")), count > most)

    def test_imported(self):
        for code, source, edit in IMPORTED:
            with self.subTest(code=code):
                (self.folder / "a.mlp").write_text(source)
                self.assertEqual(self.mlpc("compile", "a.mlp", "-o", "a.yaml").returncode, 0)
                text = (self.folder / "a.yaml").read_text()
                changed = edit(text)
                self.assertNotEqual(changed, text)
                (self.folder / "a.yaml").write_text(changed)
                result = self.mlpc("import", "a.yaml", "-o", "b.mlp")
                self.assertIn(result.returncode, (1, 3))
                self.assertIn(code, self.given(result), result.stderr[:2000])

    def test_refused(self):
        for code, text in REFUSED:
            with self.subTest(code=code):
                (self.folder / "a.yaml").write_text(text)
                result = self.mlpc("import", "a.yaml", "-o", "b.mlp")
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertEqual({code}, self.given(result), result.stderr[:2000])

    def test_as_deep_as_possible(self):
        for text in (nested(99), chained(99)):
            (self.folder / "a.yaml").write_text(text)
            result = self.mlpc("import", "a.yaml", "-o", "b.mlp")
            self.assertIn(result.returncode, (0, 3), result.stderr)

    def test_documents(self):
        for code, text in DOCUMENTS:
            with self.subTest(code=code):
                (self.folder / "a.yaml").write_text(text)
                result = self.mlpc("import", "a.yaml", "-o", "b.mlp")
                self.assertEqual(result.returncode, 3, result.stderr)
                self.assertIn(code, self.given(result), result.stderr[:2000])


if __name__ == "__main__":
    MLPC = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
