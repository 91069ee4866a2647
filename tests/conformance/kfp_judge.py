#!/usr/bin/env python3
"""kfp_judge.py MLPC | --self-check: pipeline.yaml as the KFP SDK reads it and as it would have written it."""
import os
import sys

import judging
from judging import DATA, ORACLES

GOLDEN = os.path.join(DATA, "seed", "kfp-pipeline.yaml")


def loads(verdict, path):
    """The SDK takes the document for a component, with its platform part."""
    from kfp import components
    name = os.path.basename(path)
    try:
        component = components.load_component_from_file(path)
        spec = component.pipeline_spec
        verdict.check(bool(spec.pipeline_info.name and spec.root.dag.tasks), "the KFP SDK loads " + name,
                      "it has no name or no tasks")
    except Exception as error:  # whatever the SDK throws is its verdict
        verdict.check(False, "the KFP SDK loads " + name, "%s: %s" % (type(error).__name__, error))


def same(path, golden, *options):
    return judging.run([sys.executable, os.path.join(ORACLES, "same.py"), path, golden, *options])


def equals(verdict, path, golden, *options):
    status, output = same(path, golden, *options)
    verdict.check(status == 0, " ".join([os.path.basename(path), "equals", os.path.basename(golden), *options]), output)


def compiled(verdict, mlpc):
    # The body form is laid out by the compiler, so its Python differs from the golden's; a module is copied as it is.
    for source, options in (("samples/mlflow_training.mlp", ["--ignore-source"]),
                            ("tests/conformance/sources/mlflow_module.mlp", [])):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, ".pipeline.yaml")
        verdict.check(len(paths) == 1, "one pipeline comes from " + source, os.listdir(folder))
        for path in paths:
            loads(verdict, path)
            if judging.have_shared(verdict) and judging.have_oracles(verdict):
                equals(verdict, path, GOLDEN, *options)
        judging.discard(folder)
    for sample in sorted(os.listdir(os.path.join(judging.ROOT, "samples"))):
        source = os.path.join("samples", sample)
        if not source.endswith(".mlp") or source == "samples/mlflow_training.mlp":
            continue
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is not None:
            for path in judging.named(folder, ".pipeline.yaml"):
                loads(verdict, path)
            judging.discard(folder)


def self_check(verdict):
    if not judging.have_shared(verdict) or not judging.have_oracles(verdict):
        return
    loads(verdict, GOLDEN)
    equals(verdict, GOLDEN, GOLDEN)
    other = os.path.join(DATA, "kfp", "goldens", "valid", "two_step_pipeline.yaml")
    loads(verdict, other)
    status, _ = same(GOLDEN, other)
    verdict.check(status == 1, "two different pipelines are not equal")


if __name__ == "__main__":
    judging.main(compiled, self_check)
