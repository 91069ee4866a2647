"""Reads the record types of the standard library (stdlib/*.mlp), as far as a test needs them."""
import dataclasses
import pathlib
import re

TOKEN = re.compile(r'//[^\n]*|"(?:\\.|[^"\\])*"|\.\.\.|->|[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9A-Za-z.]*|\n|[^\s]')


@dataclasses.dataclass
class Type:
    kind: str  # name, literal, list, map, record, union
    name: str = ""
    items: list = dataclasses.field(default_factory=list)  # element, members or fields
    optional: bool = False


@dataclasses.dataclass
class Field:
    name: str
    type: Type
    default: str = ""
    decorators: dict = dataclasses.field(default_factory=dict)
    owner: str = ""  # the type that it is written in

    @property
    def needed(self):
        return not self.default and not self.type.optional


class Module:
    """One module: its types by name, and the names of its imports."""

    def __init__(self, name, text):
        self.name = name
        self.imports = {}
        self.types = {}
        self.kinds = set()
        tokens = [t for t in TOKEN.findall(text) if not t.startswith("//")]
        self.tokens = tokens + ["\n"]
        self.at = 0
        self._read()

    # ---- tokens

    def _peek(self):
        at = self.at
        while at < len(self.tokens) and self.tokens[at] == "\n":
            at += 1
        return self.tokens[at] if at < len(self.tokens) else ""

    def _next(self):
        while self.at < len(self.tokens) and self.tokens[self.at] == "\n":
            self.at += 1
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def _take(self, token):
        if self._peek() != token:
            return False
        self._next()
        return True

    def _skip_braces(self):
        depth = 0
        while self.at < len(self.tokens):
            token = self._next()
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token, 0)
            if depth == 0 and token in "})":
                return

    # ---- declarations

    def _read(self):
        kind = False
        while self._peek():
            word = self._next()
            if word == "import":
                path = [self._next()]
                while self._take("."):
                    path.append(self._next())
                self.imports[self._next() if self._take("as") else path[-1]] = ".".join(path)
            elif word == "@":
                kind = self._next() == "kind" or kind
                if self._peek() == "(":
                    self._skip_braces()
            elif word == "type" and re.match(r"[A-Z]", self._peek()):
                name = self._next()
                self._take("=")
                self.owner = f"{self.name}.{name}"
                self.types[name] = self._type()
                if kind:
                    self.kinds.add(name)
                kind = False
            elif word == "{":
                self.at -= 1
                self._skip_braces()

    def _type(self):
        members = []
        optional = False
        while True:
            one = self._one()
            while self._peek() in ("?", "*"):
                optional = self._next() == "?" or optional
            members.append(one)
            if not self._take("|"):
                break
        whole = members[0] if len(members) == 1 else Type("union", items=members)
        return dataclasses.replace(whole, optional=optional)

    def _one(self):
        word = self._next()
        if word.startswith('"'):
            return Type("literal", word)
        if word == "{":
            return self._record()
        while self._take("."):
            word += "." + self._next()
        if self._take("["):
            element = self._type()
            self._take("]")
            return Type(word, items=[element])
        return Type("name", word)

    def _record(self):
        fields = []
        while not self._take("}"):
            if self._take(","):
                continue
            if self._take("..."):
                fields.append(self._type())
                continue
            decorators = {}
            while self._take("@"):
                name = self._next()
                start = self.at
                if self._peek() == "(":
                    self._skip_braces()
                decorators[name] = "".join(self.tokens[start:self.at]).strip()
            name = self._next().strip('"')
            self._take(":")
            kind = self._type()
            fields.append(Field(name, kind, self._default() if self._take("=") else "", decorators,
                                self.owner))
        return Type("record", items=fields)

    def _default(self):
        depth = 0
        out = ""
        while True:
            token = self.tokens[self.at]
            if depth == 0 and token in ("\n", ",", "}"):
                return out
            depth += {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}.get(token, 0)
            out += token
            self.at += 1


def module_texts(folder):
    """The text of each module: `azure/devops.mlp` and `azure/devops.tasks.mlp` are `azure.devops`."""
    texts = {}
    for path in sorted(pathlib.Path(folder).rglob("*.mlp"), key=str):
        name = ".".join([*path.relative_to(folder).parent.parts, path.name.partition(".")[0]])
        texts[name] = texts.get(name, "") + path.read_text(encoding="utf-8")
    return texts


class Library:
    """All modules; types are looked up as `azure.ml.Model`, or `Retry` for one of the prelude."""

    def __init__(self, folder):
        self.modules = {name: Module(name, text) for name, text in module_texts(folder).items()}

    def find(self, name, module="prelude"):
        """The module and the name of a named type as `module` sees it, or nothing for what is built in."""
        head, _, rest = name.rpartition(".")
        if head:
            return self._in(self.modules[module].imports.get(head, head), rest)
        return self._in(module, name) or self._in("prelude", name)

    def _in(self, module, name):
        return (module, name) if module in self.modules and name in self.modules[module].types else None

    def is_kind(self, where):
        return where[1] in self.modules[where[0]].kinds

    def fields(self, kind, module):
        """The fields of a record type, spreads included, each with the module that its type is written in."""
        out = []
        for one in kind.items:
            if isinstance(one, Field):
                out.append((one, module))
                continue
            where = self.find(one.name, module)
            out.extend(self.fields(self.modules[where[0]].types[where[1]], where[0]))
        return out
