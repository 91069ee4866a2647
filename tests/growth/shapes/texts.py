"""Shapes of plain text: comments, lines, brackets, mistakes and imports."""
from shapes.shape import PYTHON, STEP, doubles, each, nesting, nests, pipeline, shape, step, workflow

END = "\n" + pipeline("c()")


@shape
def line_comments(n):
    return "// a\n" * n + END


@shape
def doc_comments(n):
    return "/// a\n" * n + END


@shape
def block_comments(n):
    return "/* a */" * n + END


@shape
def block_comments_lines(n):
    return "/* a */\n" * n + END


@shape
def block_comment_long(n):
    return "/*" + "a\n" * n + "*/" + END


@nests
def block_comments_nested(n):
    return nesting(n, "/*", "*/") + END


@shape
def block_comments_open(n):
    return "/* a " * n + END


@shape
def blank_lines(n):
    return "\n" * n + END


@shape
def blanks(n):
    return " " * n + END


@shape
def line_ends_cr(n):
    return ("const a = 1\n" * n + END).replace("\n", "\r")


@shape
def line_ends_crlf(n):
    return (each(n, lambda i: f"const a{i} = 1") + END).replace("\n", "\r\n")


@shape
def line_long(n):
    return "const a = [" + "1, " * n + "]" + END


@shape
def line_of_names(n):
    return "a " * n + END


@shape
def not_ascii(n):
    return "// " + "é" * n + END


@shape
def not_ascii_names(n):
    return "é " * n + END


@shape
def not_utf8(n):
    return b"// " + b"\xff" * n + END.encode()


@shape
def nuls(n):
    return "\0" * n + END


@shape
def quotes_open(n):
    return '"\n' * n + END


@nests
def brackets_open(n):
    return "const a = " + "[" * n + END


@nests
def braces_open(n):
    return "{" * n + END


@shape
def braces_closing(n):
    return "}" * n + END


@shape
def braces_closing_lines(n):
    return "}\n" * n + END


@nests
def parentheses_open(n):
    return "const a = " + "(" * n + END


@nests
def brackets_mixed(n):
    return "const a = " + "([{" * n + END


@shape
def errors(n):
    return "const\n" * n + END


@shape
def errors_one_line(n):
    return "const = " * n + END


@shape
def errors_of_names_one_line(n):
    return "const a = [" + each(n, lambda i: f"b{i}", ", ") + "]" + END


@shape
def errors_of_types(n):
    return each(n, lambda i: f'const a{i}: int = "x"') + END


@shape
def errors_of_types_one_line(n):
    return "const a: list[int] = [" + '"x", ' * n + "]" + END


@shape
def errors_of_tasks(n):
    return pipeline(each(n, lambda i: f"d{i}()"))


@shape
def errors_of_arguments(n):
    return pipeline(each(n, lambda i: "c(x: 1)"))


@shape
def errors_of_steps(n):
    return workflow(each(n, lambda i: step(settings=" { retries: 11 }")))


@shape
def errors_of_outputs(n):
    return pipeline("let t = c()\n" + each(n, lambda i: f"c(x: t.o{i})"))


@shape
def names_misspelt(n):
    return each(n, lambda i: f"component some{i}() {{ image: \"a:1\"\n command: [\"x\"] }}") + "\npipeline p() {\n" + each(
        n, lambda i: f"soem{i}()") + "\n}\n"


@shape
def declarations_same_names(n):
    return each(n, lambda i: "const a = 1") + END


@shape
def keywords(n):
    return "let " * n + END


@shape
def decorators(n):
    return '@deprecated("x")\n' * n + END


@shape
def imports_same(n):
    return 'import "./a.mlp" as a\n' * n + END, {"a.mlp": STEP}


@shape
def imports_of_library(n):
    return "import mlflow\n" * n + END


@shape
def imports_flat(n):
    return each(n, lambda i: f'import "./m{i}.mlp" as m{i}') + END, {f"m{i}.mlp": STEP for i in range(n)}


@shape
def imports_missing(n):
    return each(n, lambda i: f'import "./m{i}.mlp" as m{i}') + END


@shape
def imports_chain(n):
    return 'import "./m0.mlp" as m' + END, {f"m{i}.mlp": (f'import "./m{i + 1}.mlp" as m\n' if i + 1 < n else "") + PYTHON for i in range(n)}


@shape
def imports_chain_used(n):
    files = {f"m{i}.mlp": (f'import "./m{i + 1}.mlp" as m\n' if i + 1 < n else "") + "const k = " + ("m.k" if i + 1 < n else '"a"') + "\n"
             for i in range(n)}
    return 'import "./m0.mlp" as m\n' + pipeline("c(x: m.k)"), files


@shape
def imports_cycle(n):
    return 'import "./m0.mlp" as m' + END, {f"m{i}.mlp": f'import "./m{(i + 1) % n}.mlp" as m\n' + STEP for i in range(n)}


@shape
def imports_all_of_all(n):
    """The text grows with the square of n."""
    names = each(n, lambda i: f'import "./m{i}.mlp" as m{i}')
    return names + END, {f"m{i}.mlp": names + "\n" + STEP for i in range(n)}


@shape
def imports_of_earlier(n):
    """Each file imports all before it: no cycle, and the text grows with the square of n."""
    files = {f"m{i}.mlp": each(i, lambda k: f'import "./m{k}.mlp" as m{k}') + "\n" + STEP for i in range(n)}
    return each(n, lambda i: f'import "./m{i}.mlp" as m{i}') + END, files


@doubles
def imports_diamonds(n):
    """Each file imports two copies of the next: 2^n paths."""
    files = {f"{s}{i}.mlp": (f'import "./a{i + 1}.mlp" as a\nimport "./b{i + 1}.mlp" as b\n' if i + 1 < n else "") + STEP
             for i in range(n) for s in "ab"}
    return 'import "./a0.mlp" as a\nimport "./b0.mlp" as b' + END, files
