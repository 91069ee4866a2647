"""import_flow.py FOLDER: pipelines for `kfp_import_judge.py`: branches, loops, handlers, pipelines in pipelines, types."""
import os
import sys
import warnings
from typing import Dict, List, NamedTuple

from kfp import compiler, dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output, PipelineTaskFinalStatus

ALL = []
warnings.simplefilter("ignore")


def pipeline(**options):
    def made(function):
        ALL.append(dsl.pipeline(**options)(function))
        return ALL[-1]
    return made


@dsl.component
def flip(seed: int = 1) -> str:
    import random
    return random.choice(["heads", "tails"])


@dsl.component
def show(msg: str) -> str:
    print(msg)
    return msg


@dsl.component
def show_int(n: int):
    print(n)


@dsl.component
def add(a: float, b: float = 2.5) -> float:
    return a + b


@dsl.component
def make_list() -> List[str]:
    return ["a", "b"]


@dsl.component
def make_dicts() -> List[Dict[str, int]]:
    return [{"a": 1}]


@dsl.component
def make_bare() -> list:
    return [{"a": "x"}]


@dsl.component
def use_list(items: list) -> int:
    return len(items)


@dsl.component
def use_dict(d: dict):
    print(d)


@dsl.component
def two(a: str) -> NamedTuple("Outputs", [("x", str), ("y", int)]):
    from collections import namedtuple
    return namedtuple("Outputs", ["x", "y"])(a, 1)


@dsl.component
def make_model(m: Output[Model], d: Output[Dataset], metrics: Output[Metrics]):
    m.metadata["x"] = 1


@dsl.component
def use_model(m: Input[Model]) -> str:
    return m.uri


@dsl.component
def gather(models: Input[List[Model]], numbers: List[int]) -> str:
    return str(len(models))


@pipeline(name="elif-chain", description='Several lines\nand "quotes".')
def elif_chain(a: str = "x", n: int = 3, f: float = 1.5, b: bool = True):
    t = flip()
    with dsl.If(t.output == "heads", name="heads-branch"):
        show(msg="1")
    with dsl.Elif(n > 3):
        show(msg="2")
        with dsl.If(f <= 1.5):
            show_int(n=n)
    with dsl.Elif(b == True):  # noqa: E712, it is not a comparison
        show(msg=a)
    with dsl.Else():
        show(msg="4")
    with dsl.If(a != "it"):
        show(msg=f"a is {a} and n is {n}")


@pipeline(name="one-of")
def one_of(a: str = "x") -> str:
    t = flip(seed=2)
    with dsl.If(t.output == "heads"):
        x = show(msg="1")
    with dsl.Elif(t.output == "tails"):
        y = show(msg="2")
    with dsl.Else():
        z = show(msg="3")
    chosen = dsl.OneOf(x.output, y.output, z.output)
    show(msg=chosen)
    return chosen


@pipeline(name="loops")
def loops(xs: List[str] = ["a"], ds: List[Dict[str, str]] = [{"k": "v"}], n: List[int] = [1]):
    with dsl.ParallelFor(xs, parallelism=3) as x:
        show(msg=x)
        with dsl.ParallelFor([1, 2]) as y:
            show_int(n=y)
            show(msg=x)
    with dsl.ParallelFor(ds) as d:
        show(msg=d.k)
        use_dict(d=d)
    with dsl.ParallelFor([{"a": "x", "b": 2}, {"a": "y", "b": 3}]) as e:
        show(msg=e.a)
        show(msg=e.b)
    with dsl.ParallelFor(make_list().output) as z:
        t = show(msg=z)
    use_list(items=dsl.Collected(t.output))
    with dsl.ParallelFor(make_dicts().output, name="named loop") as q:
        show_int(n=q.a)
    with dsl.ParallelFor(make_bare().output) as bare:
        show(msg=bare.a)
    with dsl.ParallelFor(n) as i:
        with dsl.If(i > 2):
            show_int(n=i)
    with dsl.ParallelFor([1.5, 2.0]) as fl:
        add(a=fl)
    with dsl.ParallelFor(["é", 'ü"', "it's"]) as s:
        show(msg=s)


@dsl.component
def notify(a: str, status: PipelineTaskFinalStatus):
    print(status)


@pipeline(name="handlers")
def handlers(a: str = "x"):
    with dsl.ExitHandler(notify(a=a), name="my-exit"):
        t = flip()
        with dsl.If(t.output == "heads"):
            show(msg="x")
    with dsl.ExitHandler(show(msg="done")):
        show(msg="y")


@dsl.pipeline(name="inner")
def inner(x: str, k: int = 3, m: Input[Model] = None) -> NamedTuple("O", [("o", str), ("mm", Model)]):
    made = make_model()
    t = show(msg=x)
    show_int(n=k)
    outputs = NamedTuple("O", [("o", str), ("mm", Model)])
    return outputs(o=t.output, mm=made.outputs["m"])


@pipeline(name="outer")
def outer(a: str = "q"):
    first = inner(x=a)
    second = inner(x="lit", k=4, m=first.outputs["mm"])
    show(msg=first.outputs["o"])
    use_model(m=second.outputs["mm"])
    with dsl.If(a == "q"):
        third = inner(x=second.outputs["o"])
        third.set_caching_options(False)


@pipeline(name="collect")
def collect(xs: List[str] = ["a"]) -> List[str]:
    with dsl.ParallelFor(xs) as x:
        made = make_model()
        s = show(msg=x)
        pair = two(a=x)
        with dsl.If(x == "a"):
            some = show(msg="in if")
    gather(models=dsl.Collected(made.outputs["m"]), numbers=dsl.Collected(pair.outputs["y"]))
    with dsl.ParallelFor(xs):
        with dsl.ParallelFor(xs) as b:
            q = show(msg=b)
    use_list(items=dsl.Collected(q.output))
    use_list(items=dsl.Collected(some.output))
    return dsl.Collected(s.output)


@pipeline(name="maybe")
def maybe(n: int = 3) -> List[str]:
    with dsl.If(n > 2):
        t = show(msg="perhaps")
    return dsl.Collected(t.output)


@pipeline(name="constants")
def constants():
    use_dict(d={"a": 1, "b": [1.5, True, "x"], "c d": {"e-f": {}}, "g": []})
    use_list(items=[])
    use_list(items=[1, "a", {"b": 2}])
    show(msg="")
    show(msg="several\nlines\nof text\n")
    show(msg='~{x} ${y} {{z}} \\ "q" \t tab')
    show(msg="{{$.pipeline_job_uuid}}")
    show(msg=dsl.PIPELINE_JOB_NAME_PLACEHOLDER + "-x")
    show(msg="    indented\n  text")
    show_int(n=-5)
    add(a=1e10, b=-0.25)
    add(a=1e300)
    show(msg="é漢字🎉")


@pipeline(name="Mixed_Case Name")
def mixed_case(snake_case: str, camelCase: int, UPPER: float = 1.0, if_: str = "x", type: str = "t", text: str = "a",
               list: List[str] = [], for_: bool = False):
    show(msg=type)
    show(msg=text)
    show(msg=if_)
    show_int(n=camelCase)


@pipeline(name="conditions")
def conditions(n: int, f: float, s: str, b: bool):
    t = add(a=f)
    with dsl.If(n == 1):
        show(msg="1")
    with dsl.If(f > 1):
        show(msg="2")
    with dsl.If(n < f):
        show(msg="3")
    with dsl.If(b == False):  # noqa: E712
        show(msg="4")
    with dsl.If(s == ""):
        show(msg="5")
    with dsl.If(t.output >= 2.5):
        show(msg="6")
    with dsl.If("x" == s):
        show(msg="7")
    with dsl.If(3 < n):
        show(msg="8")
    with dsl.If(n != t.output):
        show(msg="9")
    with dsl.If(s > "a"):
        show(msg="10")
    with dsl.Condition(s == "a", "a name"):
        show(msg="11")


if __name__ == "__main__":
    for each in ALL:
        compiler.Compiler().compile(each, os.path.join(sys.argv[1], "flow-%s.yaml" % each.name))
