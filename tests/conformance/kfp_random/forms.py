"""Types, constants and names in both languages."""

# The possible types of a parameter: ours and Python's.
PARAMETERS = {
    "int": ("int", "int"),
    "float": ("float", "float"),
    "string": ("string", "str"),
    "bool": ("bool", "bool"),
    "list": ("list", "list"),
    "map": ("map", "dict"),
    "ints": ("list[int]", "List[int]"),
    "strings": ("list[string]", "List[str]"),
    "counts": ("map[int]", "Dict[str, int]"),
    "floats": ("list[float]", "List[float]"),
    "flags": ("list[bool]", "List[bool]"),
    "rows": ("list[{ a: int, b: int }]", "List[Dict[str, int]]"),
    "tree": ("list", "list"),  # read as `list[Tree]` where its fields are needed
}
RECORDS = ("rows", "tree")
# The type of what a loop yields, by the type of one item.
LISTS = {"int": "ints", "string": "strings", "float": "floats", "bool": "flags"}
PRIMITIVES = ("int", "float", "string", "bool")
# `list` and `map` accept anything more specific. The SDK does not compare element types; we do.
ACCEPTS = {"list": ("list", "ints", "strings", "floats", "flags", "rows", "tree"), "map": ("map", "counts")}

ARTIFACTS = ("Artifact", "Dataset", "Model", "Metrics", "ClassificationMetrics", "SlicedClassificationMetrics", "HTML",
             "Markdown")
# Declared in both files, so kfp.dsl has no classes for them: only for containers and importers.
DECLARED = {"VertexModel": ("google.VertexModel", "0.0.0"), "Table": ("google.BQTable", "1.2.3")}

WORDS = ("a", "it is", "x{y}", "0", "", "true", "é ü 漢", "tab\there", 'say "yes"', "back\\slash", "null", "#no", "1e3",
         " lead", "50%", "a: b", "- c", "~home", "$HOME", "semi;colon")


def is_list(kind):
    return kind.endswith("[]")


def is_artifact(kind):
    return kind not in PARAMETERS


def ours(kind):
    """A type in mlp."""
    if kind in PARAMETERS:
        return PARAMETERS[kind][0]
    return "list[%s]" % kind[:-2] if is_list(kind) else kind


def python(kind):
    """A type in Python, artifacts without `Input` and `Output`."""
    if kind in PARAMETERS:
        return PARAMETERS[kind][1]
    return "List[%s]" % kind[:-2] if is_list(kind) else kind


def literal(value):
    """A constant in mlp."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("~{", "\\~{")
        return '"%s"' % text
    if isinstance(value, list):
        return "[%s]" % ", ".join(literal(item) for item in value)
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (literal(key), literal(item)) for key, item in value.items())
    return repr(value)


def text_part(text):
    """Text between the placeholders of a string in mlp."""
    return literal(text)[1:-1]


def constant(r, kind):
    """A random constant of a type, as a Python value."""
    if kind == "int":
        return r.choice([0, 1, -1, r.randint(2, 99), 2**31, -12345678])
    if kind == "float":
        return r.choice([0.5, 2.0, -1.25, 0.0001, 1e-07, 123456.75, 3.0])
    if kind == "bool":
        return r.random() < 0.5
    if kind == "string":
        return r.choice(WORDS)
    if kind == "ints":
        return [r.randint(0, 9) for _ in range(r.randint(1, 3))]
    if kind == "floats":
        return [r.choice([0.5, -1.25, 2.0]) for _ in range(r.randint(1, 3))]
    if kind == "flags":
        return [r.random() < 0.5 for _ in range(r.randint(1, 3))]
    if kind == "tree":
        return [{"title": r.choice("pq"), "xs": [r.choice(["u", "v w"]) for _ in range(r.randint(1, 2))]} for _ in range(2)]
    if kind == "strings":
        return [r.choice(WORDS) for _ in range(r.randint(1, 3))]
    if kind == "counts":
        return {key: r.randint(0, 9) for key in r.sample(["a", "b", "some key", "x.y"], r.randint(1, 2))}
    if kind == "rows":
        return [{"a": r.randint(0, 9), "b": r.randint(0, 9)} for _ in range(r.randint(1, 3))]
    if kind == "list":
        return [r.choice([1, "x", 1.5, True, [1, 2], {"k": "v"}]) for _ in range(r.randint(1, 3))]
    return {key: r.choice([1, "x", [1, "y"], {"z": 0.5}, False]) for key in r.sample(["k", "l", "m n"], r.randint(1, 2))}
