"""Shapes of the code in fences."""
from shapes.shape import each, fence, nesting, nests, shape, step, workflow


def python(code, inputs="", outputs=""):
    return fence("python", code, inputs, outputs)


def bash(code, inputs="", outputs=""):
    return fence("bash", code, inputs, outputs)


def pwsh(code):
    return workflow(f"pwsh <<<\n{code}\n>>>")


def az(code):
    return workflow(f"az(connection: k, script: bash <<<\n{code}\n>>>)",
                    head='import azure.devops as ado\nexisting k: ado.Connection { name: "k" }\n')


@shape
def python_lines(n):
    return python(each(n, lambda i: f"print({i})"))


@shape
def python_names(n):
    return python(each(n, lambda i: f"a{i} = {i}"))


@shape
def python_names_read(n):
    return python("a0 = 1\n" + each(n, lambda i: f"a{i + 1} = a{i}"))


@shape
def python_undefined(n):
    return python(each(n, lambda i: f"print(a{i})"))


@shape
def python_undefined_misspelt(n):
    return python(each(n, lambda i: f"some{i} = 1") + "\n" + each(n, lambda i: f"print(soem{i})"))


@shape
def python_returns(n):
    return python(each(n, lambda i: 'if 1 > 2: return "a"') + '\nreturn "b"', outputs="-> string")


@shape
def python_returns_wrong(n):
    return python(each(n, lambda i: "if 1 > 2: return 1.5") + '\nreturn "b"', outputs="-> int")


@shape
def python_imports(n):
    return python(each(n, lambda i: f"import m{i}"))


@shape
def python_imports_same(n):
    return python(each(n, lambda i: "import json"))


@shape
def python_functions(n):
    return python(each(n, lambda i: f"def g{i}(a): return a"))


@nests
def python_functions_nested(n):
    return python("\n".join(" " * k + f"def g{k}(a):" for k in range(n)) + "\n" + " " * n + "return a")


@nests
def python_nested_ifs(n):
    return python("\n".join(" " * k + "if True:" for k in range(n)) + "\n" + " " * n + "pass")


@shape
def python_else_ifs(n):
    return python("if a == 0: pass\n" + each(n, lambda i: f"elif a == {i}: pass"), "a: int = 1")


@nests
def python_parentheses(n):
    return python("x = " + nesting(n, "(", ")", "1"))


@nests
def python_parentheses_open(n):
    return python("x = " + "(" * n)


@nests
def python_lists(n):
    return python("x = " + nesting(n, "[", "]"))


@nests
def python_sums(n):
    return python("x = " + each(n, lambda i: "1", " + "))


@nests
def python_calls(n):
    return python("x = " + nesting(n, "str(", ")", "1"))


@nests
def python_members(n):
    return python("import a\na" + ".b" * n)


@shape
def python_strings(n):
    return python(each(n, lambda i: f'print("{i}")'))


@shape
def python_f_strings(n):
    return python("a = 1\n" + each(n, lambda i: 'print(f"{a} {a}")'))


@shape
def python_f_string_long(n):
    return python('a = 1\nprint(f"' + "{a} " * n + '")')


@shape
def python_string_long(n):
    return python('x = "' + "a" * n + '"')


@shape
def python_comments(n):
    return python(each(n, lambda i: "# a") + "\nprint(1)")


@nests
def python_comprehensions(n):
    return python("x = " + nesting(n, "[i for i in ", "]", "[1]"))


@nests
def python_lambdas(n):
    return python("x = " + "lambda a: " * n + "a")


@shape
def python_classes(n):
    return python(each(n, lambda i: f"class A{i}: pass"))


@shape
def python_errors(n):
    return python(each(n, lambda i: "x = = 1"))


@shape
def python_errors_one_line(n):
    return python("x = " + "= " * n)


@shape
def python_logged(n):
    return python("import mlflow\n" + each(n, lambda i: f'mlflow.log_metric("a{i}", 1)'))


@shape
def python_placeholders(n):
    return 'const k = "a"\n' + python(each(n, lambda i: 'print("~{k}")'))


@shape
def python_placeholders_one_line(n):
    return 'const k = "a"\n' + python("x = [" + each(n, lambda i: '"~{k}"', ", ") + "]")


@shape
def python_indented(n):
    return python("\n".join("    " + f"print({k})" for k in range(n)))


@shape
def python_blank_lines(n):
    return python("\n" * n + "print(1)")


@shape
def python_open_string(n):
    return python("x = '''\n" + each(n, lambda i: "a"))


@shape
def python_writes(n):
    return python(each(n, lambda i: f'm.metadata["k{i}"] = {i}'), outputs="-> (m: Model)")


@shape
def bash_lines(n):
    return bash(each(n, lambda i: f"echo {i}"))


@shape
def bash_variables(n):
    return bash(each(n, lambda i: f"A{i}=1\necho $A{i}"))


@shape
def bash_unquoted(n):
    return bash(each(n, lambda i: "rm $x"), 'x: string = "a"')


@nests
def bash_substitutions_nested(n):
    return bash(nesting(n, "echo $(", ")", "a"))


@shape
def bash_backticks(n):
    return bash(each(n, lambda i: "echo `a`"))


@nests
def bash_ifs_nested(n):
    return bash("if true; then\n" * n + "echo\n" + "fi\n" * n)


@shape
def bash_ifs_open(n):
    return bash("if true; then\n" * n)


@shape
def bash_functions(n):
    return bash(each(n, lambda i: f"g{i}() {{ echo; }}"))


@nests
def bash_pipes(n):
    return bash("cat" + " | cat" * n)


@nests
def bash_and_lists(n):
    return bash("true" + " && true" * n)


@shape
def bash_words(n):
    return bash("echo" + " a" * n)


@shape
def bash_quotes(n):
    return bash("echo" + ' "a"\'b\'' * n)


@shape
def bash_open_quote(n):
    return bash('echo "\n' + each(n, lambda i: "a"))


@shape
def bash_here_documents(n):
    return bash(each(n, lambda i: "cat <<E\na\nE"))


@shape
def bash_here_document_long(n):
    return bash("cat <<E\n" + each(n, lambda i: "a $b") + "\nE")


@shape
def bash_here_documents_open(n):
    return bash(each(n, lambda i: f"cat <<E{i}"))


@shape
def bash_cases(n):
    return bash("case $a in\n" + each(n, lambda i: f"{i}) echo ;;") + "\nesac")


@nests
def bash_arithmetic(n):
    return bash("echo $((" + "1+" * n + "1))")


@nests
def bash_braces(n):
    return bash("{ " * n + "echo; " + "}; " * n)


@shape
def bash_errors(n):
    return bash(each(n, lambda i: "done"))


@shape
def bash_continuations(n):
    return bash("echo" + " \\\n  a" * n)


@shape
def bash_comments(n):
    return bash(each(n, lambda i: "# a") + "\necho")


@shape
def bash_curls(n):
    return bash(each(n, lambda i: "curl http://a/b"))


@shape
def bash_placeholders(n):
    return 'const k = "a"\n' + bash(each(n, lambda i: 'echo "~{k}"'))


@shape
def bash_placeholders_one_line(n):
    return 'const k = "a"\n' + bash("echo" + ' "~{k}"' * n)


@shape
def bash_macros(n):
    return workflow(step(each(n, lambda i: 'echo "$(some)"')))


@shape
def bash_placeholders_late(n):
    return workflow(step("echo" + ' "~{run.branch}"' * n))


@shape
def az_commands(n):
    return az(each(n, lambda i: "az group show --name a"))


@shape
def az_options(n):
    return az("az group show" + " --name a" * n)


@shape
def az_options_unknown(n):
    return az(each(n, lambda i: f"az group show --nmae{i} a"))


@shape
def az_creates(n):
    return az(each(n, lambda i: f"az group create --name a{i} --location b"))


@shape
def az_ml(n):
    return az(each(n, lambda i: f"az ml model create --name a{i} --path b"))


@shape
def pwsh_lines(n):
    return pwsh(each(n, lambda i: "Write-Host a"))


@nests
def pwsh_blocks_nested(n):
    return pwsh("if ($a) {\n" * n + "}\n" * n)


@nests
def pwsh_parentheses(n):
    return pwsh("$x = " + nesting(n, "(", ")", "1"))


@nests
def pwsh_open(n):
    return pwsh("$x = " + "@(" * n)


@shape
def pwsh_strings(n):
    return pwsh("Write-Host" + ' "a $b"' * n)


@nests
def pwsh_substitutions(n):
    return pwsh("Write-Host " + nesting(n, '"$(', ')"', "a"))


@shape
def pwsh_variables(n):
    return pwsh(each(n, lambda i: f"$a{i} = 1"))


@shape
def pwsh_here_strings(n):
    return pwsh(each(n, lambda i: "@'\na\n'@"))


@shape
def text_lines(n):
    return 'component f() {\n  image: "a:1"\n  command: ["sh", text <<<\n' + each(n, lambda i: "a") + "\n>>>]\n}\npipeline p() { f() }\n"


@shape
def text_placeholders(n):
    return ('const k = "a"\ncomponent f() {\n  image: "a:1"\n  command: ["sh", text <<<\n' + each(n, lambda i: "~{k}")
            + "\n>>>]\n}\npipeline p() { f() }\n")


@shape
def fences_open(n):
    return each(n, lambda i: f"component f{i}() {{\n  bash <<<\necho")


@shape
def fences_long(n):
    return "component f() {\n  bash " + "<" * n + "\necho\n" + ">" * n + "\n}\n"


@shape
def placeholders_open(n):
    return python(each(n, lambda i: 'print("~{")'))


@shape
def placeholders_escaped(n):
    return python(each(n, lambda i: 'print("~~{")'))


@shape
def python_module(n):
    return ('component f() {\n  image: "a:1"\n  python module <<<\n' + each(n, lambda i: f"def g{i}(): pass")
            + "\ndef f(): pass\n>>>\n}\npipeline p() { f() }\n")
