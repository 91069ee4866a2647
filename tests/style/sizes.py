"""Files have at most 500 lines, functions at most 80, from the line of the name to the closing brace.

usage: sizes.py

Expected outputs and other data are not counted.
"""
import ast
import re
import sys

from english import CODE, CODE_SUFFIXES, ROOT, commented

MOST_LINES = 500
MOST_IN_FUNCTION = 80
# What opens braces that are not those of a function.
SCOPE = re.compile(r"^\s*(?:template\s*<.*>\s*)?(?:inline\s+)?(?:namespace|class|struct|enum|union|extern)\b|=\s*$", re.S)


def without_texts(text):
    """Strings and comments become spaces; line breaks stay."""
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def braced(text):
    """(name, first line, last line) of each function of C++ or Go; lambdas and local classes belong to their function."""
    code = re.sub(r"(?m)^\s*#(?:[^\n]*\\\n)*[^\n]*", lambda match: re.sub(r"[^\n]", " ", match.group()), without_texts(text))
    depth, function, begin, kinds = 0, None, 0, []
    for match in re.finditer(r"[{};]", code):
        at = match.start()
        if match.group() == "{":
            head = code[begin:at]
            opens = function is None and "(" in head and head.count("(") == head.count(")") and not SCOPE.search(head)
            if opens:
                name = re.search(r"([~\w:]+|operator\S+)\s*\(", head)
                start = begin + len(head) - len(head.lstrip())
                function = (name.group(1) if name else "?", code.count("\n", 0, start) + 1, depth)
            kinds.append(opens)
            depth += 1
        elif match.group() == "}" and kinds:
            depth -= 1
            if kinds.pop():
                yield function[0], function[1], code.count("\n", 0, at) + 1
                function = None
        if function is None:
            begin = at + 1


def functions(path, text):
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.name, node.lineno, node.end_lineno
    elif path.suffix in {".cpp", ".h", ".go"}:
        yield from braced(text)


def main():
    problems = 0
    for path in commented():
        if path.suffix not in CODE_SUFFIXES | {".py", ".sh", ".cmake", ".g4", ".tokens", ".def", ""} and path.name != "CMakeLists.txt":
            continue
        # The files of a case are wrong on purpose.
        if (ROOT / "tests/cases") in path.parents and path.suffix == ".py":
            continue
        text = path.read_text(errors="replace")
        name = path.relative_to(ROOT)
        lines = text.count("\n")
        if lines > MOST_LINES:
            print(f"{name}: {lines} lines")
            problems += 1
        for function, first, last in functions(path, text):
            if last - first + 1 > MOST_IN_FUNCTION:
                print(f"{name}:{first}: {function} has {last - first + 1} lines")
                problems += 1
    print(f"{problems} files or functions are too long")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
