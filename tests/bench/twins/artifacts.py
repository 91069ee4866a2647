"""The pipeline of samples/artifacts.mlp in Python with the KFP SDK.   usage: artifacts.py OUT.yaml"""
# differs: schemaTitle: the SDK knows artifact types of `system` and `google` only
# differs: exec-split.container.command\[6\]@75: the SDK imports the type from this file, the compiler writes its class
import sys
from typing import *

from kfp import compiler, dsl
from kfp.dsl import *


class Table(Artifact):
    schema_title = 'google.Table'
    schema_version = '1.2.0'


Outputs = NamedTuple('Outputs', [('rows', int)])


@dsl.component(packages_to_install=["pandas==2.2.3", "pyarrow==17.0.0"])
def split(
    table: Input[Table],
    train: Output[Dataset],
    test: Output[Dataset],
    share: float = 0.8,
) -> Outputs:
    """Splits a table; the outputs are handles to fill."""
    import pandas as pd

    frame = pd.read_parquet(table.path)
    cut = int(len(frame) * share)
    frame[:cut].to_csv(train.path, index=False)
    frame[cut:].to_csv(test.path, index=False)
    train.metadata["rows"] = cut
    return Outputs(rows=len(frame))


@dsl.component
def fit(
    data: Input[Dataset],
    depth: int,
    model: Output[Model],
    metrics: Output[Metrics],
):
    """One model of an ensemble."""
    with open(data.path) as source, open(model.path, "w") as out:
        out.write(f"{depth}:{len(source.readlines())}")
    model.metadata["depth"] = depth
    metrics.log_metric("depth", depth)


@dsl.container_component
def archive(model: Input[Model], package: Output[Artifact], note: str = "no note"):
    return dsl.ContainerSpec(
        image="busybox:1.36",
        command=["sh", "-c", "cp \"$0\" \"$1\"; echo \"$2\" >> \"$1\"", model.path, package.path, note])


@dsl.component
def vote(
    models: Input[List[Model]],
    test: Input[Dataset],
    report: Output[Markdown],
    confusion: Output[ClassificationMetrics],
):
    with open(report.path, "w") as out:
        out.write(f"# {len(models)} models on {test.uri}\n")
    confusion.log_confusion_matrix(["yes", "no"], [[8, 2], [1, 9]])


@dsl.pipeline
def artifacts(
    uri: str = "s3://lake/tables/churn", owner: str = "team-a"
) -> NamedTuple("Reports", [("report", Markdown), ("first", Dataset)]):
    """Trains an ensemble from a table that is in the store already.

    Args:
        uri: Where the table is.
    """
    table = dsl.importer(artifact_uri=uri, artifact_class=Table, metadata={"format": "parquet"})
    parts = split(table=table.output)
    with dsl.ParallelFor([2, 4, 8]) as depth:
        m = fit(data=parts.outputs["train"], depth=depth)
    deep = fit(data=parts.outputs["train"], depth=16).set_display_name("deep")
    archive(model=deep.outputs["model"], note=f"of {owner}")
    voted = vote(models=dsl.Collected(m.outputs["model"]), test=parts.outputs["test"])
    return NamedTuple("Reports", [("report", Markdown), ("first", Dataset)])(voted.outputs["report"], parts.outputs["train"])


compiler.Compiler().compile(artifacts, sys.argv[1])
