"""The phrases that the glossary replaces do not come back.

usage: english.py

Reads the phrases in quotes from compiler/docs/GLOSSARY.md and looks for them in the messages of diagnostics, their pages, the
documentation, the help of the command line, and in the comments, docstrings and names of tests of everything else.
"""
import bisect
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "compiler/docs/GLOSSARY.md"

# Where a phrase is right.
ALLOWED = {
    "is no": r"(?<!there\s)is\s+no(?!\s+longer|\s+more\s+than)",
    "are no": r"(?<!there\s)are\s+no(?!\s+longer|\s+more\s+than)",
    "is none": r"(?<!there\s)is\s+none(?!\s+of\s)",
    "can stand": r"can\s+stand(?!\s+for)",
    "blank": r"blank(?!\s+lines?\b)",
    "backend": r"backend(?!/)",
    **{f"{verb} told": rf"{verb}\s+told(?!\s+apart)" for verb in ("is", "are", "was", "were", "be")},
}
# Comments of code speak of texts that are not values of the language.
NOT_IN_CODE = {"a text"}
# Capitals count: the middle of a sentence may say this.
CAPITAL = {"Left out:"}


def forbidden(code):
    """The phrases of the glossary as one expression for a text in lower case. `code`: for comments of code."""
    phrases = []
    for line in GLOSSARY.read_text().splitlines():
        if line.startswith("| ") and not line.startswith("| term"):
            cells = line.strip("|").split(" | ")
            # Two columns: what not to write comes first. Three: last.
            phrases += re.findall(r'"([^"…]+)"', cells[0] if len(cells) == 2 else cells[-1])
    if len(phrases) < 50:
        sys.exit("the tables of the glossary cannot be read")
    left_out = CAPITAL | (NOT_IN_CODE if code else set())
    patterns = [ALLOWED.get(phrase, re.escape(phrase)).replace(r"\ ", r"\s+") for phrase in phrases if phrase not in left_out]
    return re.compile(r"(?<![\w-])(?:%s)(?![\w-])" % "|".join(patterns))


def without_code(text):
    """Code spans and quotations become spaces of the same length."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1", blank, text, flags=re.M | re.S)
    return re.sub(r"`[^`]*`", blank, text)


def markdown(path):
    yield 1, without_code(path.read_text())


def messages(path):
    """The messages of a .def file."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            if " " in text:
                yield number, without_code(text)


CODE = re.compile(
    r"""(?=[/"'R])(?:
    (?<=\d)'(?=\d)                               # a separator of digits
    | R"([^(\s"]*)\((?:.*?)\)\1"                 # what looks like a comment in a string is not one
    | "(?:[^"\\\n]|\\.)*"
    | '(?:[^'\\\n]|\\.)+'
    | (?P<comment>//[^\n]*|/\*.*?\*/))""", re.X | re.S)
PYTHON = re.compile(
    r'''(?=[ "'#rfb])(?:
    (?P<comment>(?:(?<=\n)|^)[ ]*r?"{3}.*?"{3})    # a docstring begins its line
    | [rfb]?"{3}.*?"{3} | [rfb]?\'{3}.*?\'{3}
    | "(?:[^"\\\n]|\\.)*" | \'(?:[^\'\\\n]|\\.)*\'
    | (?P<line>\#[^\n]*))''', re.X | re.S)
HASH = re.compile(r"(?m)(?:^|(?<=\s))(?P<comment>\#(?!!)[^\n]*)")
TEST = re.compile(r"\bTEST(?:_F|_P)?\(\w+,\s*(?P<comment>\w+)|\bdef (?P<line>test_\w+)")


def words(name):
    """The words of a name, in as many characters."""
    return re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", name)


def comments(path):
    """The comments of a file, consecutive ones as one text, and the names of the tests in it."""
    text = path.read_text(errors="replace")
    kind = CODE if path.suffix in CODE_SUFFIXES else PYTHON if path.suffix == ".py" else HASH
    starts = [0] + [match.end() for match in re.finditer("\n", text)]
    lines, first = [], 0
    for match in kind.finditer(text):
        comment = match.groupdict().get("comment") or match.groupdict().get("line")
        if not comment:
            continue
        at = bisect.bisect_right(starts, match.start())
        alone = not text[starts[at - 1]:match.start()].strip()
        if at > first + len(lines) or not alone:
            if lines:
                yield first, without_code("\n".join(lines))
            lines, first = [], at
        if comment.startswith("// namespace"):
            continue
        inner = re.sub(r'^\s*(?:///?<?|\#+|r?"{3}|/\*+)|(?:"{3}|\*/)$', "", comment)
        lines += [line.strip() for line in inner.split("\n")]
    if lines:
        yield first, without_code("\n".join(lines))
    for match in TEST.finditer(text):
        yield bisect.bisect_right(starts, match.start()), words(match.group("comment") or match.group("line"))


def strings(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#include"):
            continue
        for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line.partition(" // ")[0]):
            yield number, without_code(text)


READ = [
    (messages, "compiler/diag/def/*.def"),
    (markdown, "compiler/diag/pages/*.md"),
    (markdown, "compiler/rules/src/**/*.md"),
    (markdown, "compiler/docs/**/*.md"),
    (markdown, "README.md"),
    (markdown, "compiler/**/README.md"),
    (markdown, "tests/**/README.md"),
    (markdown, "grammar/README.md"),
    (markdown, "tools/README.md"),
    (markdown, "tools/tree-sitter-mlp/README.md"),
    (markdown, "tools/vim/README.md"),
    (markdown, "tools/vscode/README.md"),
    (markdown, "tools/vscode/walkthrough/*.md"),
    (strings, "compiler/cli/src/*.cpp"),
    (strings, "compiler/cli/src/*.h"),
]
CODE_SUFFIXES = {".cpp", ".h", ".mlp", ".g4", ".go", ".js", ".mjs", ".ts"}
COMMENTED = CODE_SUFFIXES | {".py", ".cmake", ".sh", ".txt", ".yml", ""}
# Not written by hand.
NOT_READ = ("tests/fuzz/corpus/", "tests/import/cases/")


def commented():
    """The files of the project that may have comments."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            stdout=subprocess.PIPE, text=True, check=True).stdout.split("\0")
    for name in listed:
        path = ROOT / name
        if name and path.suffix in COMMENTED and not name.startswith(NOT_READ) and path.is_file() and path.name != "LICENSE":
            yield path


def main():
    read = []
    for reader, pattern in READ:
        paths = sorted(ROOT.glob(pattern))
        if not paths:
            sys.exit(f"{pattern}: no such file")
        read += [(reader, path) for path in paths if path != GLOSSARY]
    read += [(comments, path) for path in commented()]
    expressions = {code: forbidden(code) for code in (True, False)}
    capital = re.compile("|".join(CAPITAL))
    problems = 0
    for reader, path in read:
        expression = expressions[reader is comments and path.suffix != ".mlp"]
        for line, text in reader(path):
            for found in [*expression.finditer(text.lower()), *capital.finditer(text)]:
                at = line + text.count("\n", 0, found.start())
                print(f"{path.relative_to(ROOT)}:{at}: {' '.join(found.group().split())!r}")
                problems += 1
    print(f"{problems} phrases that the glossary replaces")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
