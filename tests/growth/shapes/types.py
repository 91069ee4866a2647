"""Shapes of types."""
from shapes.shape import chain, doubles, each, nesting, nests, pipeline, shape


def used(declarations, of, argument=""):
    return f'{declarations}\ncomponent k(x: {of}) {{ image: "a:1"\n command: ["x", x] }}\npipeline p() {{ k({argument}) }}\n'


def given(value, declarations="", of="map"):
    return used(declarations, of, f"x: {value}")


@shape
def types_(n):
    return each(n, lambda i: f"type T{i} = {{ a: int }}") + "\n" + pipeline("c()")


@shape
def types_alias(n):
    return used(chain(n, "type T0 = int", lambda i, b: f"type T{i} = T{b}"), f"T{n - 1}", "x: 1")


@shape
def types_chain(n):
    return used(chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: T{b} }}"), f"T{n - 1}", "x: {}")


@doubles
def types_doubled(n):
    return used(chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: T{b}, b: T{b} }}"), f"T{n - 1}", "x: {}")


@doubles
def types_doubled_unused(n):
    return chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: T{b}, b: T{b} }}") + "\n" + pipeline("c()")


@doubles
def types_doubled_defaults(n):
    return used(chain(n, "type T0 = { a: int = 1 }", lambda i, b: f"type T{i} = {{ a: T{b} = {{}}, b: T{b} = {{}} }}"), f"T{n - 1}", "x: {}")


@doubles
def types_doubled_input(n):
    """The type of an input of a pipeline, which is passed on."""
    types = chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: T{b}, b: T{b} }}")
    return (f'{types}\ncomponent k(x: T{n - 1}) {{ image: "a:1"\n command: ["x", x] }}\n'
            f"pipeline p(x: T{n - 1}) {{ k(x) }}\n")


@doubles
def types_doubled_union(n):
    return used(chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: T{b} }} | {{ b: T{b} }}"), f"T{n - 1}", "x: {}")


@doubles
def types_doubled_lists(n):
    return used(chain(n, "type T0 = { a: int }", lambda i, b: f"type T{i} = {{ a: list[T{b}], b: list[T{b}] }}"), f"T{n - 1}", "x: {}")


@doubles
def types_doubled_spread(n):
    return used(chain(n, "type T0 = { a: int = 1 }", lambda i, b: f"type T{i} = {{ ...T{b}, ...T{b} }}"), f"T{n - 1}", "x: {}")


@doubles
def types_compared(n):
    """Two equal towers of records, one converted to the other."""
    one = chain(n, "type A0 = { a: int }", lambda i, b: f"type A{i} = {{ a: A{b}, b: A{b} }}")
    other = chain(n, "type B0 = { a: int }", lambda i, b: f"type B{i} = {{ a: B{b}, b: B{b} }}")
    return (f'{one}\n{other}\ncomponent k(x: A{n - 1}) {{ image: "a:1"\n command: ["x", x] }}\n'
            f"pipeline p(x: B{n - 1}) {{ k(x) }}\n")


@shape
def types_spread_chain(n):
    return used(chain(n, "type T0 = { f0: int = 0 }", lambda i, b: f"type T{i} = {{ ...T{b}, f{i}: int = 0 }}"), f"T{n - 1}", "x: {}")


@shape
def types_recursive(n):
    return each(n, lambda i: f"type T{i} = {{ a: T{(i + 1) % n} }}") + "\n" + pipeline("c()")


@shape
def types_same_name(n):
    return each(n, lambda i: "type T = int")


@shape
def fields(n):
    return used("type T = { " + each(n, lambda i: f"f{i}: int = {i}", ", ") + " }", "T", "x: {}")


@shape
def fields_missing(n):
    return used("type T = { " + each(n, lambda i: f"f{i}: int", ", ") + " }", "T", "x: {}")


@shape
def fields_misspelt(n):
    return used("type T = { " + each(n, lambda i: f"field{i}: int = 0", ", ") + " }", "T",
                "x: { " + each(n, lambda i: f"feild{i}: 1", ", ") + " }")


@shape
def fields_given(n):
    return used("type T = { " + each(n, lambda i: f"f{i}: int", ", ") + " }", "T",
                "x: { " + each(n, lambda i: f"f{i}: 1", ", ") + " }")


@shape
def fields_same(n):
    return used("type T = { " + each(n, lambda i: "f: int", ", ") + " }", "T", "x: {}")


@shape
def fields_given_twice(n):
    return used("type T = { f: int }", "T", "x: { " + each(n, lambda i: "f: 1", ", ") + " }")


@shape
def fields_read(n):
    return (used("const r = { " + each(n, lambda i: f"f{i}: 1", ", ") + " }", "int", "x: 1")
            + "const l = [" + each(n, lambda i: f"r.f{i}", ", ") + "]\n")


@shape
def unions(n):
    return used("type T = " + each(n, lambda i: f'"v{i}"', " | "), "T", 'x: "v0"')


@shape
def unions_misspelt(n):
    return used("type T = " + each(n, lambda i: f'"value{i}"', " | "), "T", 'x: "valeu"')


@shape
def unions_used(n):
    return used("type T = " + each(n, lambda i: f'"v{i}"', " | "), "list[T]", "x: [" + each(n, lambda i: f'"v{i}"', ", ") + "]")


@shape
def unions_same(n):
    return used("type T = " + each(n, lambda i: '"v"', " | "), "T", 'x: "v"')


@shape
def unions_of_records(n):
    return used("type T = " + each(n, lambda i: f"{{ f{i}: int }}", " | "), "T", "x: { f0: 1 }")


@shape
def unions_in_fields(n):
    return used("type T = { " + each(n, lambda i: f'f{i}: "a" | "b{i}" = "a"', ", ") + " }", "T", "x: {}")


@nests
def optionals(n):
    return used("type T = int" + "?" * n, "T", "x: 1")


@nests
def type_brackets(n):
    return used("type T = " + nesting(n, "list[", "]", "int"), "T", "x: []")


@nests
def type_braces(n):
    return used("type T = " + nesting(n, "{ a: ", " }", "int"), "T", "x: {}")


@shape
def artifact_types(n):
    return each(n, lambda i: f'artifact A{i} {{ schema: "a.A{i}", version: "0.0.1" }}') + "\n" + pipeline("c()")


