"""import_edges.py FOLDER: pipelines for `kfp_import_judge.py`: what the SDK accepts and a stricter language must find a form for."""
import os
import sys
import warnings
from typing import Dict, List, NamedTuple, Optional

from kfp import compiler, dsl, kubernetes
from kfp.dsl import Dataset, Input, Model, Output

ALL = []
warnings.simplefilter("ignore")


def pipeline(**options):
    def made(function):
        ALL.append(dsl.pipeline(**options)(function))
        return ALL[-1]
    return made


@dsl.component
def show(msg: str) -> str:
    return msg


@dsl.component
def number(n: int = 1) -> int:
    return n


@dsl.component
def make_data(d: Output[Dataset]):
    pass


@dsl.component
def use_data(d: Input[Dataset]) -> str:
    return d.uri


@dsl.component
def use_list(d: Input[List[Dataset]]) -> str:
    return str(len(d))


@dsl.component(task_config_passthroughs=[
    dsl.TaskConfigField.RESOURCES, dsl.TaskConfigPassthrough(field=dsl.TaskConfigField.ENV, apply_to_task=True)])
def alone(x: int, config: dsl.TaskConfig) -> str:
    return str(x)


@dsl.component(task_config_passthroughs=[
    dsl.TaskConfigPassthrough(field=dsl.TaskConfigField.RESOURCES, apply_to_task=True)])
def applied_only(x: str):
    pass


@dsl.container_component
def optional_words(a: Optional[str] = None, n: Optional[int] = None, m: Optional[dict] = None,
                   d: Optional[Input[Dataset]] = None):
    return dsl.ContainerSpec(image="alpine", command=["say", a, m], args=[
        f"--n={n}", dsl.IfPresentPlaceholder("a", then=["-a", a, n]), d.path,
        dsl.IfPresentPlaceholder("d", then=d.uri, else_="none")])


@dsl.component
def many_defaults(c: int = 9007199254740991, e: float = 1e-5, g: float = -0.0, h: float = 1e21,
                  d: Dict[str, List[int]] = {"é": [1], 'q"': []}):
    pass


@pipeline(name="text-of-one")
def text_of_one(a: str = "x", n: int = 2):
    show(msg=f"{a}")
    show(msg=a)
    show(msg=f"{n}")
    with dsl.ParallelFor(["p", "q"]) as item:
        show(msg=f"{item}")


@dsl.component
def train(x: str = "a") -> str:
    return x


@dsl.component
def train_2(x: str = "b") -> str:
    return x


@pipeline(name="numbered-names")
def numbered_names():
    a = train_2(x="1")
    b = train_2(x=a.output)
    c = train(x="1")
    train(x=c.output).after(b)


@dsl.pipeline(name="inner")
def inner(d: Input[Dataset] = None, n: Optional[int] = None, b: bool = False):
    use_data(d=d)
    number(n=n)


@pipeline(name="may-be-absent")
def may_be_absent(d: Optional[Input[Dataset]] = None, many: Input[List[Dataset]] = None, n: Optional[int] = None):
    use_data(d=d)
    use_list(d=many)
    inner(d=d, n=n)
    inner(b=True)


@pipeline(name="metadata-order")
def metadata_order(u: str = "gs://x", n: int = 3):
    dsl.importer("gs://y", Dataset, metadata={"n": n, "l": [u, f"x-{u}-{n}"], "deep": {"x": {"y": u}}})
    dsl.importer("gs://y", Dataset, metadata={"z": u, "a": {"c": n, "b": u}})


@pipeline(name="half-optional")
def half_optional(taint: dict = {}):
    for i in range(3):
        t = show(msg=str(i))
        kubernetes.use_secret_as_env(t, "shared", {"k%d" % i: "K"}, optional=(i == 1))
        kubernetes.use_config_map_as_volume(t, "maybe", "/c", optional=True)
        kubernetes.add_toleration(t, key="k", value="v")
    kubernetes.add_ephemeral_volume(t, "e", "/e", ["ReadWriteOnce"], "1Gi", storage_class_name="")
    kubernetes.add_toleration_json(show(msg="json"), taint)


@dsl.pipeline(name="inner")
def inner_text(x: str = "a") -> str:
    return show(msg=x).output


@dsl.pipeline(name="inner")
def inner_number(n: int = 1) -> int:
    return number(n=n).output


@dsl.pipeline(name="outer-level")
def outer_level(x: str) -> str:
    first = inner_text(x=x)
    second = show(msg=first.output)
    return inner_text(x=second.output).output


@dsl.component
def both_ways(a: str, n: int) -> NamedTuple("Outputs", a=str, n=int):
    return (a, n)


@pipeline(name="names-against-the-order")
def names_against_the_order(x: str = "q", many: list = [], one: dict = {}) -> NamedTuple("Outputs", a=str):
    a = show(msg="1")
    b = show(msg="2")
    a.after(b)
    show(msg="3").after(show(msg="4"))
    n = number(n=4)
    with dsl.If(n.output == 1):
        number(n=5)
    with dsl.Elif(number(n=6).output == 2):
        show(msg="6")
    with dsl.Else():
        show(msg="7")
    both = both_ways(a=x, n=n.output)
    kubernetes.use_secret_as_env(a, "store", {"user": "USER"})
    kubernetes.use_secret_as_env(a, "store", {"password": "PASSWORD"})
    kubernetes.add_toleration_json(b, many)
    kubernetes.add_toleration_json(b, one)
    Outputs = NamedTuple("Outputs", a=str)
    return Outputs(both.outputs["a"])


@pipeline(name="one-name-on-several-levels")
def one_name_on_several_levels(x: str = "q") -> str:
    outer = outer_level(x=x)
    middle = show(msg=outer.output)
    again = outer_level(x=middle.output)
    inner_text(x="direct")
    inner_number(n=3)
    number(n=4)
    return again.output


@pipeline(name="some-branches")
def some_branches(n: int = 1) -> str:
    with dsl.If(n == 1):
        a = show(msg="a")
    with dsl.Elif(n == 2):
        show(msg="b")
    with dsl.Else():
        c = show(msg="c")
    return dsl.OneOf(a.output, c.output)


if __name__ == "__main__":
    for each in ALL + [alone, applied_only, optional_words, many_defaults]:
        compiler.Compiler().compile(each, os.path.join(sys.argv[1], "edges-%s.yaml" % each.name))
