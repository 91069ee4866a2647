"""The last pipeline of samples/nested_pipelines.mlp in Python with the KFP SDK.   usage: nested_pipelines.py OUT.yaml"""
import sys
from typing import *

from kfp import compiler, dsl
from kfp.dsl import *


@dsl.component
def fetch(
    day: str,
    raw: Output[Dataset],
):
    with open(raw.path, "w") as out:
        out.write(f"data of {day}\n")


Outputs = NamedTuple('Outputs', [('rows', int)])


@dsl.component
def clean(
    raw: Input[Dataset],
    data: Output[Dataset],
) -> Outputs:
    with open(raw.path) as source, open(data.path, "w") as out:
        lines = source.readlines()
        out.writelines(sorted(lines))
    return Outputs(rows=len(lines))


Outputs = NamedTuple('Outputs', [('loss', float)])


@dsl.component
def fit(
    data: Input[Dataset],
    rate: float,
    model: Output[Model],
) -> Outputs:
    with open(data.path) as source, open(model.path, "w") as out:
        out.write(source.read())
    return Outputs(loss=rate / 2)


@dsl.component
def publish(
    model: Input[Model],
    name: str,
    rows: int,
) -> str:
    return f"{name}@{model.uri} ({rows} rows)"


# A pipeline of the SDK cannot hand back one of its inputs; the compiler adds this task.
@dsl.component
def pass_on(
    value: str,
) -> str:
    """Gives what it was given, as an output of the pipeline."""
    return value


@dsl.pipeline
def prepare(day: str) -> NamedTuple("Prepared", [("data", Dataset), ("rows", int), ("day", str)]):
    fetched = fetch(day=day)
    cleaned = clean(raw=fetched.outputs["raw"])
    same = pass_on(value=day)
    return NamedTuple("Prepared", [("data", Dataset), ("rows", int), ("day", str)])(
        cleaned.outputs["data"], cleaned.outputs["rows"], same.output)


@dsl.pipeline
def choose(data: Input[Dataset], low: float = 0.01, high: float = 0.1) -> NamedTuple("Chosen", [("model", Model)]):
    slow = fit(data=data, rate=low)
    fast = fit(data=data, rate=high)
    with dsl.If(slow.outputs["loss"] <= fast.outputs["loss"]):
        first = fit(data=data, rate=low)
    with dsl.Else():
        second = fit(data=data, rate=high)
    better = dsl.OneOf(first.outputs["model"], second.outputs["model"])
    return NamedTuple("Chosen", [("model", Model)])(better)


@dsl.pipeline(description="Prepares, trains and publishes for one day, and prepares the days before for later.")
def nested_pipelines(day: str = "2026-01-31", before: List[str] = ["2026-01-29", "2026-01-30"]) -> str:
    with dsl.ParallelFor(before, parallelism=1) as earlier:
        prepare(day=earlier)
    today = prepare(day=day)
    chosen = choose(data=today.outputs["data"], high=0.2)
    published = publish(model=chosen.outputs["model"], name=f"churn-{today.outputs['day']}", rows=today.outputs["rows"])
    return published.output


compiler.Compiler().compile(nested_pipelines, sys.argv[1])
