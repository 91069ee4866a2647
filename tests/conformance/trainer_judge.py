#!/usr/bin/env python3
"""trainer_judge.py MLPC | --self-check | --data MLPC: manifests as a cluster with Kubeflow Trainer accepts them, and Kubernetes' own kinds.

The judge is `trainer_check/`, which runs the API server's validation of custom resources and the admission webhook of Trainer
on the definitions and runtimes of the release in its go.mod.
"""
import copy
import os
import tempfile

import yaml

import judging
from judging import DATA

GOLDEN = os.path.join(DATA, "seed", "trainjob-mlflow-finetune.yaml")
PROGRAM = os.path.join(judging.TRAINER, "trainer_check")
CRDS = os.path.join(judging.TRAINER, "crds")
RUNTIMES = os.path.join(judging.TRAINER, "runtimes")

RIGHT = {
    "apiVersion": "trainer.kubeflow.org/v1alpha1",
    "kind": "TrainJob",
    "metadata": {"name": "tune", "labels": {"team": "a"}},
    "spec": {
        "runtimeRef": {"name": "torch-distributed"},
        "trainer": {
            "image": "ghcr.io/example/train:1.4",
            "numNodes": 2,
            "numProcPerNode": 4,
            "resourcesPerNode": {"requests": {"cpu": "500m", "memory": "2Gi"}, "limits": {"nvidia.com/gpu": 1}},
            "env": [{"name": "A", "value": "1"}, {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
        },
        "suspend": False,
    },
}
# What the definition or the API server rejects: how the valid manifest is spoiled.
REFUSED = {
    "an unknown field": lambda job: job["spec"].update(nodes=1),
    "an unknown field deep down": lambda job: job["spec"]["trainer"].update(imagePullPolicy="Always"),
    "an unknown field of the metadata": lambda job: job["metadata"].update(label={"a": "b"}),
    "a number that is text": lambda job: job["spec"]["trainer"].update(numNodes="2"),
    "no runtime": lambda job: job["spec"].pop("runtimeRef"),
    "a name with capitals": lambda job: job["metadata"].update(name="Tune"),
    "a name that begins with a digit": lambda job: job["metadata"].update(name="1tune"),
    "a label that is none": lambda job: job["metadata"].update(labels={"team": "a b"}),
    "a process number that is text": lambda job: job["spec"]["trainer"].update(numProcPerNode="auto"),
    "an amount that is none": lambda job: job["spec"]["trainer"]["resourcesPerNode"]["requests"].update(memory="2GB"),
    "a variable twice": lambda job: job["spec"]["trainer"]["env"].append({"name": "A", "value": "2"}),
    "a secret without its key": lambda job: job["spec"]["trainer"]["env"][1]["valueFrom"]["secretKeyRef"].pop("key"),
    "an address without a scheme": lambda job: job["spec"].update(initializer={"dataset": {"storageUri": "example/data"}}),
    "a manager that is none": lambda job: job["spec"].update(managedBy="somebody"),
    "no time at all": lambda job: job["spec"].update(activeDeadlineSeconds=0),
    "two patches of one manager": lambda job: job["spec"].update(runtimePatches=[{"manager": "a.example/b"}] * 2),
    "another version": lambda job: job.update(apiVersion="trainer.kubeflow.org/v1"),
}
# What the definition accepts and the webhook rejects.
REFUSED_BY_WEBHOOK = {
    "a runtime that is not there": lambda job: job["spec"]["runtimeRef"].update(name="torch-distributted"),
    "a variable that belongs to the runtime": lambda job: job["spec"]["trainer"]["env"].append({"name": "PET_NNODES", "value": "2"}),
    "an initializer that the runtime lacks": lambda job: job["spec"].update(initializer={"dataset": {"storageUri": "hf://a/b"}}),
    "a manager without a domain": lambda job: job["spec"].update(runtimePatches=[{"manager": "team-a"}]),
    "a patch of variables that belong to the trainer": lambda job: job["spec"].update(runtimePatches=[{
        "manager": "a.example/b", "trainingRuntimeSpec": {"template": {"spec": {"replicatedJobs": [{
            "name": "node", "template": {"spec": {"template": {"spec": {"containers": [{
                "name": "node", "env": [{"name": "A", "value": "1"}]}]}}}}}]}}}}]),
}
# What only a later release than that of go.mod rejects.
LATER = {"bad03_numproc_zero.yaml": "bounds on processes (kubeflow/trainer#3809)"}


CLAIM = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": {"name": "data"},
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
}
# Mistakes in objects of Kubernetes' own kinds.
REFUSED_CLAIMS = {
    "an unknown field of a claim": lambda claim: claim["spec"].update(storage="1Gi"),
    "an amount of a claim that is none": lambda claim: claim["spec"]["resources"]["requests"].update(storage="1GB of it"),
    "a text in place of a list": lambda claim: claim["spec"].update(accessModes="ReadWriteOnce"),
}
OBJECTS = (".trainjob.yaml", "training-runtime.yaml", ".namespace.yml", ".config-map.yml", ".pvc.yml", ".object.yml")


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def accepted(*paths, webhook=True):
    words = ["-webhook", RUNTIMES] if webhook else []
    return judging.run([PROGRAM, *words, "-crds", CRDS, *paths])


def manifests_of_cases():
    """The documents of each golden case that has any: what one program emits is applied together."""
    folders = {}
    for path in judging.expected_documents(*OBJECTS):
        folders.setdefault(os.path.dirname(path), []).append(path)
    return folders


def compiled(verdict, mlpc):
    for source in ("samples/mlflow_training.mlp", "tests/conformance/sources/mlflow_module.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, ".trainjob.yaml")
        if verdict.check(len(paths) == 1, "one TrainJob comes from " + source, os.listdir(folder)):
            status, output = accepted(*paths)
            verdict.check(status == 0, "the cluster takes it", output)
        judging.discard(folder)
    for folder, paths in manifests_of_cases().items():
        # Runtimes that a case declares as `existing` are on the cluster.
        there = os.path.join(os.path.dirname(folder), "cluster.yaml")
        status, output = accepted(*([there] if os.path.exists(there) else []), *paths)
        verdict.check(status == 0, "the cluster takes what is in " + judging.of_case(folder), output)


def refusals(documents, webhook):
    """Why the cluster rejects each of the documents, by name; all in one run, since starting takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        for name, document in documents.items():
            with open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as file:
                yaml.safe_dump(document, file)
        _, output = accepted(*judging.named(folder, ".yaml"), webhook=webhook)
    return {name: [line for line in output.splitlines() if line.startswith(name + ".yaml, ")] for name in documents}


def spoiled(right, spoils):
    """A copy of the document for each way of spoiling it."""
    documents = {}
    for what, spoil in spoils.items():
        documents[what] = copy.deepcopy(right)
        spoil(documents[what])
    return documents


def self_check(verdict):
    wrong = {**spoiled(RIGHT, REFUSED), **spoiled(CLAIM, REFUSED_CLAIMS)}
    right = {"a job that is right": RIGHT, "a claim that is right": CLAIM}
    by_webhook = spoiled(RIGHT, REFUSED_BY_WEBHOOK)
    found = refusals({**right, **wrong, **by_webhook}, webhook=False)
    for what in [*right, *by_webhook]:
        verdict.check(not found[what], "the API server takes " + what, found[what])
    for what in wrong:
        verdict.check(found[what], "the API server refuses " + what)
    found = refusals({**right, **by_webhook}, webhook=True)
    for what in right:
        verdict.check(not found[what], "the webhook takes " + what, found[what])
    for what in by_webhook:
        verdict.check(found[what], "the webhook refuses " + what)


def data(verdict, mlpc):
    status, output = accepted(GOLDEN)
    verdict.check(status == 0, "the cluster takes the golden", output)
    paths = judging.named(os.path.join(DATA, "trainer", "bad"), ".yaml")
    found = refusals({os.path.basename(path)[:-5]: read(path) for path in paths if os.path.basename(path) not in LATER}, webhook=False)
    for name, why in found.items():
        # What only the admission webhook rejects says so in its name.
        taken = "passes_CRD" in name
        verdict.check(taken != bool(why), "%s is %s" % (name, "taken" if taken else "refused"), why)
    for source in ("samples/mlflow_training.mlp", "tests/conformance/sources/mlflow_module.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        for path in judging.named(folder, ".trainjob.yaml"):
            document = read(path)
            # A sample may say where the job runs; the golden leaves that to kubectl.
            document["metadata"].pop("namespace", None)
            verdict.check(document == read(GOLDEN), "%s has the golden's data" % os.path.basename(path),
                          "%s\nis not\n%s" % (document, read(GOLDEN)))
        judging.discard(folder)


if __name__ == "__main__":
    judging.main(compiled, self_check, data)
