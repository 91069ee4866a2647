#!/usr/bin/env python3
"""trainer_judge.py MLPC | --self-check: TrainJob manifests as data, and as the API server takes them (structure, list keys, CEL)."""
import os

import yaml

import judging
from judging import DATA

GOLDEN = os.path.join(DATA, "seed", "trainjob-mlflow-finetune.yaml")
CRD = os.path.join(DATA, "trainer", "crds", "trainer.kubeflow.org_trainjobs.yaml")


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def accepted(path):
    return judging.oracle("crdcheck.mjs", CRD, path)


def compiled(verdict, mlpc):
    for source in ("samples/mlflow_training.mlp", "tests/conformance/sources/mlflow_module.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, ".trainjob.yaml")
        verdict.check(len(paths) == 1, "one TrainJob comes from " + source, os.listdir(folder))
        for path in paths:
            document = read(path)
            if judging.have_shared(verdict):
                # A sample may say where the job runs; the golden leaves that to kubectl.
                document["metadata"].pop("namespace", None)
                verdict.check(document == read(GOLDEN), "%s has the golden's data" % os.path.basename(path),
                              "%s\nis not\n%s" % (document, read(GOLDEN)))
                if judging.have_oracles(verdict):
                    status, output = accepted(path)
                    verdict.check(status == 0, "the CRD accepts " + os.path.basename(path), output)
        judging.discard(folder)


def self_check(verdict):
    if not judging.have_shared(verdict) or not judging.have_oracles(verdict):
        return
    status, output = accepted(GOLDEN)
    verdict.check(status == 0, "the CRD accepts the golden", output)
    folder = os.path.join(DATA, "trainer", "bad")
    for path in judging.named(folder, ".yaml"):
        status, output = accepted(path)
        # What only the admission webhook refuses says so in its name.
        expected = 0 if "passes_CRD" in path else 1
        verdict.check(status == expected, "%s is %s" % (os.path.basename(path), ["accepted", "refused"][expected]), output)


if __name__ == "__main__":
    judging.main(compiled, self_check)
