#!/usr/bin/env python3
"""kfp_cases.py: compares the golden cases of KFP that have an sdk.py with what the KFP SDK compiles it to.

An sdk.py contains the same pipelines in Python; each is compared with the expected document of its name.
"""
import importlib.util
import pathlib
import sys
import tempfile
import warnings

import judging

sys.path.insert(0, str(pathlib.Path(judging.HERE) / "kfp_random"))
import compare  # noqa: E402

CASES = pathlib.Path(judging.ROOT) / "tests" / "cases" / "kfp"


def pipelines(source):
    """The pipelines of a Python file, by name."""
    from kfp.dsl import graph_component
    spec = importlib.util.spec_from_file_location("case_" + source.parent.name, source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = [value for value in vars(module).values() if isinstance(value, graph_component.GraphComponent)]
    return {pipeline.name: pipeline for pipeline in found}


def judge(verdict, source, folder):
    from kfp import compiler
    case = source.parent.name
    made = pipelines(source)
    verdict.check(made, case + ": sdk.py holds pipelines")
    for name, pipeline in made.items():
        theirs = folder / (case + "." + name + ".yaml")
        ours = source.parent / "expected" / (name + ".pipeline.yaml")
        if not verdict.check(ours.exists(), "%s: there is %s" % (case, ours.name)):
            continue
        compiler.Compiler().compile(pipeline, str(theirs))
        found = compare.compare(ours, theirs)
        verdict.check(not found, "%s: %s equals the SDK's" % (case, ours.name), "\n".join(found[:8]))


def main():
    warnings.filterwarnings("ignore")
    verdict = judging.Verdict()
    with tempfile.TemporaryDirectory(prefix="mlpc-cases-") as folder:
        for source in sorted(CASES.glob("*/sdk.py")):
            judge(verdict, source, pathlib.Path(folder))
    return verdict.status()


if __name__ == "__main__":
    sys.exit(main())
