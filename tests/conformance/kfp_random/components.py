"""Random components: a function body, a module, or a container; each in mlp and in Python."""
from dataclasses import dataclass, field

import forms
from forms import PRIMITIVES, is_artifact, is_list, literal, ours, python


@dataclass
class Port:
    name: str
    kind: str
    default: object = None  # None: there is none
    optional: bool = False  # may be omitted although it has no default

    @property
    def required(self):
        return self.default is None and not self.optional

    def ours(self):
        end = "?" if self.optional else "" if self.default is None else " = " + literal(self.default)
        return "%s: %s%s" % (self.name, ours(self.kind), end)

    def python(self):
        """As an input of a function."""
        kind = python(self.kind)
        if is_artifact(self.kind):
            kind = "Input[%s]" % kind
        if self.optional:
            return "%s: Optional[%s] = None" % (self.name, kind)
        if self.default is None:
            return "%s: %s" % (self.name, kind)
        return "%s: %s = %r" % (self.name, kind, self.default)


@dataclass
class Component:
    name: str
    inputs: list
    outputs: list = field(default_factory=list)
    unnamed: bool = False  # the only output has no name
    module: object = None  # set if the component has no text of its own and is just a pipeline's call
    ours: str = ""
    python: str = ""
    takes_status: bool = False
    takes: object = None  # fields of its task that it takes over itself


def python_parameters(inputs):
    """Python expects parameters without a default first."""
    return [p.python() for p in inputs if p.required], [p.python() for p in inputs if not p.required]


def sample(kind):
    """A Python expression of a type, for `return`."""
    return {"int": "1", "float": "1.5", "string": "'x'", "bool": "True", "list": "[1]", "map": "{'k': 1}", "ints": "[1, 2]",
            "floats": "[1.5]", "flags": "[True]",
            "tree": "[{'title': 'a', 'xs': ['b']}]", "strings": "['p', 'q']", "counts": "{'k': 1}",
            "rows": "[{'a': 1, 'b': 2}]"}[kind]


def head(component, keyword="component"):
    inputs = ", ".join(port.ours() for port in component.inputs)
    if not component.outputs:
        outputs = ""
    elif component.unnamed:
        outputs = " -> " + ours(component.outputs[0].kind)
    else:
        outputs = " -> (%s)" % ", ".join("%s: %s" % (p.name, ours(p.kind)) for p in component.outputs)
    return "%s %s(%s)%s {" % (keyword, component.name, inputs, outputs)


def packaging(r, settings, arguments):
    """Settings for the image in which the function runs and for what is installed there."""
    def put(ours_name, python_name, value):
        settings.append("%s: %s" % (ours_name, literal(value)))
        arguments.append("%s=%r" % (python_name, value))

    if r.random() < 0.3:
        put("image", "base_image", r.choice(["python:3.12", "ghcr.io/acme/tool:v1.2", "localhost:5000/a/b@sha256:" + "0" * 64]))
    if r.random() < 0.3:
        put("packages", "packages_to_install", r.sample(["numpy==1.26.4", "pandas>=2", "a[b]<3", "c"], r.randint(1, 2)))
        if r.random() < 0.4:
            indexes = ["https://example.com/simple", "https://example.org/simple"]
            put("pip_index_urls", "pip_index_urls", r.sample(indexes, r.randint(1, 2)))
            if r.random() < 0.3:
                put("pip_trusted_hosts", "pip_trusted_hosts", ["example.org"])
        if r.random() < 0.3:
            put("venv", "use_venv", True)
    roll = r.random()
    if roll < 0.1 and not any(s.startswith("venv") for s in settings):
        put("install_kfp", "install_kfp_package", False)  # with `venv` the SDK leaves out the packages
    elif roll < 0.2:
        put("kfp_package", "kfp_package_path", "kfp==2.14.0")


def function(r, component):
    """The text of a Python function in both forms: laid out as the compiler does it, and as a person might."""
    settings, arguments = [], []
    packaging(r, settings, arguments)
    named = [p for p in component.outputs if not is_artifact(p.kind)] if not component.unnamed else []
    lines = ["%s.metadata['k'] = 'v'" % p.name for p in component.outputs if is_artifact(p.kind) and not component.unnamed]
    if component.unnamed:
        kind = component.outputs[0].kind
        lines.append("return %s(uri='gs://b/o')" % kind if is_artifact(kind) else "return " + sample(kind))
    elif named:
        lines.append("return Outputs(%s)" % ", ".join("%s=%s" % (p.name, sample(p.kind)) for p in named))
    if not lines:
        lines.append("print(%s)" % ", ".join(p.name for p in component.inputs))
    required, optional = python_parameters(component.inputs)
    artifacts = ["%s: Output[%s]" % (p.name, python(p.kind)) for p in component.outputs
                 if is_artifact(p.kind) and not component.unnamed]
    fields = "NamedTuple('Outputs', [%s])" % ", ".join("('%s', %s)" % (p.name, python(p.kind)) for p in named)
    returns = " -> " + python(component.outputs[0].kind) if component.unnamed else " -> Outputs" if named else ""
    decorator = "@dsl.component" + ("(%s)" % ", ".join(arguments) if arguments else "")
    # The compiler writes `List[dict]` for records, so loops over their fields need the annotations of a module.
    rows = any(p.kind in forms.RECORDS for p in component.inputs + component.outputs)
    if rows or r.random() < 0.4:
        if named:
            lines.insert(0, "Outputs = " + fields)
            returns = " -> " + fields
        text = "def %s(%s)%s:\n" % (component.name, ", ".join(required + artifacts + optional), returns)
        text += "".join("    %s\n" % line for line in lines)
        body = "python module <<<\n%s\n  >>>" % "\n".join("    " + line for line in text.rstrip().split("\n"))
        text = decorator + "\n" + text
    else:
        parameters = "".join("\n    %s," % p for p in required + artifacts + optional)
        text = decorator + "\ndef %s(%s)%s:\n" % (component.name, parameters + ("\n" if parameters else ""), returns)
        text += "".join("    %s\n" % line for line in lines)
        if named:
            text = "Outputs = %s\n\n\n%s" % (fields, text)
        body = "python <<<\n%s\n  >>>" % "\n".join("    " + line for line in lines)
    component.python = text
    component.ours = "\n".join([head(component), *("  " + s for s in settings), "  " + body, "}"])


def words(r, component):
    """The words of a command with placeholders, as pairs of mlp and Python."""
    made = [(literal(w), repr(w)) for w in r.sample(["sh", "-c", "--flag", "a b", "é", '"q"'], r.randint(1, 3))]
    for port in component.inputs:
        value = port.name
        if is_list(port.kind) and not port.optional:
            made.append((value, value))
            continue
        if is_artifact(port.kind) and not is_list(port.kind):
            value += r.choice([".path", ".uri", ".metadata['rows']"])
        mine = value.replace("'", '"')
        roll = r.random()
        if port.optional:
            # The SDK cannot nest placeholders in strings more deeply than this.
            other = r.choice([None, ["--none"]])
            made.append(("present(%s) ? [%s, %s] : %s" % (port.name, literal("--" + port.name), mine, literal(other or [])),
                         "dsl.IfPresentPlaceholder(input_name=%r, then=[%r, %s]%s)" % (
                             port.name, "--" + port.name, value, ", else_=%r" % other if other else "")))
        elif roll < 0.4:
            made.append((mine, value))
        elif roll < 0.7 and port.kind in PRIMITIVES:
            made.append(('"--%s=~{%s}/"' % (port.name, mine), "f'--%s={%s}/'" % (port.name, value)))
        elif port.kind not in PRIMITIVES and not is_artifact(port.kind):
            made.append((mine, value))
        else:
            made.append(('concat("--%s=", %s)' % (port.name, mine), "dsl.ConcatPlaceholder(['--%s=', %s])" % (port.name, value)))
    for port in component.outputs:
        if is_artifact(port.kind):
            value = port.name + r.choice([".path", ".uri"])
            made.append((value, value))
        else:
            made.append((port.name + ".path", port.name))
    if r.random() < 0.2:
        made.append(("executor_input", "'{{$}}'"))
    return made


def container(r, component):
    component.unnamed = False
    image = r.choice(["alpine", "python:3.12-slim", "registry.example.org/x/y:1"])
    every = words(r, component)
    cut = r.randint(1, len(every))
    parts = [("command", every[:cut])] + ([("args", every[cut:])] if cut < len(every) else [])
    required, optional = python_parameters(component.inputs)
    outputs = ["%s: %s[%s]" % (p.name, "Output", python(p.kind)) if is_artifact(p.kind) else
               "%s: %s(%s)" % (p.name, "dsl.OutputPath", python(p.kind)) for p in component.outputs]
    component.python = "@dsl.container_component\ndef %s(%s):\n    return dsl.ContainerSpec(image=%r, %s)\n" % (
        component.name, ", ".join(required + outputs + optional), image,
        ", ".join("%s=[%s]" % (name, ", ".join(w[1] for w in part)) for name, part in parts))
    component.ours = "\n".join([head(component), "  image: " + literal(image),
                                *("  %s: [%s]" % (name, ", ".join(w[0] for w in part)) for name, part in parts), "}"])


def port(r, name, kinds):
    kind = r.choice(kinds)
    roll = r.random()
    if roll < 0.3:
        return Port(name, kind, optional=True)
    if roll < 0.6 and not is_artifact(kind):
        return Port(name, kind, forms.constant(r, kind))
    return Port(name, kind)


NAMES = ("prepare", "train_model", "make_2", "x", "score__all", "report", "fetch", "a_b_c")
INPUTS = ("text", "count", "rate", "flag", "items", "options", "source", "other", "n1", "long_name_of_input")
OUTPUTS = ("result", "o", "left", "right", "summary_1")


def random_component(r, name):
    in_container = r.random() < 0.35
    artifacts = list(forms.ARTIFACTS) + (list(forms.DECLARED) if in_container else [])
    kinds = list(forms.PARAMETERS) * 2 + artifacts + ["Dataset[]", "Model[]"]
    component = Component(name, [port(r, n, kinds) for n in r.sample(INPUTS, r.randint(0, 4))])
    # No lists of artifacts: only components that collect them can produce them.
    kinds = list(forms.PARAMETERS) + artifacts
    if not in_container and r.random() < 0.5:
        component.unnamed = True
        component.outputs = [Port("Output", r.choice(kinds))]
    else:
        component.outputs = [Port(n, r.choice(kinds)) for n in r.sample(OUTPUTS, r.randint(0 if component.inputs else 1, 3))]
    (container if in_container else function)(r, component)
    return component


def plain(r, name, inputs, outputs, unnamed=True):
    """A component that always exists, so that every type has a producer and a consumer."""
    component = Component(name, [Port(n, k) for n, k in inputs], [Port(n, k) for n, k in outputs], unnamed and bool(outputs))
    function(r, component)
    return component


def library(r, suffix=""):
    """The components of one program, whose names all have the same ending."""
    made = [
        plain(r, "i2i" + suffix, [("x", "int")], [("Output", "int")]),
        plain(r, "s2s" + suffix, [("x", "string")], [("Output", "string")]),
        plain(r, "b2b" + suffix, [("x", "bool")], [("Output", "bool")]),
        plain(r, "f2f" + suffix, [("x", "float")], [("Output", "float")]),
        plain(r, "mk_ints" + suffix, [("n", "int")], [("Output", "ints")]),
        plain(r, "mk_strings" + suffix, [("n", "int")], [("Output", "strings")]),
        plain(r, "mk_rows" + suffix, [("n", "int")], [("Output", "rows")]),
        plain(r, "mk_tree" + suffix, [("n", "int")], [("Output", "tree")]),
        plain(r, "mk_list" + suffix, [("n", "int")], [("Output", "list")]),
        plain(r, "mk_dataset" + suffix, [("x", "int")], [("d", "Dataset")], unnamed=False),
        plain(r, "mk_model" + suffix, [("x", "int")], [("Output", "Model")]),
        plain(r, "use_dataset" + suffix, [("d", "Dataset")], [("Output", "string")]),
        plain(r, "use_model" + suffix, [("m", "Model")], [("Output", "float")]),
        plain(r, "use_datasets" + suffix, [("ds", "Dataset[]")], [("Output", "string")]),
        plain(r, "use_models" + suffix, [("ds", "Model[]")], [("Output", "string")]),
        plain(r, "sum_list" + suffix, [("xs", "list")], [("Output", "int")]),
    ]
    made += [random_component(r, name + suffix) for name in r.sample(NAMES, r.randint(2, 5))]
    last = Component("fin", [Port("m", "string")], takes_status=True)
    last.python = ("@dsl.component\ndef fin(\n    m: str,\n    status: dsl.PipelineTaskFinalStatus,\n):\n    print(m, status)\n")
    last.ours = "component fin(m: string, status: FinalStatus) {\n  python <<<\n    print(m, status)\n  >>>\n}"
    return made, last
