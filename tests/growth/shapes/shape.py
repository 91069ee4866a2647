"""What the shapes share: a shape makes a program in which one construct is repeated or nested n times."""

import dataclasses
import typing

SHAPES = {}


@dataclasses.dataclass
class Shape:
    """`make(n)` returns a text, or files by name, of which the main one has the name None."""
    name: str
    make: typing.Callable
    kind: str = "repeated"
    document: bool = False

    def files(self, n):
        """The files for n, by name, and the name of the main one."""
        made = self.make(n)
        text, others = made if isinstance(made, tuple) else (made, {})
        main = "main.yaml" if self.document else "main.mlp"
        return {**others, main: text}, main


def registered(kind, document=False):
    def register(make):
        SHAPES[make.__name__] = Shape(make.__name__, make, kind, document)
        return make
    return register


# One construct n times. It returns a text, or a text and the other files that it imports, by name.
shape = registered("repeated")
# One construct in itself n times. From some depth on, a bound refuses it.
nests = registered("nested")
# n declarations of which each uses the one before twice: 2^n, unless it is shared or refused.
doubles = registered("doubled")
# A compiled pipeline for `mlpc import`.
document = registered("repeated", document=True)
nested_document = registered("nested", document=True)
doubled_document = registered("doubled", document=True)

STEP = 'component c(x: string = "a") -> (y: string) {\n  image: "a:1"\n  command: ["x", x, y.path]\n}\n'
PYTHON = 'component f(x: string = "a") -> string {\n  image: "a:1"\n  python <<<\n    return x\n  >>>\n}\n'
ADO = "import azure.devops as ado\n"
POOL = '  pool: { vm_image: "ubuntu-24.04" }\n'


def each(n, text, separator="\n"):
    """n times what a function gives for 0, 1, …."""
    return separator.join(text(i) for i in range(n))


def chain(n, first, later, separator="\n"):
    """Declarations of which each one uses the one before."""
    return separator.join([first, *(later(i, i - 1) for i in range(1, n))])


def nesting(n, opens, closes, inner=""):
    return opens * n + inner + closes * n


def pipeline(body, inputs="", head=STEP):
    """A pipeline around its statements."""
    return f"{head}pipeline p({inputs}) {{\n{body}\n}}\n"


def workflow(body, inputs="", head=ADO):
    """A workflow with a pool around what it contains."""
    return f"{head}workflow w({inputs}) {{\n{POOL}{body}\n}}\n"


def step(text="echo a", settings=""):
    """A step that runs one line of bash."""
    return f"bash <<<\n{text}\n>>>{settings}"


def job(name, body=None):
    return f"job {name} {{\n{body or step()}\n}}"


def fence(language, code, inputs="", outputs=""):
    """A component whose body is code."""
    return f'component f({inputs}) {outputs} {{\n  image: "a:1"\n  {language} <<<\n{code}\n>>>\n}}\npipeline p() {{ f() }}\n'
