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


@dsl.component
def better(
    first: Input[Model],
    second: Input[Model],
    first_loss: float,
    second_loss: float,
    model: Output[Model],
):
    import shutil

    shutil.copy(first.path if first_loss <= second_loss else second.path, model.path)


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
    best = better(
        first=slow.outputs["model"], second=fast.outputs["model"], first_loss=slow.outputs["loss"], second_loss=fast.outputs["loss"])
    return NamedTuple("Chosen", [("model", Model)])(best.outputs["model"])


@dsl.pipeline(description="Prepares, trains and publishes for one day, and prepares the days before for later.")
def nested_pipelines(day: str = "2026-01-31", before: List[str] = ["2026-01-29", "2026-01-30"]) -> str:
    with dsl.ParallelFor(before, parallelism=1) as earlier:
        prepare(day=earlier)
    today = prepare(day=day)
    chosen = choose(data=today.outputs["data"], high=0.2)
    published = publish(model=chosen.outputs["model"], name=f"churn-{today.outputs['day']}", rows=today.outputs["rows"])
    return published.output


compiler.Compiler().compile(nested_pipelines, sys.argv[1])
