#!/usr/bin/env python3
"""azureml_judge.py MLPC | --self-check | --data MLPC: Azure ML documents as azure-ai-ml loads them, and against schemas."""
import logging
import os
import shutil
import tempfile
import warnings

import yaml

import judging
from judging import DATA

# The suffix of a file name determines the kind of document, and that the schema and the loader.
KINDS = {
    "compute": ("kubernetesCompute", "load_compute"),
    "endpoint": ("kubernetesOnlineEndpoint", "load_online_endpoint"),
    "deployment": ("kubernetesOnlineDeployment", "load_online_deployment"),
    "model": ("model", "load_model"),
    "environment": ("environment", "load_environment"),
    "data": ("data", "load_data"),
    "job": ("commandJob", "load_job"),
    "pipeline-job": ("pipelineJob", "load_job"),
    "batch-endpoint": ("batchEndpoint", "load_batch_endpoint"),
    "instance-type": ("instanceType", None),  # a custom resource of the cluster, which the SDK does not know
}
SUFFIXES = tuple(".%s.yml" % kind for kind in KINDS)


def kind_of(path):
    return os.path.basename(path).rsplit(".", 2)[1]


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def make_files(document, folder):
    """Creates stand-ins for the user's files, since the loaders open what a document refers to."""
    def visit(value, key):
        if isinstance(value, dict):
            for name, item in value.items():
                visit(item, name)
        elif isinstance(value, list):
            for item in value:
                visit(item, key)
        elif isinstance(value, str) and ":" not in value and key in ("conda_file", "path", "code", "scoring_script"):
            target = os.path.join(folder, value)
            if os.path.exists(target):
                return
            if key == "conda_file":
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "w", encoding="utf-8") as file:
                    file.write("name: model-env\ndependencies: [python=3.12]\n")
            elif key in ("path", "code"):
                os.makedirs(target, exist_ok=True)
    visit(document, None)
    code = document.get("code_configuration") or {}
    if code.get("code") and code.get("scoring_script"):
        with open(os.path.join(folder, code["code"], code["scoring_script"]), "a", encoding="utf-8"):
            pass


def schema_of(path):
    return os.path.join(DATA, "azureml", "schema", KINDS[kind_of(path)][0] + ".schema.json")


def against_schema(path):
    return judging.node("schemacheck.mjs", schema_of(path), path)


def load(path):
    """What the SDK's loader reads from the document; throws if the loader rejects it."""
    import azure.ai.ml
    loader = KINDS[kind_of(path)][1]
    if loader is None:
        return None
    make_files(read(path), os.path.dirname(path))
    return getattr(azure.ai.ml, loader)(path)


def kept(entity, document):
    """The fields that every entity has, to check that the loader did not just drop them."""
    return all(getattr(entity, name, value) == value
               for name, value in document.items() if name in ("name", "description", "endpoint_name", "instance_type"))


def refusal(path):
    """Why azure-ai-ml rejects the document, or nothing."""
    try:
        entity = load(path)
    except Exception as error:  # whatever the loader throws is its verdict
        return str(error) or type(error).__name__
    return "" if entity is None or kept(entity, read(path)) else "a field came out differently"


def judge(verdict, path, what=None):
    why = refusal(path)
    verdict.check(not why, "azure-ai-ml loads " + (what or os.path.basename(path)), why)


def judge_schema(verdict, path, what=None):
    if os.path.exists(schema_of(path)):
        status, output = against_schema(path)
        verdict.check(status == 0, (what or os.path.basename(path)) + " is valid by its schema", output)


def quiet():
    """The SDK warns about experimental classes, which does not count as a finding."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def emitted(verdict, mlpc):
    """The documents of the samples and golden cases, each in a folder where stand-ins for files can be created."""
    for source in ("samples/attach_cluster.mlp", "samples/azure_mlops.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, *SUFFIXES)
        verdict.check(bool(paths), "Azure ML documents come from " + source, os.listdir(folder))
        for path in paths:
            yield path, os.path.basename(path)
        judging.discard(folder)
    for path in judging.expected_documents(*SUFFIXES):
        with tempfile.TemporaryDirectory() as folder:
            yield shutil.copy(path, folder), judging.of_case(path)


def compiled(verdict, mlpc):
    quiet()
    for path, what in emitted(verdict, mlpc):
        judge(verdict, path, what)


# Valid documents, by the suffixes of their files.
RIGHT = {
    "compute": {"name": "aks", "type": "kubernetes", "resource_id": "/subscriptions/s/resourceGroups/g/providers/p/c/aks", "namespace": "ml"},
    "endpoint": {"name": "prices", "compute": "azureml:aks", "auth_mode": "key"},
    "deployment": {"name": "blue", "type": "kubernetes", "endpoint_name": "prices", "model": "azureml:prices:3", "instance_type": "small",
                   "instance_count": 1},
    "model": {"name": "prices", "path": "./model", "type": "custom_model"},
    "environment": {"name": "serving", "image": "ghcr.io/example/serve:1.4"},
    "data": {"name": "sales", "type": "uri_folder", "path": "azureml://datastores/lake/paths/sales/"},
    "job": {"type": "command", "command": "echo hello", "environment": "azureml:serving:1", "compute": "azureml:aks"},
    "batch-endpoint": {"name": "score"},
}


def self_check(verdict):
    quiet()
    with tempfile.TemporaryDirectory() as folder:
        for kind, document in RIGHT.items():
            for name, content in (("right", document), ("wrong", {**document, "no_such_field": 1})):
                path = os.path.join(folder, "%s.%s.yml" % (name, kind))
                with open(path, "w", encoding="utf-8") as file:
                    yaml.safe_dump(content, file)
            judge(verdict, os.path.join(folder, "right.%s.yml" % kind))
            verdict.check("no_such_field" in refusal(path), "azure-ai-ml refuses an unknown field of %s" % kind)


def data(verdict, mlpc):
    quiet()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("compute", "endpoint", "deployment"):
            path = os.path.join(folder, "right.%s.yml" % kind)
            document = read(os.path.join(DATA, "fixed", kind + ".yml"))
            with open(path, "w", encoding="utf-8") as file:
                yaml.safe_dump(document, file)
            judge(verdict, path)
            judge_schema(verdict, path)
            path = os.path.join(folder, "wrong.%s.yml" % kind)
            with open(path, "w", encoding="utf-8") as file:
                yaml.safe_dump({**document, "no_such_field": 1}, file)
            verdict.check(against_schema(path)[0] == 1, "the schema of %s refuses an unknown field" % kind)
        path = os.path.join(folder, "right.instance-type.yml")
        shutil.copy(os.path.join(DATA, "fixed", "instance-types.yaml"), path)
        judge_schema(verdict, path)
        # As in the seed: an object with a namespace and tolerations, which the cluster's definition does not know.
        shutil.copy(os.path.join(DATA, "seed", "small-instance-type.yaml"), path)
        verdict.check(against_schema(path)[0] == 1, "the schema of instance types refuses the seed's")
    for path, what in emitted(verdict, mlpc):
        judge_schema(verdict, path, what)


if __name__ == "__main__":
    judging.main(compiled, self_check, data)
