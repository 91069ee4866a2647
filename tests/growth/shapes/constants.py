"""Shapes of constants and expressions."""
from shapes.shape import STEP, chain, doubles, each, nesting, nests, pipeline, shape
from shapes.types import given


@shape
def constants(n):
    return each(n, lambda i: f"const c{i} = {i}") + "\n" + pipeline("c()")


@shape
def constants_chain(n):
    return chain(n, 'const k0 = "a"', lambda i, b: f"const k{i} = k{b}") + "\n" + pipeline(f"c(x: k{n - 1})")


@shape
def constants_chain_reversed(n):
    return each(n, lambda i: f"const k{i} = k{i + 1}") + f'\nconst k{n} = "a"\n' + pipeline("c(x: k0)")


@shape
def constants_chain_unused(n):
    return chain(n, 'const k0 = "a"', lambda i, b: f"const k{i} = k{b}") + "\n" + pipeline("c()")


@shape
def constants_chain_appended(n):
    return chain(n, 'const k0 = "a"', lambda i, b: f'const k{i} = "~{{k{b}}}a"') + "\n" + pipeline(f"c(x: k{n - 1})")


@shape
def constants_chain_records(n):
    return given(f"k{n - 1}", chain(n, "const k0 = { f0: 0 }", lambda i, b: f"const k{i} = {{ ...k{b}, f{i}: 0 }}"))


@shape
def constants_chain_nested(n):
    return given(f"k{n - 1}", chain(n, "const k0 = { a: 0 }", lambda i, b: f"const k{i} = {{ a: k{b} }}"))


@doubles
def constants_doubled_records(n):
    return given(f"k{n - 1}", chain(n, 'const k0 = "ab"', lambda i, b: f"const k{i} = {{ x: k{b}, y: k{b} }}").replace(
        '"ab"', '{ a: "ab" }'))


@doubles
def constants_doubled_records_unused(n):
    return chain(n, 'const k0 = { a: "ab" }', lambda i, b: f"const k{i} = {{ x: k{b}, y: k{b} }}") + "\n" + pipeline("c()")


@doubles
def constants_doubled_lists(n):
    return given(f"k{n - 1}", chain(n, "const k0 = [1]", lambda i, b: f"const k{i} = [...k{b}, ...k{b}]"), "list")


@doubles
def constants_doubled_text(n):
    return chain(n, 'const k0 = "ab"', lambda i, b: f'const k{i} = "~{{k{b}}}~{{k{b}}}"') + "\n" + pipeline(f"c(x: k{n - 1})")


@doubles
def constants_doubled_sums(n):
    return chain(n, "const k0 = 0", lambda i, b: f"const k{i} = k{b} + k{b}") + "\n" + pipeline(f'c(x: "~{{k{n - 1}}}")')


@doubles
def constants_doubled_conditions(n):
    return chain(n, "const k0 = true", lambda i, b: f"const k{i} = k{b} && k{b}") + "\n" + pipeline(f'c(x: k{n - 1} ? "a" : "b")')


@shape
def constants_cycle(n):
    return each(n, lambda i: f"const k{i} = k{(i + 1) % n}") + "\n" + pipeline("c(x: k0)")


@shape
def constants_misspelt(n):
    return each(n, lambda i: f"const some{i} = soem{i}") + "\n" + pipeline("c()")


@shape
def lists(n):
    return given("[" + each(n, lambda i: f"{i}", ", ") + "]", of="list[int]")


@shape
def lists_of_records(n):
    return given("[" + each(n, lambda i: f"{{ a: {i} }}", ", ") + "]", "type R = { a: int, b: int = 1 }", "list[R]")


@nests
def lists_nested(n):
    return given(nesting(n, "[", "]"), of="list")


@shape
def records_(n):
    return given("{ " + each(n, lambda i: f"a{i}: {i}", ", ") + " }")


@nests
def records_nested(n):
    return given(nesting(n, "{ a: ", " }", "1"))


@shape
def records_same_keys(n):
    return given("{ " + each(n, lambda i: f"a: {i}", ", ") + " }")


@shape
def records_spread(n):
    return given("{ " + each(n, lambda i: "...k", ", ") + " }", "const k = { a: 1 }")


@shape
def lists_spread(n):
    return given("[" + each(n, lambda i: "...k", ", ") + "]", "const k = [1]", "list")


@nests
def parentheses(n):
    return given(nesting(n, "(", ")", "1"), of="int")


@nests
def sums(n):
    return given(each(n, lambda i: "1", " + "), of="int")


@nests
def negations(n):
    return given("-" * n + "1", of="int")


@nests
def nots(n):
    return given("!" * n + "true", of="bool")


@nests
def conjunctions(n):
    return pipeline("if " + each(n, lambda i: f'a != "{i}"', " && ") + " { c() }", 'a: string = "a"')


@nests
def disjunctions(n):
    return pipeline("if " + each(n, lambda i: f'a == "{i}"', " || ") + " { c() }", 'a: string = "a"')


@nests
def disjunctions_negated(n):
    return pipeline("if !(" + each(n, lambda i: f'(a == "{i}" && b == "{i}")', " || ") + ") { c() }", 'a: string = "a", b: string = "b"')


@shape
def comparisons_chained(n):
    return pipeline("if " + each(n, lambda i: "n", " < ") + " { c() }", "n: int = 1")


@shape
def memberships(n):
    return pipeline("if a in [" + each(n, lambda i: f'"{i}"', ", ") + "] { c() }", 'a: string = "a"')


@nests
def conditionals(n):
    return given(each(n, lambda i: "false ? 1", " : ") + " : 2", of="int")


@nests
def conditionals_nested(n):
    return given(nesting(n, "(true ? ", " : 2)", "1"), of="int")


@nests
def members(n):
    return given("k" + ".a" * n, "const k = " + nesting(n, "{ a: ", " }", "1"), "int")


@nests
def members_unknown(n):
    return given("k" + ".a" * n, "const k = 1", "int")


@nests
def indexes(n):
    return given("k" + "[0]" * n, "const k = [1]", "int")


@nests
def calls_nested(n):
    return given(nesting(n, "concat(", ")", '"a"'), of="string")


@shape
def concat_arguments(n):
    return given("concat(" + each(n, lambda i: '"a"', ", ") + ")", of="string")


@shape
def interpolations(n):
    return given('"' + "~{k} " * n + '"', 'const k = "a"', "string")


@shape
def interpolations_of_input(n):
    return pipeline('c(x: "' + "~{a} " * n + '")', 'a: string = "a"')


@nests
def interpolations_nested(n):
    return given(nesting(n, '"~{', '}"', '"a"'), of="string")


@shape
def strings_long(n):
    return given('"' + "a" * n + '"', of="string")


@shape
def strings_escapes(n):
    return given('"' + "\\n" * n + '"', of="string")


@shape
def strings_dollars(n):
    return given('"' + "{{$(a)" * n + '"', of="string")


@shape
def names_long(n):
    return f"const {'a' * n} = 1\n" + pipeline("c()")


@shape
def numbers_long(n):
    return given("1" * n, of="int")


@shape
def units_long(n):
    return given("1h" * n, of="string")


@shape
def ranges(n):
    return STEP.replace("x: string", "@length(1, 63) " * n + "x: string") + pipeline("c()", head="")


@shape
def pattern_long(n):
    return STEP.replace("x: string", f'@pattern("{"a?" * n}") x: string') + pipeline("c()", head="")


@shape
def deprecated_uses(n):
    return '@deprecated("no")\n' + pipeline(each(n, lambda i: "c()"))
