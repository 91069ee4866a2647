#!/usr/bin/env python3
"""Every field of the standard library's schemas is set in a golden case of the target that emits it.

usage: schema_fields.py [--list]
If no case sets a field, nobody has seen it in an output. Cases that expect errors emit nothing and do not count.
`--list` prints where each field is set.
"""
import pathlib
import re
import sys

import schema_reader
from schema_reader import Call, List, Mixed, Name, Reader, Record, Schemas

CASES = pathlib.Path(__file__).resolve().parent
ROOT = CASES.parents[1]
sys.path.insert(0, str(ROOT / "tests/schema"))
from schema import module_texts  # noqa: E402

# For each target, the folders of its cases, and where the search for fields begins.
TARGETS = {
    "kfp": (("kfp", "kfp_variants", "kfp_probes", "samples"),
            ("ComponentSettings", "PipelineSettings", "LoopSettings", "GroupSettings", "TaskOptions", "ClusterSecret", "ArtifactSchema",
             "present", "secret", "config_map", "field", "pvc", "empty_dir", "ephemeral", "concat", "cast", "importer",
             "kubernetes.create_pvc", "kubernetes.delete_pvc")),
    "trainer": (("trainer",), ("trainer.TrainJob", "trainer.TrainingRuntime", "trainer.ClusterTrainingRuntime")),
    "azureml": (("azureml",), ("k8s.*", "azure.ml.*")),
    "azure": (("azure",), ("azure.*", "azure.ml.Workspace", "azure.ml.KubernetesExtension")),
    "azure-devops": (("azure_devops",),
                     ("azure.devops.*", "azure.ml.deploy", "azure.ml.set_traffic", "azure.ml.delete_deployment", "kfp.submit",
                      "trainer.apply", "GroupSecret", "VaultSecret")),
}
# What is reached from the roots of a target but belongs to another one.
NOT_THERE = {
    "azureml": {"azure.ml.Workspace", "azure.ml.KubernetesExtension", "azure.ml.Inference", "azure.ml.deploy", "azure.ml.set_traffic",
                "azure.ml.delete_deployment"},
    "azure-devops": {"trainer.TrainJob"},
}
# Fields that no case can set, each with the reason.
NEVER = {
    ("kfp", "ComponentSettings", "task"): "such a component is a step of a workflow",
    ("azureml", "azure.ml.KubernetesOnlineEndpoint", "traffic"): "always refused, with the step that gives traffic (MLP5410)",
    **{("azure-devops", "VaultSecret", field): "no target takes a secret of a vault yet (MLP5308)" for field in ("vault", "name")},
    **{("azure-devops", "kfp.submit", field): "is checked and not emitted yet (MLP5325)"
       for field in ("connection", "host", "token", "pipeline", "arguments", "experiment", "wait")},
    **{("azure-devops", "trainer.apply", field): "is checked and not emitted yet (MLP5325)" for field in ("connection", "job", "wait")},
}


class Target:
    """What the cases of one target set."""

    def __init__(self, name, schemas):
        self.name, self.schemas = name, schemas
        self.set = {}  # (type or component, field) to the first case
        self.case = ""

    def mark(self, owner, field):
        self.set.setdefault((owner, field), self.case)

    # ---- records against types

    def members(self, place, types):
        """The types of a union, with names followed: (place, kind, inner), where kind is list, map, record or something else."""
        for name, inner in types:
            if name in ("list", "map"):
                yield place, name, inner, None
            elif name == "record":
                yield place, "record", inner, None
            elif name not in ("literal",):
                found = self.schemas.resolve(*place, name)
                if found:
                    module, aliases, definition = self.schemas.types[found]
                    if definition[0][0] == "record" and len(definition) == 1:
                        yield (module, aliases), "record", definition[0][1], found
                    else:
                        yield from self.members((module, aliases), definition)

    def fields(self, place, inner, owner):
        """The fields of a record with those that it spreads in: (owner, name, type, place, decorators)."""
        for name, types, decorators in inner:
            if name == "...":
                for part_place, _, part, part_owner in self.members(place, types):
                    yield from self.fields(part_place, part, part_owner)
            else:
                yield owner, name, types, place, decorators

    def set_value(self, value, place, types, declares=False):
        """`declares`: the record declares something of a kind; anywhere else kinds are referred to."""
        if isinstance(value, Mixed):
            for part in value.parts:
                self.set_value(part, place, types)
        elif isinstance(value, Name):
            constant = self.constants.get(value.name)
            if constant is not None:
                self.set_value(constant, place, types)
        elif isinstance(value, List):
            for inner_place, kind, inner, _ in self.members(place, types):
                if kind == "list" and inner:
                    for item in value.items:
                        self.set_value(item, inner_place, inner)
        elif isinstance(value, Record):
            self.set_record(value, place, types, declares)

    def set_record(self, value, place, types, declares):
        best, known = None, -1
        for inner_place, kind, inner, owner in self.members(place, types):
            if kind == "map" and inner and best is None:
                best = (inner_place, kind, inner, owner)
            elif kind == "record" and (declares or owner not in self.schemas.kinds):
                names = {field[1] for field in self.fields(inner_place, inner, owner)}
                count = sum(key in names for key, _ in value.fields)
                if count > known:
                    best, known = (inner_place, kind, inner, owner), count
        if best is None:
            return
        inner_place, kind, inner, owner = best
        if kind == "map":
            for _, item in value.fields:
                self.set_value(item, inner_place, inner)
            return
        by_name = {field[1]: field for field in self.fields(inner_place, inner, owner)}
        for key, item in value.fields:
            if key in by_name:
                field_owner, _, field_types, field_place, _ = by_name[key]
                self.mark(field_owner, key)
                self.set_value(item, field_place, field_types)
        for spread in value.spreads:
            self.set_value(spread, place, types)

    def settings(self, value, *type_names):
        self.set_value(value, ("prelude", {}), [(name, None) for name in type_names])

    # ---- calls, wherever they are

    def calls(self, value):
        if isinstance(value, Call):
            self.call(value)
            for _, argument in value.arguments:
                self.calls(argument)
        elif isinstance(value, Mixed):
            for part in value.parts:
                self.calls(part)
        elif isinstance(value, List):
            for item in value.items:
                self.calls(item)
        elif isinstance(value, Record):
            for _, item in value.fields:
                self.calls(item)

    def call(self, value):
        name = value.name.replace("@", "_").replace("azureml.", "azure.ml.")
        for candidate in (name, "azure.devops." + name):
            if candidate in self.schemas.components:
                module, aliases, parameters = self.schemas.components[candidate]
                positional = [p[0] for p in parameters if "positional" in p[2]]
                names = [p[0] for p in parameters]
                for given, argument in value.arguments:
                    if given not in names:  # by position; `f(x)` looks like the short form of `f(x: x)`
                        given = positional.pop(0) if len(positional) > 1 else positional[0] if positional else None
                    for parameter, types, _ in parameters:
                        if parameter == given:
                            self.mark(candidate, given)
                            self.set_value(argument, (module, aliases), types)
                return

    # ---- programs

    def program(self, text, case):
        self.case, self.constants = case, {}
        for round_ in range(2):  # the first finds the constants
            self.reader = Reader(text)
            self.counting = round_ == 1
            while self.reader.now.kind != "end":
                self.declaration()

    def value(self, *types, place=("prelude", {}), block_ends=False, declares=False):
        value = self.reader.value(block_ends)
        if self.counting:
            self.calls(value)
            if types:
                self.set_value(value, place, [(name, None) for name in types], declares)
        return value

    def signature(self):
        reader = self.reader
        if reader.is_op("("):
            reader.take()
            reader.fields(")")
        if reader.skip("->"):
            if reader.is_op("("):
                reader.take()
                reader.fields(")")
            else:
                reader.type()

    def declaration(self):
        reader = self.reader
        reader.decorators()
        word = reader.take().text
        if word == "import":
            reader.take() if reader.now.kind == "string" else reader.path()
            if reader.skip("as"):
                reader.take()
        elif word == "const":
            name = reader.take().text
            types = reader.type() if reader.skip(":") else []
            reader.take()  # =
            self.constants[name] = self.value(*[kind for kind, _ in types if kind not in ("list", "map", "record", "literal")])
        elif word == "type":
            reader.take()
            reader.take()
            reader.type()
        elif word in ("artifact", "secret"):
            reader.take()
            self.value(*{"artifact": ["ArtifactSchema"], "secret": ["ClusterSecret", "GroupSecret", "VaultSecret"]}[word])
        elif word in ("existing", "resource"):
            reader.take()
            reader.take()  # :
            self.value(reader.path(), place=("prelude", {"ado": "azure.devops"}), declares=True)
        elif word == "trainjob":
            reader.take()
            self.signature()
            self.value("trainer.TrainJob")
        elif word in BODIES:
            reader.take()
            self.signature()
            self.body(*BODIES[word])

    def body(self, schema, call_settings, groups):
        """`{ settings and statements }`."""
        reader = self.reader
        reader.take()
        while not reader.is_op("}") and reader.now.kind != "end":
            token = reader.now
            if token.kind in ("name", "string") and reader.is_op(":", reader.after()):
                reader.take()
                reader.take()
                made = Record()
                made.fields.append((token.word, self.value()))
                if schema and self.counting:
                    self.settings(made, schema)
            else:
                self.statement(call_settings, groups)
        reader.take()

    def statement(self, call_settings, groups):
        reader = self.reader
        if reader.now.text == "let":
            reader.take()
            reader.take()
            reader.take()  # =
        token = reader.now
        following = reader.after()
        if token.text in ("if", "for", "try") and token.kind == "name":
            self.group(call_settings, groups)
        elif token.text in ("return", "yield"):
            reader.take()
            self.value()
        elif token.text in ("stage", "job", "deployment") and following.kind == "name":
            reader.take()
            reader.take()
            if reader.skip("="):
                self.value(block_ends=True)
                if reader.is_op("{"):
                    self.value(BODIES[token.text][0])
            else:
                self.body(*BODIES[token.text])
        elif token.text in HOOKS and reader.is_op("{", following):
            reader.take()
            self.body("azure.devops.Hook", "azure.devops.Step", False)
        elif token.text == "python" and following.text == "module" or token.text == "python" and following.kind == "string":
            reader.take()
            reader.take()
            if reader.now.kind == "fence":
                reader.take()
        else:
            before = reader.at
            self.value(block_ends=True)
            if reader.is_op("{") and not reader.now.first:
                self.value(*([call_settings] if call_settings else []))
            if reader.at == before:
                reader.take()

    def group(self, call_settings, groups):
        reader = self.reader
        word = reader.take().text
        schema = ("LoopSettings" if word == "for" else "GroupSettings") if groups else None
        if word == "for":
            reader.take()
            reader.take()  # in
        if word != "try":
            self.value(block_ends=True)
        self.body(schema, call_settings, groups)
        while reader.now.text in ("else", "finally") and reader.now.kind == "name":
            reader.take()
            if reader.skip("if"):
                self.value(block_ends=True)
            self.body(schema, call_settings, groups)


HOOKS = ("pre_deploy", "deploy", "route_traffic", "post_route_traffic", "on_failure", "on_success")
STEP = "azure.devops.Step"
# For each body: the type of its settings, that of the settings of calls in it, and whether groups in it have settings.
BODIES = {
    "component": ("ComponentSettings", None, False),
    "pipeline": ("PipelineSettings", "TaskOptions", True),
    "workflow": ("azure.devops.Workflow", STEP, False),
    "stage": ("azure.devops.Stage", STEP, False),
    "job": ("azure.devops.Job", STEP, False),
    "deployment": ("azure.devops.Deployment", STEP, False),
    "steps": (None, STEP, False),
}


def standard_library():
    schemas = Schemas()
    for module, text in module_texts(ROOT / "stdlib").items():
        schemas.read(module, text)
    return schemas


def wanted(target, schemas, roots):
    """The fields that the target's cases have to set: (owner, field)."""
    found, done = set(), set(NOT_THERE.get(target.name, ()))

    def of_types(place, types):
        for inner_place, kind, inner, owner in target.members(place, types):
            if kind in ("list", "map"):
                of_types(inner_place, inner or [])
            elif kind == "record" and owner in done or owner in schemas.kinds and owner not in started:
                continue
            else:
                done.add(owner)
                of_fields(target.fields(inner_place, inner, owner))

    def of_fields(fields):
        for owner, name, types, place, decorators in fields:
            if "attribute" not in decorators:
                found.add((owner, name))
                of_types(place, types)

    started = set()
    for root in roots:
        pattern = re.compile(re.escape(root).replace(r"\*", r"\w+") + "$")
        started.update(name for name in schemas.types if pattern.match(name) and (not root.endswith("*") or name in schemas.kinds))
        components = [name for name in schemas.components if pattern.match(name) and name not in done]
        if not components and not any(pattern.match(name) for name in schemas.types):
            raise SystemExit("the standard library has no " + root)
        for name in components:
            module, aliases, parameters = schemas.components[name]
            of_fields((name, p, types, (module, aliases), decorators) for p, types, decorators in parameters)
    for name in sorted(started):
        of_types(("prelude", {}), [(name, None)])
    # Settings of workflows are not kinds, so the star does not include them.
    if target.name == "azure-devops":
        of_types(("prelude", {}), [("azure.devops." + schema, None) for schema in ("Workflow", "Stage", "Job", "Deployment", "Hook", "Step")])
    return found


def texts(folder):
    """The programs of a case, those of its imports too, and none if it expects errors."""
    for path in sorted(folder.glob("*.mlp")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^//@.*\berror\[", text, re.MULTILINE):
            return
    for path in sorted(folder.glob("*.mlp")):
        text = path.read_text(encoding="utf-8")
        source = re.search(r"^//@@ source (.*)$", text, re.MULTILINE)
        yield (path.parent / source.group(1)).read_text(encoding="utf-8") if source else text


def main():
    schemas = standard_library()
    problems = total = 0
    never = dict(NEVER)
    for name, (folders, roots) in TARGETS.items():
        target = Target(name, schemas)
        for folder in folders:
            for path in sorted((CASES / folder).rglob("main.mlp")):
                for text in texts(path.parent):
                    target.program(text, str(path.parent.relative_to(CASES)))
        for owner, field in sorted(wanted(target, schemas, roots), key=str):
            total += 1
            place = target.set.get((owner, field))
            reason = never.pop((name, owner, field), None)
            if "--list" in sys.argv:
                print("%s: %s.%s: %s" % (name, owner, field, place or reason or "-"))
            if place is None and reason is None:
                problems += 1
                print("%s: no case sets `%s` of %s" % (name, field, owner))
            elif place is not None and reason is not None:
                problems += 1
                print("%s: %s sets `%s` of %s; take it off the list" % (name, place, field, owner))
    for key in never:
        problems += 1
        print("%s: there is no field `%s` of %s" % (key[0], key[2], key[1]))
    print("%d fields, %d problems" % (total, problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
