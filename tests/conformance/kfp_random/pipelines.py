"""Random pipelines over random components, in mlp and in Python with the KFP SDK.

What the SDK gets wrong is not generated, since the back end deviates from it there (its README has the list). Each such
place is marked with the word AVOIDED.
"""
import random

import components
import forms
import special
from components import Component, Port
from forms import ARTIFACTS, DECLARED, PARAMETERS, PRIMITIVES, constant, is_artifact, literal
from groups import Groups
from options import DECLARATIONS, Options, pipeline_settings
from values import PROPERTIES, Body, Value, fits


class Pipeline(Groups):
    def __init__(self, r, name, program, nested):
        self.r = r
        self.name = name
        self.program = program
        self.nested = nested  # pipelines that can be called
        self.ours = []
        self.python = []
        self.names = 0
        self.components = program.shared
        self.pods = True
        self.inputs = []
        self.outputs = []
        self.unnamed = False
        self.workspace = False

    # ---- values

    def fresh(self):
        self.names += 1
        return "v%d" % self.names

    def line(self, body, ours, python):
        if ours is not None:
            self.ours.append("  " * (body.indent + 1) + ours)
        if python is not None:
            self.python.append("    " * (body.indent + 1) + python)

    def constant(self, kind):
        value = constant(self.r, kind)
        return Value(kind, literal(value), repr(value), "const")

    def inserted(self, body):
        """Values that a string can contain. AVOIDED: items of loops, which do not reach the task in the SDK, and types with
        brackets, which it does not find in strings."""
        return [v for v in body.scope if v.role in ("input", "output") and not v.optional
                and v.kind in (*PRIMITIVES, "list", "map")]

    def text(self, body):
        values = self.inserted(body)
        values = self.r.sample(values, min(len(values), self.r.randint(1, 2)))
        ours, python = [], []
        for value in values:
            # In mlp, a string with just one placeholder is the value itself.
            none = "" if len(values) > 1 or value.kind != "string" else "="
            word = self.r.choice([none, "-", "é: ", "{b}", "'", '"x" ', "$", "\\"])
            ours += [forms.text_part(word), "~{%s}" % value.ours]
            python += [repr(word), "str(%s)" % value.python]
        return Value("string", '"%s"' % "".join(ours), " + ".join(python) or "''", "text")

    def container(self, body, kind):
        """A list or map that contains run-time values."""
        items = [(v.ours, v.python) for v in self.inserted(body)]
        items = self.r.sample(items, min(len(items), 2)) + [(literal(1), "1"), ('"a"', "'a'")]
        self.r.shuffle(items)
        if kind == "list":
            return Value(kind, "[%s]" % ", ".join(i[0] for i in items), "[%s]" % ", ".join(i[1] for i in items), "text")
        return Value(kind, "{ %s }" % ", ".join('"k%d": %s' % (n, i[0]) for n, i in enumerate(items)),
                     "{%s}" % ", ".join("'k%d': %s" % (n, i[1]) for n, i in enumerate(items)), "text")

    def value(self, body, port):
        """Something for an input, or None."""
        kind = port.kind
        found = [v for v in body.scope if fits(v, kind, port.optional)]
        if is_artifact(kind):
            return self.r.choice(found) if found else None
        roll = self.r.random()
        if found and roll < 0.65:
            return self.r.choice(found)
        if roll < 0.8 and kind == "string" and self.inserted(body):
            return self.text(body)
        loose = [v for v in body.scope if v.kind == "list" and v.role in ("input", "output") and not v.optional]
        if roll < 0.75 and kind in ("ints", "strings", "rows") and loose:
            value = self.r.choice(loose)
            return Value(kind, "cast[%s](%s)" % ("list[Row]" if kind == "rows" else forms.ours(kind), value.ours),
                         value.python, value.role)
        # What may be absent, read as if it were present.
        loose = [v for v in body.scope if v.kind == kind and v.optional]
        if roll < 0.75 and loose and not port.optional and kind in PARAMETERS and kind not in forms.RECORDS:
            value = self.r.choice(loose)
            return Value(kind, "cast[%s](%s)" % (forms.ours(kind), value.ours), value.python, value.role)
        if roll < 0.8 and kind in ("list", "map"):
            return self.container(body, kind)
        if kind == "string" and self.r.random() < 0.1:
            ours, python = self.r.choice(PROPERTIES)
            return Value(kind, ours, "dsl.%s_PLACEHOLDER" % python, "text")
        return self.constant(kind)

    def arguments(self, body, callee):
        made = []
        for port in callee.inputs:
            if not port.required and self.r.random() < 0.4:
                continue
            value = self.value(body, port)
            if value is None:
                if port.required:
                    return None
                continue
            made.append((port.name, value))
        return made

    # ---- tasks

    def settings(self, body, options, callee, arguments):
        """Settings that refer to other tasks."""
        if body.units and self.r.random() < 0.2:
            units = self.r.sample(body.units, min(len(body.units), self.r.randint(1, 2)))
            units = [u for u in units if u[1] not in options.waits] or units
            # The SDK requires defaults for what failed tasks do not return. AVOIDED: it cannot handle absent inputs.
            whole = len(arguments) == len(callee.inputs) and all(v.role in ("const", "input") for _, v in arguments)
            free = [u for u in body.units if u not in body.hooked and u[0] in body.plain]
            # mlpc rejects what the back end does not run: a second one, one after two tasks, and a task that waits for
            # one.
            always = whole and bool(free) and not options.waits and self.r.random() < 0.5
            if always:
                units = [self.r.choice(free)]
                body.hooked += units
                options.always_run = True
            options.ours.append("after: [%s]" % ", ".join(u[0] for u in units))
            options.call("after", *(u[1] for u in units))
            if always:
                options.ours.append("always_run: true")
                options.call("ignore_upstream_failure")

    def called(self, body, callee, arguments, options):
        """Writes a call; returns the name of the task."""
        name = options.task
        braces = " { %s }" % ", ".join(options.ours) if options.ours else ""
        inputs = ", ".join("%s: %s" % (n, v.ours) for n, v in arguments)
        self.line(body, "let %s = %s(%s)%s" % (name, callee.name, inputs, braces), None)
        self.line(body, None, "%s = %s(%s)" % (name, callee.name, ", ".join("%s=%s" % (n, v.python) for n, v in arguments)))
        for statement in options.python:
            self.line(body, None, statement)
        if getattr(options, "always_run", False):
            return name
        body.units.append((name, name))
        if isinstance(callee, Component):
            body.plain.append(name)
        for port in callee.outputs:
            mine = name if callee.unnamed else "%s.%s" % (name, port.name)
            theirs = "%s.output" % name if callee.unnamed and self.r.random() < 0.5 else "%s.outputs[%r]" % (name, port.name)
            body.add(Value(port.kind, mine, theirs, "output", name))
        return name

    def task(self, body, component=None, arguments=None):
        for _ in range(20):
            callee = component or self.r.choice(self.components)
            given = arguments if arguments is not None else self.arguments(body, callee)
            if given is None:
                continue
            options = Options(self.r, self.fresh(), body, self.pods)
            if callee.takes is None:
                options.container()
            else:
                options.taken(callee.takes)
            self.settings(body, options, callee, given)
            return self.called(body, callee, given, options)
        return None

    def call(self, body):
        nested = [p for p in self.nested if p.name.startswith("sub_")]
        if not nested:
            return
        callee = self.r.choice(nested)
        arguments = self.arguments(body, callee)
        if arguments is None:
            return
        options = Options(self.r, self.fresh(), body, self.pods).nested()
        self.settings(body, options, callee, arguments)
        self.called(body, callee, arguments, options)

    def watch(self, body):
        """A task that runs however another one ended, and receives its final status."""
        found = [name for name in body.plain if (name, name) not in body.hooked]
        if not found:
            return
        watched, name = self.r.choice(found), self.fresh()
        body.hooked.append((watched, watched))
        texts = [v for v in body.scope if v.kind == "string" and v.role == "input" and not v.optional]
        message = self.r.choice(texts + [self.constant("string")])
        self.line(body, "fin(m: %s, status: %s.final_status) { always_run: true }" % (message.ours, watched), None)
        self.line(body, None, "%s = fin(m=%s).after(%s).ignore_upstream_failure()" % (name, message.python, watched))

    def importer(self, body):
        name = self.fresh()
        kind = self.r.choice(list(ARTIFACTS) + list(DECLARED))
        # AVOIDED: in a nested pipeline, an input with a default makes no difference here.
        uri = self.value(body, Port("uri", "string"))
        # AVOIDED: the back end accepts what is already known and inputs of the graph; mlpc rejects the rest.
        if uri.role not in ("input", "item") and uri not in [v for v in body.scope if v.role == "output" and v not in body.own]:
            word = self.r.choice(["gs://b/o", "s3://bucket/a b/é", "minio://x/y?z=1"])
            uri = Value("string", literal(word), repr(word), "const")
        ours, python = ["uri: " + uri.ours], ["artifact_uri=" + uri.python, "artifact_class=" + kind]
        if self.r.random() < 0.4:
            metadata = self.container(body, "map") if self.r.random() < 0.5 else self.constant("map")
            ours.append("metadata: " + metadata.ours)
            python.append("metadata=" + metadata.python)
        if self.r.random() < 0.3:
            ours.append("reimport: true")
            python.append("reimport=True")
        if self.workspace and self.r.random() < 0.3:
            ours.append("download_to_workspace: true")
            python.append("download_to_workspace=True")
        self.line(body, "let %s = importer[%s](%s)" % (name, kind, ", ".join(ours)),
                  "%s = dsl.importer(%s)" % (name, ", ".join(python)))
        body.units.append((name, name))
        body.add(Value(kind, name, name + ".output", "output", name))

    def claim(self, body):
        """A claim that is created, mounted and deleted."""
        if not self.pods:
            return
        user = next(c.name for c in self.components if c.name.startswith("s2s"))
        made, used, gone = self.fresh(), self.fresh(), self.fresh()
        name = self.r.choice([('pvc_name: "disk-1"', "pvc_name='disk-1'"),
                              ('pvc_name_suffix: "-disk"', "pvc_name_suffix='-disk'")])
        more = self.r.choice([("", ""), (', storage_class_name: "standard"', ", storage_class_name='standard'"),
                              (', volume_name: "v-1"', ", volume_name='v-1'")])
        created = 'let %s = kubernetes.create_pvc(%s, access_modes: ["ReadWriteOnce"], size: 5Gi%s)'
        self.line(body, created % (made, name[0], more[0]),
                  "%s = kubernetes.CreatePVC(%s, access_modes=['ReadWriteOnce'], size='5Gi'%s)" % (made, name[1], more[1]))
        # AVOIDED: the SDK's task does not wait for the claim that it mounts, unless it also takes its name.
        self.line(body, 'let %s = %s(x: %s.name) { volumes: { "/disk": pvc(%s.name) } }' % (used, user, made, made),
                  "%s = %s(x=%s.outputs['name'])" % (used, user, made))
        self.line(body, None, "kubernetes.mount_pvc(%s, %s.outputs['name'], '/disk')" % (used, made))
        self.line(body, "let %s = kubernetes.delete_pvc(pvc_name: %s.name) { after: [%s] }" % (gone, made, used),
                  "%s = kubernetes.DeletePVC(pvc_name=%s.outputs['name']).after(%s)" % (gone, made, used))
        body.add(Value("string", made + ".name", made + ".outputs['name']", "output", made),
                 Value("string", used, used + ".output", "output", used))
        body.units += [(made, made), (used, used), (gone, gone)]

    # ---- the whole

    def signature(self):
        names = ["nn", "ss", "bb", "ff", "zz", "mm", "p_q", "text", "d1"]
        kinds = list(PARAMETERS) + ["int", "string", "Dataset", "Model"]
        if self.nested is not None and self.name != "main_pipe":
            kinds += ["Dataset[]"]
        for name in self.r.sample(names, self.r.randint(2, 6)):
            self.inputs.append(components.port(self.r, name, kinds))

    def write(self):
        self.looped = []
        if not self.inputs:
            self.signature()
        ours_settings, python_settings = pipeline_settings(self.r) if self.name == "main_pipe" else ([], [])
        self.workspace = any(s.startswith("workspace") for s in ours_settings)
        description = self.r.choice(["", "Does a thing.", "Über: \"quoted\" text"])
        scope = [Value(p.kind, p.name, p.name, "input", optional=p.optional) for p in self.inputs]
        body = Body(scope=scope)
        kinds = ["task", "task", "task", "if", "for", "for", "call", "call", "importer", "claim", "watch"]
        self.statements(body, kinds + (["try"] if self.name == "main_pipe" or self.r.random() < 0.3 else []))
        found = [v for v in body.own if v.role == "output" and v.kind not in DECLARED]
        found += [v for v in body.returnable for _ in range(3)]
        returned, returns = "", ""
        if found and self.r.random() < 0.7:
            picks = list(dict.fromkeys(self.r.sample(found, min(len(found), self.r.choice([1, 1, 2, 3])))))
            if len(picks) == 1:
                self.unnamed = True
                self.outputs = [Port("Output", picks[0].kind)]
                self.line(body, "return " + picks[0].ours, "return " + picks[0].python)
                returns, returned = " -> " + forms.ours(picks[0].kind), " -> " + forms.python(picks[0].kind)
            else:
                self.outputs = [Port("out%d" % n, p.kind) for n, p in enumerate(picks)]
                fields = "[%s]" % ", ".join("('%s', %s)" % (p.name, forms.python(p.kind)) for p in self.outputs)
                self.line(body, "return { %s }" % ", ".join("out%d: %s" % (n, p.ours) for n, p in enumerate(picks)),
                          "return NamedTuple('O', %s)(%s)" % (fields, ", ".join(p.python for p in picks)))
                returns = " -> (%s)" % ", ".join("%s: %s" % (p.name, forms.ours(p.kind)) for p in self.outputs)
                returned = " -> NamedTuple('O', %s)" % fields
        if description:
            python_settings.append("description=%r" % description)
        required, optional = components.python_parameters(self.inputs)
        self.python = ["@dsl.pipeline" + ("(%s)" % ", ".join(python_settings) if python_settings else ""),
                       "def %s(%s)%s:" % (self.name, ", ".join(required + optional), returned), *self.python, "", ""]
        self.ours = [*(["/// " + description] if description else []),
                     *(['@allow("loop-over-artifacts")'] if any(".ParallelFor(" in line for line in self.python) else []),
                     "pipeline %s(%s)%s {" % (self.name, ", ".join(p.ours() for p in self.inputs), returns),
                     *("  " + s for s in ours_settings), *self.ours, "}", ""]
        return self


class Program:
    """One random program: `ours` in mlp, `python` for the SDK; its pipeline is `main_pipe`."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.shared, last = components.library(r)
        self.files = {}  # beside the source, by path
        self.shared += special.library(r, self.files)
        parts = list(self.shared)
        nested = []
        for index in range(r.randint(0, 2)):
            pipeline = Pipeline(r, "sub_%d" % index, self, list(nested))
            # AVOIDED: if labels of a nested pipeline are already in use, the SDK gives the pods of its tasks to others
            # as well.
            if r.random() < 0.5:
                pipeline.components, _ = components.library(r, "_of_%d" % index)
                parts += pipeline.components
            else:
                pipeline.pods = False
            nested.append(pipeline.write())
        if r.random() < 0.4:
            pipeline = Pipeline(r, "last_0", self, [])
            pipeline.inputs, pipeline.pods = [Port("m", "string")], False
            nested.append(pipeline.write())
        self.has_nested = bool(nested)
        main = Pipeline(r, "main_pipe", self, nested).write()
        parts.append(last)
        artifacts = ['artifact %s { schema: "%s", version: "%s" }' % (n, *d) for n, d in DECLARED.items()]
        types = ["type Row = { a: int, b: int }", "type Tree = { title: string, xs: list[string] }"]
        self.ours = "\n".join(["import kubernetes", "", *types, *artifacts, DECLARATIONS, *(p.ours + "\n" for p in parts),
                               *("\n".join(p.ours) for p in [*nested, main])])
        classes = ["class %s(Artifact):\n    schema_title = %r\n    schema_version = %r\n    TYPE_NAME = %r\n\n" % (n, *d, d[0])
                   for n, d in DECLARED.items()]
        self.python = "\n".join(["from typing import *", "", "from kfp import dsl, kubernetes", "from kfp.dsl import *", "", "",
                                 *classes, *(p.python + "\n" for p in parts), *("\n".join(p.python) for p in [*nested, main])])


__all__ = ["Program", "Component"]
