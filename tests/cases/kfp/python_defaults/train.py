def train(
    minus: int = -1,
    plus: int = +3,
    hexadecimal: int = 0x1F,
    octal: int = 0o17,
    binary: int = 0b1_01,
    long: int = 1_000,
    bracketed: int = (5),
    inverted: int = ~5,
    rate: float = 1_000.5,
    small: float = -.5,
    exponent: float = 1e3,
    whole: float = 3,
    flag: bool = True,
    escaped: str = "a\tb\\\x41\u00e9\101\q",
    joined: str = 'a' "b",
    raw: str = r"a\b",
    lines: str = """x

y""",
    names: list = [1, -2, "x", None],
    pair: list = (1, 2),
    settings: dict = {"a": 1, "b": {"c": [True]}},
    computed: int = 2 * 3,
) -> str:
    return escaped
