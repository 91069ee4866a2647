"""Every field of a schema of the standard library appears in a document or is rejected: none compiles and vanishes.

A program is compiled without and with the field; if the output is the same and nothing is reported, the field has
vanished. The list of fields comes from stdlib/, so a new one is tested without a new line here.

usage: test_fields.py PATH_OF_MLPC [--list] [PREFIX...]
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from samples import ALIASES, ALWAYS, CONTEXTS, FOR_CHECKS, IMPORTS, INSTEAD, RUNTIME, TEXTS, VALUES, WHILE
from schema import Library

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARY = Library(ROOT / "stdlib")


class Sampler:
    """Writes a value of a type, and declares what it refers to."""

    def __init__(self):
        self.declarations = {}
        self.another = False

    def text(self, field):
        pattern = field.decorators.get("pattern", "")
        if field.name in TEXTS:
            return f'"{TEXTS[field.name]}"'
        for sample in ("zz9", "1.2.3", "a.b.C@1"):
            if not pattern or re.fullmatch(pattern.strip('()"').replace("\\\\", "\\"), sample):
                return f'"{sample}"'
        return '"zz9"'

    def number(self, field, floating=False):
        bounds = re.findall(r"-?[0-9]+", field.decorators.get("range", ""))
        least = int(bounds[0]) if bounds else 0
        number = max(least, 1)
        while str(number) == field.default or f"{number}.0" == field.default:
            number += 1
        return f"{number}.5" if floating else str(number)

    def kind(self, where, another=False):
        """The name of an `existing` of this kind, different from everything else that is referred to."""
        module, name = where
        # A name too: the shortest limit is the 16 characters of a compute.
        symbol = ("o" if another else "") + module.split(".")[-1][0] + name.lower()[-14:]
        if symbol not in self.declarations:
            self.declarations[symbol] = ""  # until it is known, because of cycles
            inside = self.record(LIBRARY.modules[module].types[name], module)
            self.declarations[symbol] = f"existing {symbol}: {ALIASES.get(module, module)}.{name} {inside}\n"
        return symbol

    def always(self, owner):
        """What a record of this type always contains."""
        out = {}
        for key, value in ALWAYS.get(owner, {}).items():
            if value == "@runtime":
                value = RUNTIME
            elif value.startswith("@"):
                value = self.kind(tuple(value[1:].rsplit(".", 1)))
            out[key] = value
        return out

    def base(self, kind, module, without=()):
        """The settings that a record needs."""
        fields = [(f, m) for f, m in LIBRARY.fields(kind, module) if "attribute" not in f.decorators]
        owner = fields[0][0].owner if fields else ""
        given = self.always(owner)
        for key, others in INSTEAD.get(owner, {}).items():
            if others.intersection(without):
                given.pop(key, None)
        for field, own in fields:
            if field.needed and field.name not in given and field.name not in without:
                given[field.name] = self.sample(field, own)[0]
        return given

    def record(self, kind, module):
        return braces(self.base(kind, module))

    def sample(self, field, module):
        """A value for the field and, if it is required, another one."""
        known = VALUES.get(f"{field.owner}.{field.name}")
        self.another = not field.needed
        value = known[0] if known else self.value(field.type, module, field)
        self.another = False
        other = known[1] if known and len(known) > 1 else value.replace("zz9", "yy8")
        return value, other

    def value(self, kind, module, field):
        if kind.kind == "literal":
            return kind.name
        if kind.kind == "union":
            rest = [m for m in kind.items if m.kind != "literal" or m.name != field.default]
            kinds = [m for m in rest if m.kind == "name" and (w := LIBRARY.find(m.name, module)) and LIBRARY.is_kind(w)]
            return self.value((kinds or rest)[0], module, field)
        if kind.kind == "list":
            return f"[{self.value(kind.items[0], module, field)}]"
        if kind.kind == "map":
            return f"{{ zz: {self.value(kind.items[0], module, field)} }}"
        if kind.kind == "record":
            return self.record(kind, module)
        return self.named(kind.name, module, field)

    def named(self, name, module, field):
        where = LIBRARY.find(name, module)
        if where and LIBRARY.is_kind(where):
            another, self.another = self.another, False
            return self.kind(where, another)
        if where:
            return self.value(LIBRARY.modules[where[0]].types[where[1]], where[0], field)
        if name in ("secret", "SecretKey"):
            self.declarations["s0"] = 'secret s0 { name: "s0", keys: ["k"] }\n'
            return "s0" if name == "secret" else "s0.k"
        simple = {
            "string": lambda: self.text(field), "int": lambda: self.number(field),
            "float": lambda: self.number(field, True), "bool": lambda: "false" if field.default == "true" else "true",
            "Quantity": lambda: "7", "Duration": lambda: "7m", "map": lambda: '{ zz: "zz9" }', "list": lambda: '["zz9"]',
            "any": lambda: '"zz9"', "Type": lambda: "string", "FieldPath": lambda: 'field("metadata.name")',
            "Pvc": lambda: 'pvc("zz9")', "EmptyDir": lambda: 'empty_dir("zz9")', "Task": lambda: "t0",
        }
        return simple.get(name, lambda: '"zz9"')()


def braces(settings):
    return "{ " + ", ".join(f"{quoted(k)}: {v}" for k, v in settings.items()) + " }"


def lines(settings):
    return "\n".join(f"{quoted(k)}: {v}" for k, v in settings.items())


def quoted(key):
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else f'"{key}"'


class Case:
    """One field at the end of a path of fields."""

    def __init__(self, where, field, program, base, changed, declarations):
        self.where = where
        self.field = f"{field.owner}.{field.name}"
        self.before = IMPORTS + declarations + program.replace("@@", lines(base))
        self.after = IMPORTS + declarations + program.replace("@@", lines(changed))


def contexts():
    yield from CONTEXTS.items()
    for module, read in LIBRARY.modules.items():
        for kind in sorted(read.kinds):
            if module != "azure.devops":
                yield f"{module}.{kind}", f"resource thing9: {ALIASES.get(module, module)}.{kind} {{\n@@\n}}\n"


def cases():
    for name, program in contexts():
        module, _, kind = name.rpartition(".")
        yield from of_record(name, program, LIBRARY.modules[module].types[kind], module, lambda x: x, {}, ())


def of_record(where, program, kind, module, wrap, declared, seen):
    """Cases for the fields of a record; `wrap` puts its settings into those of the whole."""
    for field, own in LIBRARY.fields(kind, module):
        if "attribute" in field.decorators:
            continue
        path = f"{where}.{field.name}"
        sampler = Sampler()
        sampler.declarations.update(declared)
        value, other = sampler.sample(field, own)
        base = sampler.base(kind, module, without=(field.name,))
        changed = {**base, field.name: value}
        if field.needed or base.get(field.name) == value:
            base = {**base, field.name: other}
        extra = WHILE.get(path, {}) if not seen else {}
        if value.strip("[]{} ") and base != changed:
            yield Case(path, field, program, {**wrap(base), **extra}, {**wrap(changed), **extra},
                       "".join(sampler.declarations.values()))
        for inner, inner_module, around in records_in(field.type, own):
            if id(inner) in seen:
                continue

            def deeper(settings, base=base, name=field.name, around=around, extra=extra):
                return {**wrap({**base, name: around(braces(settings))}), **extra}

            yield from of_record(path, program, inner, inner_module, deeper, sampler.declarations, (*seen, id(inner)))


def records_in(kind, module):
    """The record types in a field's type, and how its value contains such a record."""
    if kind.kind == "record":
        yield kind, module, lambda text: text
    elif kind.kind == "union":
        for member in kind.items:
            yield from records_in(member, module)
    elif kind.kind in ("list", "map"):
        for inner, own, around in records_in(kind.items[0], module):
            if kind.kind == "list":
                yield inner, own, lambda text, around=around: f"[{around(text)}]"
            else:
                yield inner, own, lambda text, around=around: f"{{ zz: {around(text)} }}"
    elif kind.kind == "name":
        where = LIBRARY.find(kind.name, module)
        if where and not LIBRARY.is_kind(where):
            yield from records_in(LIBRARY.modules[where[0]].types[where[1]], where[0])


class Compiler:
    def __init__(self, program):
        self.program = program
        self.known = {}

    def __call__(self, text):
        if text not in self.known:
            self.known[text] = self.compile(text)
        return self.known[text]

    def compile(self, text):
        """The documents by name, and the codes of what was reported."""
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "main.mlp"
            source.write_text(text, encoding="utf-8")
            out = pathlib.Path(folder) / "out"
            result = subprocess.run([self.program, "compile", str(source), "-o", str(out)], capture_output=True, text=True,
                                    timeout=120, check=False)
            files = {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}
            return files, sorted(re.findall(r"MLP[0-9]{4}", result.stderr)), result.returncode, result.stderr


def judge(case, compiler):
    before, said_before, status_before, text = compiler(case.before)
    after, said, status, _ = compiler(case.after)
    if status_before != 0:
        # A finding about this very field shows that the compiler looks at it.
        return "refused" if said != said_before else f"unknown {' '.join(said_before)}"
    if status != 0:
        return "refused"
    return "placed" if before != after else "told" if said != said_before else "vanished"


def main():
    arguments = sys.argv[1:]
    compiler = Compiler(arguments[0])
    listing = "--list" in arguments
    prefixes = tuple(a for a in arguments[1:] if a != "--list")
    chosen = [c for c in cases() if not prefixes or c.where.startswith(prefixes)]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        answers = list(pool.map(lambda case: judge(case, compiler), chosen))
    if listing:
        for case, answer in zip(chosen, answers):
            print(f"{answer}: {case.where}")
    counts = collections.Counter(answer.split()[0] for answer in answers)
    print(", ".join(f"{count} {answer}" for answer, count in sorted(counts.items())))
    # A type may occur in several programs, and a field in several types: one of them is enough.
    fine = [case for case, answer in zip(chosen, answers) if answer in ("placed", "told", "refused")]
    places = {case.where for case in fine}
    fields = {case.field for case in fine}
    failed = False
    for case, answer in zip(chosen, answers):
        if answer == "vanished" and case.where not in places and case.field not in FOR_CHECKS:
            print(f"\n{case.where} is neither placed nor refused\n{case.after}")
            failed = True
        elif answer.startswith("unknown") and case.field not in fields and case.field not in FOR_CHECKS:
            print(f"\n{case.where}: its program is refused without it ({answer}); see samples.py\n{case.before}")
            failed = True
    if not prefixes:
        for field in sorted(FOR_CHECKS.keys() - {case.field for case in chosen}):
            print(f"samples.py names {field}, which there is not")
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
