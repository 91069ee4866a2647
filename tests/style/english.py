"""The phrases that the glossary replaces do not come back.

usage: english.py

Reads the phrases in quotes from compiler/docs/GLOSSARY.md and looks for them in the messages of diagnostics, their pages, the
documentation, the doc comments of the standard library, the help of the command line, and the comments of the code.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "compiler/docs/GLOSSARY.md"

# Where a phrase is right as it stands.
ALLOWED = {
    "is no": r"(?<!there )\bis no\b(?! longer| more than)",
    "are no": r"(?<!there )\bare no\b(?! longer| more than)",
    "is none": r"(?<!there )\bis none\b(?! of )",
    "can stand": r"\bcan stand\b(?! for)",
    "Left out:": r"(?-i:Left out:)",
    **{f"{verb} told": rf"\b{verb} told\b(?! apart)" for verb in ("is", "are", "was", "were", "be")},
}


def forbidden():
    """The phrases of the glossary as one expression."""
    phrases = []
    for line in GLOSSARY.read_text().splitlines():
        if line.startswith("| ") and not line.startswith("| term"):
            cells = line.strip("|").split(" | ")
            # Two columns: what not to write comes first. Three: last.
            phrases += re.findall(r'"([^"…]+)"', cells[0] if len(cells) == 2 else cells[-1])
    if len(phrases) < 50:
        sys.exit("the tables of the glossary cannot be read")
    patterns = [ALLOWED.get(phrase, r"(?<![\w-])%s(?![\w-])" % re.escape(phrase).replace(r"\ ", r"\s+")) for phrase in phrases]
    return re.compile("|".join(patterns), re.IGNORECASE)


def without_code(text):
    """Code spans and quotations become blanks of the same length."""
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


def comments(path):
    """The comments of mlp, C++ and Python. A URL is no comment."""
    mark = "#" if path.suffix == ".py" else "//"
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        found = re.search(r"(?<![:\"'\w])%s+[<!]?(.*)" % re.escape(mark), line)
        if found:
            yield number, without_code(found.group(1))


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
    (comments, "stdlib/**/*.mlp"),
    (comments, "samples/**/*.mlp"),
    (strings, "compiler/cli/src/*.cpp"),
    (strings, "compiler/cli/src/*.h"),
    (comments, "compiler/diag/**/*.cpp"),
    (comments, "compiler/diag/**/*.h"),
]


def main():
    expression = forbidden()
    problems = 0
    for reader, pattern in READ:
        paths = sorted(ROOT.glob(pattern))
        if not paths:
            print(f"{pattern}: no such file")
            problems += 1
        for path in paths:
            if path == GLOSSARY:
                continue
            for line, text in reader(path):
                for found in expression.finditer(text):
                    at = line + text.count("\n", 0, found.start())
                    print(f"{path.relative_to(ROOT)}:{at}: {' '.join(found.group().split())!r}")
                    problems += 1
    print(f"{problems} phrases that the glossary replaces")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
