from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.component
def coin(
    n: int,
) -> str:
    return "heads" if n % 2 else "tails"


@dsl.component
def model(
    n: int,
) -> Model:
    return Model(uri=str(n))


@dsl.component
def use(
    s: str,
    m: Input[Model],
):
    print(m, s)


@dsl.pipeline
def choices(n: int = 3, rate: float = 0.5, on: bool = True) -> str:
    c = coin(n=n)
    with dsl.If(c.output == "heads"):
        a = coin(n=1)
        m1 = model(n=1)
    with dsl.Elif(n > 10):
        b = coin(n=2)
        m2 = model(n=2)
    with dsl.Else():
        d = coin(n=3)
        m3 = model(n=3)
    text = dsl.OneOf(a.output, b.output, d.output)
    use(m=dsl.OneOf(m1.output, m2.output, m3.output), s=text)
    with dsl.If(on == True):  # noqa: E712
        with dsl.If(rate >= 0.25):
            coin(n=n)
        with dsl.Else():
            coin(n=4)
    return text
