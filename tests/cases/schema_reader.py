"""Reads mlp as far as the test of the schemas' fields needs it: declarations of the standard library, and which fields a program sets.

It is not a second checker: it reads only programs that the compiler accepts, and what it does not recognise counts as not set.
"""
import re

TOKEN = re.compile(
    r"(?P<space>[ \t\r]+)|(?P<newline>\n)|(?P<doc>///[^\n]*)|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<fence><{3,})|(?P<string>\"(?:\\.|[^\"\\\n])*\")|(?P<number>\d[\w.]*)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<op>\.\.\.|->|&&|\|\||[=!<>]=|\S)", re.DOTALL)
CONTINUES = {"+", "*", "/", "&&", "||", "==", ".", "?", ":", "%", "!=", "<", "<=", ">", ">=", "in"}


class Token:
    __slots__ = ("kind", "text", "first")

    def __init__(self, kind, text, first):
        self.kind, self.text, self.first = kind, text, first

    @property
    def word(self):
        return self.text[1:-1] if self.kind == "string" else self.text


def tokens(text):
    found, at, first = [], 0, True
    while at < len(text):
        match = TOKEN.match(text, at)
        at = match.end()
        kind = match.lastgroup
        if kind == "newline":
            first = True
        elif kind == "fence":
            # The text of a fence ends with the first line that begins with as many brackets.
            end = re.compile(r"^[ \t]*" + ">" * len(match.group()), re.MULTILINE).search(text, at)
            at = end.end()
            found.append(Token("fence", "", first))
            first = False
        elif kind not in ("space", "comment", "doc"):
            found.append(Token(kind, match.group(), first))
            first = False
    found.append(Token("end", "", True))
    return found


# ---- values

class Record:
    def __init__(self):
        self.fields = []   # (key, value)
        self.spreads = []  # values


class List:
    def __init__(self):
        self.items = []


class Call:
    """`name(…)`; positional arguments have no name."""

    def __init__(self, name):
        self.name, self.arguments, self.settings = name, [], None


class Name:
    def __init__(self, name):
        self.name = name


class Mixed:
    """Any other expression, by the parts of it that may hold records: `c ? { … } : { … }`."""

    def __init__(self, parts):
        self.parts = parts


class Reader:
    def __init__(self, text):
        self.tokens, self.at = tokens(text), 0

    @property
    def now(self):
        return self.tokens[self.at]

    def after(self, count=1):
        return self.tokens[min(self.at + count, len(self.tokens) - 1)]

    def take(self):
        token = self.now
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def skip(self, *texts):
        if self.now.kind in ("op", "name") and self.now.text in texts:
            self.take()
            return True
        return False

    def is_op(self, text, token=None):
        token = token or self.now
        return token.kind == "op" and token.text == text

    def record(self):
        """From `{` to `}`."""
        made = Record()
        self.take()
        while not self.is_op("}") and self.now.kind != "end":
            if self.skip(","):
                continue
            if self.skip("..."):
                made.spreads.append(self.value())
                continue
            key = self.take()
            if self.skip(":"):
                made.fields.append((key.word, self.value()))
            else:
                made.fields.append((key.word, Name(key.word)))
        self.take()
        return made

    def list(self):
        made = List()
        self.take()
        while not self.is_op("]") and self.now.kind != "end":
            if not self.skip(",", "..."):
                made.items.append(self.value())
        self.take()
        return made

    def arguments(self, call):
        """From `(` to `)`."""
        self.take()
        while not self.is_op(")") and self.now.kind != "end":
            if self.skip(","):
                continue
            if self.now.kind == "name" and self.is_op(":", self.after()):
                key = self.take().text
                self.take()
                call.arguments.append((key, self.value()))
            elif self.now.kind == "name" and self.after().text in (",", ")"):
                name = self.take().text
                call.arguments.append((name, Name(name)))
            else:
                call.arguments.append((None, self.value()))
        self.take()

    def path(self):
        """`a.b`, or `Name@2`."""
        name = self.take().text
        while self.is_op(".") and self.after().kind == "name" or self.is_op("@") and self.after().kind == "number":
            name += self.take().text + self.take().text
        return name

    def value(self, block_ends=False):
        """Up to what ends it: a bracket, a comma, or the next line unless that continues it. With `block_ends` also a `{`
        that follows a complete expression."""
        parts, begin = [], self.at
        complete = False  # whether what was read up to here is an expression by itself
        while True:
            token = self.now
            if token.kind == "end" or token.text in (",", "}", "]", ")") and token.kind == "op":
                break
            if self.at > begin and token.first and token.text not in CONTINUES:
                break
            if self.is_op("{"):
                if complete and block_ends:
                    break
                parts.append(self.record())
                complete = True
            elif self.is_op("["):
                items = self.list()
                if not complete:  # else it is an index, or the type of `importer[T]`
                    parts.append(items)
                complete = True
            elif self.is_op("("):
                call = Call(parts.pop().name if parts and isinstance(parts[-1], Name) and complete else "")
                self.arguments(call)
                parts.append(call)
                complete = True
            elif token.kind == "name" and token.text in ("python", "bash", "pwsh", "text", "yaml", "json") \
                    and self.after().kind == "fence":
                self.take()
                self.take()
                parts.append(Name("<fence>"))
                complete = True
            elif token.kind == "name" and token.text != "in":
                parts.append(Name(self.path()))
                complete = True
            else:
                self.take()
                complete = token.kind in ("string", "number", "fence")
        return parts[0] if len(parts) == 1 else Mixed(parts)

    # ---- types

    def type(self):
        """A union of types: a list of `record`, `list`, `map`, a name, or a literal."""
        members = [self.single_type()]
        while self.is_op("|"):
            self.take()
            members.append(self.single_type())
        return members

    def single_type(self):
        token = self.take()
        if token.kind in ("string", "number"):
            made = ("literal", token.word)
        elif token.text == "{":
            made = ("record", self.fields("}"))
        else:
            name = token.text
            while self.is_op(".") and self.after().kind == "name":
                name += self.take().text + self.take().text
            inner = None
            if self.is_op("["):
                self.take()
                inner = self.type()
                self.take()
            made = (name, inner)
        while self.now.text in ("?", "*") and not self.now.first:
            self.take()
        return made

    def decorators(self):
        found = []
        while self.is_op("@") and self.after().kind == "name":
            self.take()
            found.append(self.take().text)
            if self.is_op("("):
                self.arguments(Call(found[-1]))
        return found

    def fields(self, end):
        """Of a record type or of parameters: (name, type, decorators)."""
        found = []
        while not self.is_op(end) and self.now.kind != "end":
            if self.skip(","):
                continue
            if self.skip("..."):
                found.append(("...", [(self.path(), None)], []))
                continue
            decorators = self.decorators()
            name = self.take().word
            self.take()  # :
            kind = self.type()
            if self.skip("="):
                self.value()
            found.append((name, kind, decorators))
        self.take()
        return found


class Schemas:
    """Types and components of the standard library by their qualified names."""

    def __init__(self):
        self.types, self.components, self.kinds = {}, {}, set()

    def read(self, module, text):
        reader = Reader(text)
        aliases = {}
        while reader.now.kind != "end":
            decorators = reader.decorators()
            word = reader.take().text
            if word == "import":
                path = reader.path()
                alias = reader.take() and reader.take().text if reader.now.text == "as" else path.rsplit(".", 1)[-1]
                aliases[alias] = path
            elif word == "type":
                name = self.qualified(module, reader.take().text)
                reader.take()  # =
                self.types[name] = (module, aliases, reader.type())
                if "kind" in decorators:
                    self.kinds.add(name)
            elif word == "component":
                name = reader.take().text
                parameters = reader.take() and reader.fields(")") if reader.is_op("(") else []
                self.components[self.qualified(module, name)] = (module, aliases, parameters)
                if reader.skip("->"):
                    reader.fields(")") if reader.is_op("(") and reader.take() else reader.type()
                if reader.is_op("{"):
                    reader.record()
            elif word in ("artifact", "const"):
                reader.take()
                if word == "artifact":
                    reader.record()
                else:
                    reader.skip(":") and reader.type()
                    reader.take()
                    reader.value()

    @staticmethod
    def qualified(module, name):
        return name if module == "prelude" else module + "." + name

    def resolve(self, module, aliases, name):
        """The qualified name of a type as it is written in a module, or None if the standard library has none."""
        if "." in name:
            alias, _, rest = name.rpartition(".")
            name = aliases.get(alias, {"azureml": "azure.ml", "ado": "azure.devops"}.get(alias, alias)) + "." + rest
            return name if name in self.types else None
        for candidate in (self.qualified(module, name), name):
            if candidate in self.types:
                return candidate
        return None
