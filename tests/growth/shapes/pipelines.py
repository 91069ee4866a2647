"""Shapes of pipelines and their tasks."""
from shapes.shape import PYTHON, STEP, chain, doubles, each, nesting, nests, pipeline, shape


@shape
def tasks(n):
    return pipeline(each(n, lambda i: "c()"))


@shape
def tasks_chain(n):
    return pipeline(chain(n, "let t0 = c()", lambda i, b: f"let t{i} = c(x: t{b}.y)"))


@shape
def tasks_chain_reversed_after(n):
    return pipeline(chain(n, "let t0 = c()", lambda i, b: f"let t{i} = c() {{ after: [t{b}] }}"))


@shape
def tasks_after_all(n):
    """Each task waits for all before it: the text grows with the square of n."""
    tasks = [f"let t{i} = c() {{ after: [{', '.join(f't{k}' for k in range(i))}] }}" for i in range(n)]
    return pipeline("\n".join(tasks))


@shape
def task_after_many(n):
    names = ", ".join(f"t{i}" for i in range(n))
    return pipeline(each(n, lambda i: f"let t{i} = c()") + f"\nc() {{ after: [{names}] }}")


@shape
def tasks_after_one(n):
    return pipeline("let t = c()\n" + each(n, lambda i: "c() { after: [t] }"))


@shape
def tasks_fan_out(n):
    return pipeline("let t = c()\n" + each(n, lambda i: "c(x: t.y)"))


@shape
def tasks_fan_in(n):
    names = ", ".join(f"t{i}.y" for i in range(n))
    return pipeline(each(n, lambda i: f"let t{i} = c()") + f"\nd(xs: [{names}])",
                    head=STEP + 'component d(xs: list) { image: "a:1"\n command: ["x", xs] }\n')


@shape
def tasks_interpolated(n):
    return pipeline(each(n, lambda i: f"let t{i} = c()") + '\nc(x: "' + each(n, lambda i: f"~{{t{i}.y}}", " ") + '")')


@shape
def tasks_display_names(n):
    return pipeline(each(n, lambda i: f'c() {{ display_name: "d{i}" }}'))


@shape
def tasks_always_run(n):
    return pipeline(each(n, lambda i: f"let t{i} = c() {{ always_run: true }}"))


@shape
def tasks_each_component(n):
    return each(n, lambda i: f'component c{i}() {{ image: "a:1"\n command: ["x"] }}') + pipeline(
        each(n, lambda i: f"c{i}()"), head="\n")


@shape
def components_unused(n):
    return each(n, lambda i: f'component c{i}() {{ image: "a:1"\n command: ["x"] }}') + "\n" + pipeline("c()")


@shape
def components_python(n):
    return each(n, lambda i: f'component c{i}() {{ image: "a:1"\n python <<<\nprint({i})\n>>> }}') + pipeline(
        each(n, lambda i: f"c{i}()"), head="\n")


@shape
def components_same_names(n):
    return each(n, lambda i: 'component c() { image: "a:1"\n command: ["x"] }')


@shape
def ifs(n):
    return pipeline(each(n, lambda i: f'if a == "{i}" {{ c() }}'), 'a: string = "a"')


@shape
def else_ifs(n):
    return pipeline(each(n, lambda i: f'if a == "{i}" {{ c() }}', " else "), 'a: string = "a"')


@shape
def else_ifs_yield(n):
    return pipeline("let v = " + each(n, lambda i: f'if a == "{i}" {{ let u = c()\n yield u.y }}', " else ")
                    + " else { let u = c()\n yield u.y }\nc(x: v)", 'a: string = "a"')


@nests
def ifs_nested(n):
    return pipeline(nesting(n, 'if a == "1" {\nc()\n', "}\n", "c()\n"), 'a: string = "a"')


@shape
def ifs_of_outer_task(n):
    return pipeline("let t = c()\n" + each(n, lambda i: f'if a == "{i}" {{ c(x: t.y) }}'), 'a: string = "a"')


@shape
def fors(n):
    return pipeline(each(n, lambda i: 'for i in ["a", "b"] { c(x: i) }'))


@nests
def fors_nested(n):
    return pipeline(nesting(n, "", "") + "".join(f'for i{k} in ["a", "b"] {{\nc(x: i{k})\n' for k in range(n)) + "}\n" * n)


@nests
def fors_nested_of_outer_task(n):
    return pipeline("let t = c()\n" + "".join(f'for i{k} in ["a", "b"] {{\n' for k in range(n)) + "c(x: t.y)\n" + "}\n" * n)


@shape
def for_items(n):
    return pipeline("for i in [" + each(n, lambda i: f'"{i}"', ", ") + "] { c(x: i) }")


@shape
def for_tasks(n):
    return pipeline('for i in ["a", "b"] {\n' + each(n, lambda i: "c(x: i)") + "\n}")


@shape
def fors_yield(n):
    return pipeline(each(n, lambda i: f'let v{i} = for i in ["a", "b"] {{ let t = c(x: i)\n yield t.y }}'))


@shape
def for_yields_fields(n):
    fields = ", ".join(f"m{k}: t.y" for k in range(n))
    return pipeline('let v = for i in ["a", "b"] { let t = c(x: i)\n yield { ' + fields + " } }")


@shape
def tries(n):
    return pipeline(each(n, lambda i: "try { c() } finally { c() }"))


@shape
def try_tasks(n):
    return pipeline("try {\n" + each(n, lambda i: "c()") + "\n} finally { c() }")


@shape
def lets_alias(n):
    return pipeline(chain(n, "let t0 = c()", lambda i, b: f"let t{i} = t{b}") + f"\nc(x: t{n - 1}.y)")


@shape
def lets_unused(n):
    return pipeline(each(n, lambda i: f'let v{i} = "a"') + "\nc()")


@shape
def pipelines_flat(n):
    return STEP + each(n, lambda i: f"pipeline p{i}() {{ c() }}")


@shape
def pipelines_inner(n):
    return STEP + each(n, lambda i: f"pipeline p{i}() {{ c() }}") + "\npipeline q() {\n" + each(n, lambda i: f"p{i}()") + "\n}\n"


@shape
def pipelines_chain(n):
    return STEP + chain(n, "pipeline p0() { c() }", lambda i, b: f"pipeline p{i}() {{ p{b}() }}") + "\n"


@shape
def pipelines_chain_reversed(n):
    return STEP + each(n, lambda i: f"pipeline p{i}() {{ p{i + 1}() }}") + f"\npipeline p{n}() {{ c() }}\n"


@doubles
def pipelines_doubled(n):
    return PYTHON + chain(n, 'pipeline p0(x: string = "a") { f(x)\nf(x) }',
                          lambda i, b: f'pipeline p{i}(x: string = "a") {{ p{b}(x)\np{b}(x) }}') + "\n"


@shape
def pipelines_recursive(n):
    return STEP + each(n, lambda i: f"pipeline p{i}() {{ p{(i + 1) % n}() }}")


@shape
def pipeline_called_often(n):
    return STEP + "pipeline q() { c() }\npipeline p() {\n" + each(n, lambda i: "q()") + "\n}\n"


@shape
def scope_of_groups_and_tasks(n):
    return pipeline(each(n, lambda i: f'let t{i} = c()\nlet g{i} = if a == "{i}" {{ c() }}'), 'a: string = "a"')


@shape
def groups_that_wait(n):
    return pipeline(each(n, lambda i: f'let g{i} = if a == "{i}" {{ c() {{ after: [t] }} }}').replace("[t]", "[s]"),
                    'a: string = "a"').replace("pipeline p(a: string = \"a\") {", "pipeline p(a: string = \"a\") {\nlet s = c()")


@shape
def importers(n):
    return pipeline(each(n, lambda i: f'let i{i} = importer[Dataset](uri: "s3://b/{i}")') + "\nc()")


@shape
def importer_metadata(n):
    return pipeline('let d = importer[Dataset](uri: "s3://b", metadata: { ' + each(n, lambda i: f'k{i}: "v"', ", ") + " })\nc()")


@shape
def task_cycle(n):
    return pipeline(each(n, lambda i: f"let t{i} = c() {{ after: [t{(i + 1) % n}] }}"))
