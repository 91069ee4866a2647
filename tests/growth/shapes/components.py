"""Shapes of components: inputs, outputs, commands."""
from shapes.shape import STEP, each, pipeline, shape


@shape
def inputs_of_component(n):
    return (f'component c({each(n, lambda i: f"x{i}: int = {i}", ", ")}) {{ image: "a:1"\n command: ["x"] }}\n'
            + pipeline("c()", head=""))


@shape
def inputs_of_python(n):
    return (f'component c({each(n, lambda i: f"x{i}: int = {i}", ", ")}) {{ image: "a:1"\n python <<<\nprint(1)\n>>> }}\n'
            + pipeline("c()", head=""))


@shape
def inputs_of_python_read(n):
    return (f'component c({each(n, lambda i: f"x{i}: int = {i}", ", ")}) {{ image: "a:1"\n python <<<\n'
            + each(n, lambda i: f"print(x{i})") + "\n>>> }\n" + pipeline("c()", head=""))


@shape
def inputs_of_bash(n):
    return (f'component c({each(n, lambda i: f"x{i}: int = {i}", ", ")}) {{ image: "a:1"\n bash <<<\n'
            + each(n, lambda i: f"echo $x{i}") + "\n>>> }\n" + pipeline("c()", head=""))


@shape
def inputs_given(n):
    return (f'component c({each(n, lambda i: f"x{i}: int", ", ")}) {{ image: "a:1"\n command: ["x"] }}\n'
            + pipeline(f'c({each(n, lambda i: f"x{i}: {i}", ", ")})', head=""))


@shape
def inputs_missing(n):
    return (f'component c({each(n, lambda i: f"x{i}: int", ", ")}) {{ image: "a:1"\n command: ["x"] }}\n'
            + pipeline("c()", head=""))


@shape
def inputs_misspelt(n):
    return (f'component c({each(n, lambda i: f"some{i}: int = 1", ", ")}) {{ image: "a:1"\n command: ["x"] }}\n'
            + pipeline(f'c({each(n, lambda i: f"som{i}e: {i}", ", ")})', head=""))


@shape
def inputs_of_pipeline(n):
    return pipeline("c()", each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def inputs_of_pipeline_used(n):
    return pipeline(each(n, lambda i: f"c(x: x{i})"), each(n, lambda i: f'x{i}: string = "a"', ", "))


@shape
def inputs_same(n):
    return pipeline("c()", each(n, lambda i: 'x: string = "a"', ", "))


@shape
def inputs_used_in_groups(n):
    return pipeline('if y == "a" {\n' + each(n, lambda i: f"c(x: x{i})") + "\n}",
                    each(n, lambda i: f'x{i}: string = "a"', ", ") + ', y: string = "a"')


@shape
def outputs_of_component(n):
    return (f'component c() -> ({each(n, lambda i: f"y{i}: string", ", ")}) {{ image: "a:1"\n command: ["x"'
            + each(n, lambda i: f", y{i}.path", "") + "] }\n" + pipeline("c()", head=""))


@shape
def outputs_of_python(n):
    return (f'component c() -> ({each(n, lambda i: f"y{i}: string", ", ")}) {{ image: "a:1"\n python <<<\n'
            + f'return Outputs({each(n, lambda i: f"y{i}={i}", ", ")})\n>>> }}\n' + pipeline("c()", head=""))


@shape
def outputs_of_python_unset(n):
    return (f'component c() -> ({each(n, lambda i: f"y{i}: string", ", ")}) {{ image: "a:1"\n python <<<\n'
            + "return Outputs(y0=1)\n>>> }\n" + pipeline("c()", head=""))


@shape
def outputs_of_python_artifacts(n):
    return (f'component c() -> ({each(n, lambda i: f"y{i}: Model", ", ")}) {{ image: "a:1"\n python <<<\n'
            + each(n, lambda i: f"print(y{i}.path)") + "\n>>> }\n" + pipeline("c()", head=""))


@shape
def outputs_read(n):
    return (f'component c() -> ({each(n, lambda i: f"y{i}: string", ", ")}) {{ image: "a:1"\n command: ["x"'
            + each(n, lambda i: f", y{i}.path", "") + "] }\n"
            + pipeline("let t = c()\n" + each(n, lambda i: f"d(x: t.y{i})"), head='component d(x: string) { image: "a:1"\n command: ["x", x] }\n'))


@shape
def outputs_of_pipeline(n):
    return (STEP + f'pipeline p() -> ({each(n, lambda i: f"y{i}: string", ", ")}) {{\n' + each(n, lambda i: f"let t{i} = c()")
            + f'\nreturn {{ {each(n, lambda i: f"y{i}: t{i}.y", ", ")} }}\n}}\n')


@shape
def command(n):
    return f'component c() {{ image: "a:1"\n command: [{each(n, lambda i: chr(34) + "x" + chr(34), ", ")}] }}\n' + pipeline("c()", head="")


@shape
def command_interpolated(n):
    return ('component c(x: string = "a") { image: "a:1"\n command: ["' + "~{x} " * n + '"] }\n' + pipeline("c()", head=""))


@shape
def arguments_interpolated(n):
    return ('component c(x: string = "a") { image: "a:1"\n command: ["x"]\n args: [' + each(n, lambda i: '"--a=~{x}"', ", ")
            + "] }\n" + pipeline("c()", head=""))


@shape
def arguments_conditional(n):
    return ('component c(x: string?) { image: "a:1"\n command: ["x"' + each(n, lambda i: ', ...(present(x) ? ["-x", x] : [])', "")
            + "] }\n" + pipeline("c()", head=""))


@shape
def packages(n):
    return (f'component c() {{ image: "a:1"\n packages: [{each(n, lambda i: f"{chr(34)}p{i}=={i}{chr(34)}", ", ")}]\n'
            + " python <<<\nprint(1)\n>>> }\n" + pipeline("c()", head=""))
