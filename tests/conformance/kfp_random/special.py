"""Special kinds of components: their own images, settings taken over, notebooks, embedded files, files, documentation."""
import json

from components import Component, Port, function

FIELDS = {"resources": "RESOURCES", "env": "ENV", "volumes": "KUBERNETES_VOLUMES", "tolerations": "KUBERNETES_TOLERATIONS",
          "node_selector": "KUBERNETES_NODE_SELECTOR", "affinity": "KUBERNETES_AFFINITY"}
BESIDE = "__import__('os').path.dirname(__file__) + '/%s'"


def launcher(r):
    """A component that takes over settings of its task."""
    fields = r.sample(sorted(FIELDS), r.randint(1, 4))
    ways = [r.choice(["config", "both"]) for _ in fields]
    made = Component("launch", [Port("n", "int")], takes=set(fields))
    made.ours = ("component launch(config: TaskConfig, n: int) {\n  passthrough: { %s }\n  python <<<\n    print(config, n)\n"
                 "  >>>\n}" % ", ".join('%s: "%s"' % pair for pair in zip(fields, ways)))
    taken = ", ".join(("dsl.TaskConfigPassthrough(field=dsl.TaskConfigField.%s, apply_to_task=True)" if way == "both" else
                       "dsl.TaskConfigField.%s") % FIELDS[field] for field, way in zip(fields, ways))
    made.python = ("@dsl.component(task_config_passthroughs=[%s])\n"
                   "def launch(\n    config: dsl.TaskConfig,\n    n: int,\n):\n    print(config, n)\n" % taken)
    return made


def packaged(r, files):
    """A component whose image contains its code."""
    text = "def packed_image(x: str) -> str:\n    return x\n"
    files["packed_image.py"] = text
    made = Component("packed_image", [Port("x", "string")], [Port("Output", "string")], True)
    base = r.choice(["", "python:3.12"])
    made.ours = ('component packed_image(x: string) -> string {\n  target_image: "registry.example.org/code:1"\n%s  '
                 'python "packed_image.py"\n}' % ('  image: "%s"\n' % base if base else ""))
    made.python = "@dsl.component(target_image='registry.example.org/code:1'%s)\n%s" % (", base_image=%r" % base if base else "", text)
    return made


def notebook(r, files):
    """A notebook that is the whole component, or that is run by code."""
    cell = {"cell_type": "code", "execution_count": None, "metadata": {"tags": ["parameters"]}, "outputs": [],
            "source": ["text = ''\n"]}
    files["nb.ipynb"] = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    packages = r.choice([None, ["numpy==1.26.4"], []])
    head = "@dsl.notebook_component(notebook_path=%s%s)\n" % (
        BESIDE % "nb.ipynb", "" if packages is None else ", packages_to_install=%r" % packages)
    settings = '  notebook: "nb.ipynb"\n' + ("" if packages is None else "  packages: %s\n" % json.dumps(packages))
    if r.random() < 0.5:
        made = Component("read", [Port("text", "string"), Port("top", "int", 3)])
        made.ours = "component read(text: string, top: int = 3) {\n%s}" % settings
        made.python = head + ("def read(\n    text: str,\n    top: int = 3,\n):\n    dsl.run_notebook(\n        text=text,\n"
                              "        top=top,\n    )\n")
        return made
    made = Component("read", [Port("text", "string")], [Port("Output", "string")], True)
    made.ours = ("component read(text: string) -> string {\n%s  python <<<\n    dsl.run_notebook(text=text)\n    return text\n  >>>\n}"
                 % settings)
    made.python = head + "def read(\n    text: str,\n) -> str:\n    dsl.run_notebook(text=text)\n    return text\n"
    return made


def embedding(r, files):
    """A component with files in it."""
    files["assets/a.txt"] = "some text\n"
    if r.random() < 0.5:
        files["assets/more/b.json"] = "{}"
    made = Component("unpack", [Port("s", "string")], [Port("Output", "string")], True)
    made.ours = ('component unpack(s: string) -> string {\n  embed: "assets"\n  python <<<\n    return s + str(embedded.path)\n'
                 "  >>>\n}")
    made.python = ("@dsl.component(embedded_artifact_path=%s)\ndef unpack(\n    s: str,\n    embedded: dsl.EmbeddedInput[dsl.Artifact],"
                   "\n) -> str:\n    return s + str(embedded.path)\n" % (BESIDE % "assets"))
    return made


def filed(r, files):
    """A component whose code is a file."""
    text = 'def in_file(n: int%s) -> int:\n    """Doubles."""\n    return n * 2\n' % r.choice(["", " = 4"])
    files["in_file.py"] = text
    made = Component("in_file", [Port("n", "int", 4 if "= 4" in text else None)], [Port("Output", "int")], True)
    made.ours = '/// Doubles.\ncomponent in_file(%s) -> int {\n  python "in_file.py"\n}' % made.inputs[0].ours()
    made.python = "@dsl.component\n" + text
    return made


def tool(r):
    """A container with documentation, joined and optional words."""
    made = Component("tool", [Port("name", "string", "x"), Port("opt", "string", optional=True), Port("d", "Dataset", optional=True)],
                     [Port("m", "Model"), Port("o", "string")])
    described = r.random() < 0.5
    ours, theirs = [], []
    for mine, python in r.sample([
            ('concat("--name=", name, "/", present(opt) ? opt : "none")',
             "dsl.ConcatPlaceholder(['--name=', name, '/', dsl.IfPresentPlaceholder(input_name='opt', then=opt, else_='none')])"),
            ('present(opt) ? ["--opt", opt] : ["--no-opt"]',
             "dsl.IfPresentPlaceholder(input_name='opt', then=['--opt', opt], else_=['--no-opt'])"),
            ('present(d) ? ["--data", d.path, d.uri, d.metadata["k"]] : []',
             "dsl.IfPresentPlaceholder(input_name='d', then=['--data', d.path, d.uri, d.metadata['k']])"),
            ('present(opt) ? concat("--opt=", opt) : ""',
             "dsl.IfPresentPlaceholder(input_name='opt', then=dsl.ConcatPlaceholder(['--opt=', opt]))"),
            ('m.metadata["rows"]', "m.metadata['rows']"), ("m.uri", "m.uri"), ("executor_input", "'{{$}}'")], r.randint(2, 5)):
        ours.append(mine)
        theirs.append(python)
    ours += ["m.path", "o.path"]
    theirs += ["m.path", "o"]
    doc = ['/// The %s of it.\n  ' % p if described else "" for p in ("name", "option")]
    made.ours = "%scomponent tool(\n  %sname: string = \"x\"\n  %sopt: string?\n  d: Dataset?\n) -> (m: Model, o: string) {\n" \
                "  image: \"alpine\"\n  command: [\"tool\", name]\n  args: [%s]\n}" % (
                    "/// A tool.\n" if described else "", *doc, ", ".join(ours))
    text = '    """A tool.\n\n    Args:\n        name: The name of it.\n        opt: The option of it.\n    """\n' if described else ""
    made.python = "@dsl.container_component\ndef tool(m: Output[Model], o: dsl.OutputPath(str), name: str = 'x', " \
                  "opt: Optional[str] = None, d: Optional[Input[Dataset]] = None):\n%s    return dsl.ContainerSpec(" \
                  "image='alpine', command=['tool', name], args=[%s])\n" % (text, ", ".join(theirs))
    return made


def silent(r):
    """A container that writes no output, which is allowed here."""
    made = Component("quiet", [Port("x", "int")], [Port("code", "int"), Port("files", "Dataset")])
    made.ours = '@allow("output-not-written")\ncomponent quiet(x: int) -> (code: int, files: Dataset) {\n  image: "alpine"\n  ' \
                'command: ["true", x]\n}'
    made.python = "@dsl.container_component\ndef quiet(x: int, code: dsl.OutputPath(int), files: Output[Dataset]):\n" \
                  "    return dsl.ContainerSpec(image='alpine', command=['true', x])\n"
    return made


def absent(r):
    """A component that reads what may be absent."""
    made = Component("maybe", [Port("s", "string", optional=True), Port("m", "map", optional=True), Port("d", "Model", optional=True)])
    function(r, made)
    return made


def library(r, files):
    """Some of them, for one program. `files` receives what they read, by path."""
    makers = [launcher, tool, silent, absent, lambda r: packaged(r, files), lambda r: notebook(r, files), lambda r: embedding(r, files),
              lambda r: filed(r, files)]
    return [make(r) for make in r.sample(makers, r.randint(1, 4))]
