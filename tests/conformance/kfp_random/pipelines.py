"""Random pipelines over random components, in mlp and in Python with the KFP SDK.

What the SDK gets wrong is not generated, since the back end does not follow it there (its README has the list). Each
place says so with the word AVOIDED.
"""
import random
from dataclasses import dataclass

import components
import forms
from components import Component, Port
from forms import ACCEPTS, ARTIFACTS, DECLARED, PARAMETERS, PRIMITIVES, constant, is_artifact, is_list, literal
from options import DECLARATIONS, Options, pipeline_settings


@dataclass(frozen=True)
class Value:
    kind: str
    ours: str
    python: str
    role: str  # const, text, input, output, item, field, raw field, choice or list (what a loop yields)
    task: str = ""
    optional: bool = False

    @property
    def comparable(self):
        return self.role in ("input", "output", "item", "choice") and self.kind in PRIMITIVES and not self.optional


PROPERTIES = (("run.id", "PIPELINE_JOB_ID"), ("run.name", "PIPELINE_JOB_NAME"), ("run.resource_name", "PIPELINE_JOB_RESOURCE_NAME"),
              ("run.created_at", "PIPELINE_JOB_CREATE_TIME_UTC"), ("run.scheduled_at", "PIPELINE_JOB_SCHEDULE_TIME_UTC"),
              ("run.root", "PIPELINE_ROOT"), ("task.name", "PIPELINE_TASK_NAME"), ("task.id", "PIPELINE_TASK_ID"))


def fits(value, kind, optional=False):
    if value.optional and not optional:
        return False
    if is_artifact(kind):
        # Artifact converts to and from every artifact type.
        return value.kind == kind or (not is_list(kind) and not is_list(value.kind) and is_artifact(value.kind)
                                      and "Artifact" in (kind, value.kind))
    return value.kind in ACCEPTS.get(kind, (kind,))


class Body:
    """Statements of one region, and what they make."""

    def __init__(self, outer=None, scope=(), group=""):
        # AVOIDED: a field of a constant item reaches no task through other groups in the SDK.
        self.scope = [v for v in (outer.scope if outer else []) if v.role != "raw field"] + list(scope)
        self.own = []
        self.indent = outer.indent + 1 if outer else 0
        self.depth = outer.depth + 1 if outer else 0
        self.groups = (outer.groups if outer else ()) + ((group,) if group else ())  # around it: if, for, try
        self.units = []  # (ours, python) of what `after` can name
        self.hooked = []  # of them, those that have a task with `always_run` behind them

    def add(self, *values):
        self.scope += values
        self.own += values


class Pipeline:
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
        """Values that a text can hold. AVOIDED: items of loops, which do not reach the task in the SDK, and types with
        brackets, which it does not find in texts."""
        return [v for v in body.scope if v.role in ("input", "output") and not v.optional
                and v.kind in (*PRIMITIVES, "list", "map")]

    def text(self, body):
        values = self.inserted(body)
        values = self.r.sample(values, min(len(values), self.r.randint(1, 2)))
        ours, python = [], []
        for value in values:
            # A text of one placeholder is the value itself in mlp.
            none = "" if len(values) > 1 or value.kind != "string" else "="
            word = self.r.choice([none, "-", "é: ", "{b}", "'", '"x" ', "$", "\\"])
            ours += [forms.text_part(word), "~{%s}" % value.ours]
            python += [repr(word), "str(%s)" % value.python]
        return Value("string", '"%s"' % "".join(ours), " + ".join(python) or "''", "text")

    def container(self, body, kind):
        """A list or map that holds run-time values."""
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
        """Settings that need the tasks around."""
        if body.units and self.r.random() < 0.2:
            units = self.r.sample(body.units, min(len(body.units), self.r.randint(1, 2)))
            # The SDK wants defaults for what failed tasks do not give. AVOIDED: it does not bear inputs that are left out.
            whole = len(arguments) == len(callee.inputs) and all(v.role in ("const", "input") for _, v in arguments)
            free = [u for u in body.units if u not in body.hooked]
            # mlpc refuses what the back end does not run: a second one, one behind two, and what waits for one.
            always = whole and bool(free) and self.r.random() < 0.5
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
        """Writes a call; gives the name of the task."""
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
            options = Options(self.r, self.fresh(), body.scope, body.groups, self.pods).container()
            self.settings(body, options, callee, given)
            return self.called(body, callee, given, options)
        return None

    def call(self, body):
        if not self.nested:
            return
        callee = self.r.choice(self.nested)
        arguments = self.arguments(body, callee)
        if arguments is None:
            return
        options = Options(self.r, self.fresh(), body.scope, body.groups, self.pods).nested()
        self.settings(body, options, callee, arguments)
        self.called(body, callee, arguments, options)

    def importer(self, body):
        name = self.fresh()
        kind = self.r.choice(list(ARTIFACTS) + list(DECLARED))
        # AVOIDED: an input with a default of a nested pipeline makes no difference here.
        uri = self.value(body, Port("uri", "string"))
        if uri.role == "text":
            uri = Value("string", '"gs://b/o"', "'gs://b/o'", "const")
        if uri.role == "const" and not uri.python.strip("'"):
            uri = Value("string", '"gs://b/o"', "'gs://b/o'", "const")
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
        """A claim that is made, mounted and deleted."""
        if not self.pods:
            return
        user = next(c.name for c in self.components if c.name.startswith("s2s"))
        made, used, gone = self.fresh(), self.fresh(), self.fresh()
        name = self.r.choice([('pvc_name: "disk-1"', "pvc_name='disk-1'"),
                              ('pvc_name_suffix: "-disk"', "pvc_name_suffix='-disk'")])
        more = self.r.choice([("", ""), (', storage_class_name: "standard"', ", storage_class_name='standard'"),
                              (', annotations: { a: "1" }', ", annotations={'a': '1'}")])
        created = 'let %s = kubernetes.create_pvc(%s, access_modes: ["ReadWriteOnce"], size: 5Gi%s)'
        self.line(body, created % (made, name[0], more[0]),
                  "%s = kubernetes.CreatePVC(%s, access_modes=['ReadWriteOnce'], size='5Gi'%s)" % (made, name[1], more[1]))
        # AVOIDED: the SDK's task does not wait for the claim that it mounts, unless it takes its name as well.
        self.line(body, 'let %s = %s(x: %s.name) { volumes: { "/disk": pvc(%s.name) } }' % (used, user, made, made),
                  "%s = %s(x=%s.outputs['name'])" % (used, user, made))
        self.line(body, None, "kubernetes.mount_pvc(%s, %s.outputs['name'], '/disk')" % (used, made))
        self.line(body, "let %s = kubernetes.delete_pvc(pvc_name: %s.name) { after: [%s] }" % (gone, made, used),
                  "%s = kubernetes.DeletePVC(pvc_name=%s.outputs['name']).after(%s)" % (gone, made, used))
        body.add(Value("string", made + ".name", made + ".outputs['name']", "output", made),
                 Value("string", used, used + ".output", "output", used))
        body.units += [(made, made), (used, used), (gone, gone)]

    # ---- groups

    def statements(self, body, kinds):
        for _ in range(self.r.randint(1, 4 if body.depth < 2 else 2)):
            kind = self.r.choice(kinds if body.depth < 3 else ["task"])
            getattr(self, {"if": "conditional", "for": "loop", "try": "handler"}.get(kind, kind))(body)
        # A group with nothing but groups has an empty list of tasks, which the SDK's own rules treat as a special case.
        if not body.units or self.r.random() < 0.3:
            self.task(body)

    def condition(self, body):
        left = [v for v in body.scope if v.comparable]
        if not left:
            return None
        left = self.r.choice(left)
        right = None
        if self.r.random() < 0.4:
            right = self.r.choice([v for v in body.scope if v.comparable and v.kind == left.kind and v != left] or [None])
            # AVOIDED: two items cannot be compared with each other by the SDK's spec. Python asks a choice first, wherever it
            # stands, so the SDK turns the comparison round.
            if right is not None and ("item" in (left.role, right.role) or right.role == "choice"):
                right = None
        if right is None:
            right = self.constant(left.kind)
            if left.kind == "string":  # AVOIDED: the SDK does not escape texts in conditions
                word = self.r.choice(["a", "it is", "0", "", "é"])
                right = Value("string", literal(word), repr(word), "const")
        signs = ["==", "!="] if left.kind in ("string", "bool") else ["==", "!=", "<", "<=", ">", ">="]
        sign = self.r.choice(signs)
        return "%s %s %s" % (left.ours, sign, right.ours), "%s %s %s" % (left.python, sign, right.python)

    def conditional(self, body):
        count = self.r.choice([1, 1, 2, 2, 3, 4])
        has_else = count > 1  # AVOIDED: `else if` without `else` swallows the groups behind it in the SDK
        heads = []
        for index in range(count):
            heads.append(None if has_else and index == count - 1 else self.condition(body))
        if any(h is None for h in heads[:count - 1 if has_else else count]):
            return
        name, branches, marks = self.fresh(), [], []
        for index, head in enumerate(heads):
            inner = Body(body, group="if")
            self.line(body, ("let %s = if %s {" % (name, head[0]) if index == 0 else
                             "} else if %s {" % head[0] if head else "} else {"),
                      ("with dsl.If(%s):" % head[1] if index == 0 else
                       "with dsl.Elif(%s):" % head[1] if head else "with dsl.Else():"))
            self.statements(inner, ["task", "task", "if", "for", "call", "importer"])
            branches.append(inner)
            marks.append(len(self.ours))
        self.line(body, "}", None)
        self.choices(body, name, branches, marks, has_else)

    def choices(self, body, name, branches, marks, has_else):
        """What all branches yield."""
        if not has_else or self.r.random() < 0.3:
            self.ungroup(name)
            return
        # AVOIDED: an output of a task that stands deeper than the branch (the SDK surfaces it under another name).
        made = [[v for v in b.own if v.role == "output"] for b in branches]
        kinds = [k for k in sorted({v.kind for v in made[0]}) if all(any(v.kind == k for v in b) for b in made)]
        kinds = [k for k in kinds if k in ("int", "string", "Dataset", "Model", "float", "bool")]
        if not kinds:
            self.ungroup(name)
            return
        kinds = self.r.sample(kinds, min(len(kinds), self.r.choice([1, 1, 2])))
        single = len(kinds) == 1 and self.r.random() < 0.6
        picks = [[self.r.choice([v for v in b if v.kind == k]) for b in made] for k in kinds]
        for index in reversed(range(len(branches))):
            if single:
                text = picks[0][index].ours
            else:
                text = "{ %s }" % ", ".join("y%d: %s" % (n, p[index].ours) for n, p in enumerate(picks))
            self.ours.insert(marks[index], "  " * (branches[index].indent + 1) + "yield " + text)
        for n, kind in enumerate(kinds):
            theirs = self.fresh()
            self.line(body, None, "%s = dsl.OneOf(%s)" % (theirs, ", ".join(v.python for v in picks[n])))
            value = Value(kind, name if single else "%s.y%d" % (name, n), theirs, "choice")
            # It is used at once: the SDK numbers choices in the order of their first use.
            self.use(body, value)
            body.add(value)

    def ungroup(self, name):
        """Takes back the name of a group that nothing asks for."""
        for index in reversed(range(len(self.ours))):
            if "let %s = " % name in self.ours[index]:
                self.ours[index] = self.ours[index].replace("let %s = " % name, "")
                return

    def use(self, body, value):
        """A task that takes a value."""
        wanted = [(c, p) for c in self.components for p in c.inputs if fits(value, p.kind) and not p.optional]
        wanted = [(c, p) for c, p in wanted if all(not o.required or o is p for o in c.inputs)]
        component, port = self.r.choice(wanted)
        self.task(body, component, [(port.name, value)])

    def loop(self, body):
        kinds = ["raw", "words", "ints", "strings", "list of rows", "ints"]
        # AVOIDED: as in `Body`
        kind = self.r.choice(kinds + ([] if body.groups else ["rows"]))
        item = self.fresh()
        values = []
        if kind == "raw":
            constant_items = self.constant("ints")
            source, values = constant_items, [Value("int", item, item, "item")]
        elif kind == "words":
            words = [self.r.choice(["a", "b c", "é", '"q"']) for _ in range(2)]
            source, values = Value("strings", literal(words), repr(words), "const"), [Value("string", item, item, "item")]
        elif kind == "rows":
            source = self.constant("rows")
        else:
            wanted = {"list of rows": "rows"}.get(kind, kind)
            # AVOIDED: an inner loop over the list of an outer one hides the outer item in the SDK.
            found = [v for v in body.scope if v.kind == wanted and v.role in ("input", "output") and not v.optional
                     and v.python not in self.looped]
            if not found:
                return
            source = self.r.choice(found)
            if kind != "list of rows":
                values = [Value({"ints": "int", "strings": "string"}[kind], item, item, "item")]
        if kind in ("rows", "list of rows"):
            values = [Value("int", "%s.%s" % (item, f), "%s.%s" % (item, f), "raw field" if kind == "rows" else "field")
                      for f in "ab"]
        parallelism = self.r.choice([None, None, 1, 7])
        name = self.fresh()
        self.line(body, "let %s = for %s in %s {" % (name, item, source.ours),
                  "with dsl.ParallelFor(%s, parallelism=%r) as %s:" % (source.python, parallelism, item))
        inner = Body(body, values, "for")
        # AVOIDED: the list itself does not reach the groups of a loop over it in the SDK.
        inner.scope = [v for v in inner.scope if v.python != source.python]
        if parallelism:
            self.line(inner, "parallelism: %d" % parallelism, None)
        self.looped.append(source.python)
        # AVOIDED: a list that only a loop reads and no task in it is not passed in by the SDK.
        for value in values:
            self.use(inner, value)
        self.statements(inner, ["task", "task", "if", "for", "call", "importer"])
        self.looped.pop()
        self.collected(body, inner, name)

    def collected(self, body, inner, name):
        """What the loop yields: parameters out of one loop, artifacts out of nested ones too."""
        picks = []
        for kind in ("int", "string", "Dataset", "Model"):
            found = [v for v in inner.own if v.kind == kind and v.role == "output"]
            if found and self.r.random() < 0.4 and (is_artifact(kind) or "for" not in body.groups):
                picks.append(self.r.choice(found))
        if not picks:
            self.ungroup(name)
            self.line(body, "}", None)
            return
        single = len(picks) == 1 and self.r.random() < 0.6
        fields = ", ".join("c%d: %s" % (n, p.ours) for n, p in enumerate(picks))
        self.line(inner, "yield " + (picks[0].ours if single else "{ %s }" % fields), None)
        self.line(body, "}", None)
        kinds = {"int": "ints", "string": "strings"}
        for n, pick in enumerate(picks):
            value = Value(kinds.get(pick.kind, pick.kind + "[]"), name if single else "%s.c%d" % (name, n),
                          "dsl.Collected(%s)" % pick.python, "list")
            self.use(body, value)
            if self.r.random() < 0.4:
                self.use(body, value)

    def handler(self, body):
        texts = [v for v in body.scope if v.kind == "string" and v.role == "input" and not v.optional]
        message = self.r.choice(texts + [self.constant("string")])
        last, group = self.fresh(), self.fresh()
        options = Options(self.r, last, [], (), self.pods)
        options.retry()
        options.environment()
        self.line(body, None, "%s = fin(m=%s)" % (last, message.python))
        for statement in options.python:
            self.line(body, None, statement)
        shown = self.r.random() < 0.3
        self.line(body, "let %s = try {" % group,
                  "with dsl.ExitHandler(%s%s) as %s:" % (last, ", name='Shown name'" if shown else "", group))
        inner = Body(body, group="try")
        if shown:
            self.line(inner, 'display_name: "Shown name"', None)
        self.statements(inner, ["task", "task", "if", "for", "call", "importer"])
        braces = " { %s }" % ", ".join(options.ours) if options.ours else ""
        self.line(body, "} finally {", None)
        self.line(inner, "fin(m: %s, status: final_status)%s" % (message.ours, braces), None)
        self.line(body, "}", None)
        self.ungroup(group)

    # ---- the whole

    def signature(self):
        names = ["nn", "ss", "bb", "ff", "zz", "mm", "p_q", "text", "d1"]
        kinds = list(PARAMETERS) + ["int", "string", "Dataset", "Model"]
        if self.nested is not None and self.name != "main_pipe":
            kinds += ["Dataset[]"]
        for name in self.r.sample(names, self.r.randint(2, 6)):
            port = components.port(self.r, name, kinds)
            if is_artifact(port.kind):
                port.optional = False
            self.inputs.append(port)

    def write(self):
        self.looped = []
        self.signature()
        ours_settings, python_settings = pipeline_settings(self.r) if self.name == "main_pipe" else ([], [])
        self.workspace = any(s.startswith("workspace") for s in ours_settings)
        description = self.r.choice(["", "Does a thing.", "Über: \"quoted\" text"])
        scope = [Value(p.kind, p.name, p.name, "input", optional=p.optional) for p in self.inputs]
        body = Body(scope=scope)
        kinds = ["task", "task", "task", "if", "for", "for", "call", "call", "importer", "claim"]
        self.statements(body, kinds + (["try"] if self.name == "main_pipe" else []))
        found = [v for v in body.own if v.role == "output" and v.kind not in DECLARED]
        returned, returns = "", ""
        if found and self.r.random() < 0.7:
            picks = self.r.sample(found, min(len(found), self.r.choice([1, 1, 2])))
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
                     "pipeline %s(%s)%s {" % (self.name, ", ".join(p.ours() for p in self.inputs), returns),
                     *("  " + s for s in ours_settings), *self.ours, "}", ""]
        return self


class Program:
    """One random program: `ours` in mlp, `python` for the SDK; its pipeline is `main_pipe`."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.shared, last = components.library(r)
        parts = list(self.shared)
        nested = []
        for index in range(r.randint(0, 2)):
            pipeline = Pipeline(r, "sub_%d" % index, self, list(nested))
            # AVOIDED: where labels of a nested pipeline are taken already, the SDK gives its tasks' pods to others as well.
            if r.random() < 0.5:
                pipeline.components, _ = components.library(r, "_of_%d" % index)
                parts += pipeline.components
            else:
                pipeline.pods = False
            nested.append(pipeline.write())
        self.has_nested = bool(nested)
        main = Pipeline(r, "main_pipe", self, nested).write()
        parts.append(last)
        artifacts = ['artifact %s { schema: "%s", version: "%s" }' % (n, *d) for n, d in DECLARED.items()]
        self.ours = "\n".join(["import kubernetes", "", *artifacts, DECLARATIONS, *(p.ours + "\n" for p in parts),
                               *("\n".join(p.ours) for p in [*nested, main])])
        classes = ["class %s(Artifact):\n    schema_title = %r\n    schema_version = %r\n    TYPE_NAME = %r\n\n" % (n, *d, d[0])
                   for n, d in DECLARED.items()]
        self.python = "\n".join(["from typing import *", "", "from kfp import dsl, kubernetes", "from kfp.dsl import *", "", "",
                                 *classes, *(p.python + "\n" for p in parts), *("\n".join(p.python) for p in [*nested, main])])


__all__ = ["Program", "Component"]
