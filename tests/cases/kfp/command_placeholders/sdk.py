from kfp import dsl, kubernetes
from kfp.dsl import *
from typing import *


@dsl.container_component
def tool(name: str, n: int, flag: bool, cfg: dict, d: Input[Dataset], more: Input[List[Dataset]], m: Output[Model],
         o: OutputPath(str), opt: Optional[str] = None):
    return dsl.ContainerSpec(
        image="registry.example.com/tool:1",
        command=["tool", name, n, flag, cfg, "--data", d.path, d.uri, "--more", more, f"n={n}/{name}"],
        args=[
            dsl.ConcatPlaceholder(["--name=", name, "/", dsl.IfPresentPlaceholder("opt", then=opt, else_="none")]),
            dsl.IfPresentPlaceholder("opt", then=["--opt", opt], else_=["--no-opt"]),
            dsl.IfPresentPlaceholder("opt", then=["--only", opt]),
            m.path, m.uri, o, "{{$}}",
        ])


@dsl.component
def sets(
    n: int,
) -> Dataset:
    return Dataset(uri=str(n))


@dsl.pipeline
def commands(d: Input[Dataset], text: str = "x"):
    with dsl.ParallelFor([1, 2]) as i:
        made = sets(n=i)
    tool(name=text, n=3, flag=True, cfg={"a": [1]}, d=d, more=dsl.Collected(made.output))
