#!/usr/bin/env python3
"""kfp_judge.py MLPC | --self-check | --data MLPC: pipeline.yaml as the KFP SDK reads it and as it would have written it."""
import os
import tempfile

import judging
import same_pipeline
from judging import DATA, HERE

GOLDEN = os.path.join(DATA, "seed", "kfp-pipeline.yaml")
# What the pinned SDK does not know yet.
LATER = {"kfp/run_limits: run-limits.pipeline.yaml": "activeDeadlineSeconds"}
SMALL = """\
pipelineInfo: {name: small}
schemaVersion: 2.1.0
sdkVersion: kfp-2.15.2
root: {dag: {tasks: {say: {taskInfo: {name: say}, componentRef: {name: comp-say}}}}}
components: {comp-say: {executorLabel: exec-say}}
deploymentSpec: {executors: {exec-say: {container: {image: busybox, command: [echo, hello]}}}}
"""


def refusal(path):
    """Why the SDK rejects the document, including its platform part, as a component; or nothing."""
    from kfp import components
    try:
        spec = components.load_component_from_file(path).pipeline_spec
    except Exception as error:  # whatever the SDK throws is its verdict
        return "%s: %s" % (type(error).__name__, error)
    return "" if spec.pipeline_info.name and spec.root.dag.tasks else "it has no name or no tasks"


def loads(verdict, path):
    why = refusal(path)
    verdict.check(not why, "the KFP SDK loads " + os.path.basename(path), why)


def equals(verdict, path, golden, source=True):
    found = same_pipeline.compare(path, golden, source=source)
    verdict.check(not found, "%s equals %s%s" % (os.path.basename(path), os.path.basename(golden), "" if source else " but for source"),
                  "\n".join(found[:50]))


def compiled(verdict, mlpc):
    sources = ["tests/conformance/sources/mlflow_module.mlp"]
    sources += ["samples/" + name for name in sorted(os.listdir(os.path.join(judging.ROOT, "samples"))) if name.endswith(".mlp")]
    for source in sources:
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is not None:
            for path in judging.named(folder, ".pipeline.yaml"):
                loads(verdict, path)
            judging.discard(folder)
    for path in judging.expected_documents(".pipeline.yaml"):
        case, why = judging.of_case(path), refusal(path)
        if case in LATER:
            verdict.check(LATER[case] in why, "the KFP SDK knows no %s yet" % LATER[case], "it does now; take it off the list")
        else:
            verdict.check(not why, "the KFP SDK loads " + case, why)


def self_check(verdict):
    with tempfile.TemporaryDirectory(prefix="mlpc-kfp-") as folder:
        def written(name, text):
            path = os.path.join(folder, name + ".yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return path
        loads(verdict, written("right", SMALL))
        for name, (old, new) in {
            "unknown_field": ("root: {dag", "root: {no_such_field: 1, dag"),
            "wrong_type": ("name: small", "name: [small]"),
            "no_tasks": ("tasks: {say: {taskInfo: {name: say}, componentRef: {name: comp-say}}}", "tasks: {}"),
            "no_name": ("pipelineInfo: {name: small}", "pipelineInfo: {}"),
        }.items():
            assert old in SMALL
            verdict.check(refusal(written(name, SMALL.replace(old, new))), "the KFP SDK refuses a document with " + name)


def data(verdict, mlpc):
    loads(verdict, GOLDEN)
    equals(verdict, GOLDEN, GOLDEN)
    other = os.path.join(DATA, "kfp", "goldens", "valid", "two_step_pipeline.yaml")
    loads(verdict, other)
    verdict.check(same_pipeline.compare(GOLDEN, other), "two different pipelines are not equal")
    # A function body is laid out by the compiler, so its Python differs from the golden's; a module is copied
    # unchanged.
    for source, with_source in (("samples/mlflow_training.mlp", False),
                                (os.path.relpath(os.path.join(HERE, "sources", "mlflow_module.mlp"), judging.ROOT), True)):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, ".pipeline.yaml")
        verdict.check(len(paths) == 1, "one pipeline comes from " + source, os.listdir(folder))
        for path in paths:
            equals(verdict, path, GOLDEN, with_source)
        judging.discard(folder)


if __name__ == "__main__":
    judging.main(compiled, self_check, data)
