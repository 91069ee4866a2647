#!/usr/bin/env python3
"""azureml_judge.py MLPC | --self-check: Azure ML documents against their schemas, and as azure-ai-ml loads them."""
import logging
import os
import shutil
import tempfile
import warnings

import yaml

import judging
from judging import DATA, HERE, ORACLES

# The suffix of a file name gives the kind of document, that the schema and the loader.
KINDS = {
    "compute": ("kubernetesCompute", "load_compute"),
    "endpoint": ("kubernetesOnlineEndpoint", "load_online_endpoint"),
    "deployment": ("kubernetesOnlineDeployment", "load_online_deployment"),
    "model": ("model", "load_model"),
    "environment": ("environment", "load_environment"),
    "instance-type": ("instanceType", None),  # a custom resource of the cluster; the SDK knows none
}


def kind_of(path):
    return os.path.basename(path).rsplit(".", 2)[1]


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def make_files(document, folder):
    """The loaders open what a document names; stand-ins for what the user would have there."""
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


def against_schema(path):
    schema = os.path.join(DATA, "azureml", "schema", KINDS[kind_of(path)][0] + ".schema.json")
    return judging.run([os.path.join(ORACLES, "node"), os.path.join(HERE, "schemacheck.mjs"), ORACLES, schema, path])


def load(path):
    """What the SDK's loader makes of the document; it throws if it does not take it."""
    import azure.ai.ml
    loader = KINDS[kind_of(path)][1]
    if loader is None:
        return None
    make_files(read(path), os.path.dirname(path))
    return getattr(azure.ai.ml, loader)(path)


def kept(entity, document):
    """The fields that every entity has, to see that the loader did not just drop them."""
    return all(getattr(entity, name, value) == value
               for name, value in document.items() if name in ("name", "description", "endpoint_name", "instance_type"))


def judge(verdict, path):
    name = os.path.basename(path)
    if judging.have_shared(verdict) and judging.have_oracles(verdict):
        status, output = against_schema(path)
        verdict.check(status == 0, name + " is valid by its schema", output)
    try:
        entity = load(path)
        verdict.check(entity is None or kept(entity, read(path)), "azure-ai-ml loads " + name,
                      "a field came out differently")
    except Exception as error:  # whatever the loader throws is its verdict
        verdict.check(False, "azure-ai-ml loads " + name, error)


def quiet():
    """The SDK warns about experimental classes, which is no finding."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


def compiled(verdict, mlpc):
    quiet()
    suffixes = tuple(".%s.yml" % kind for kind in KINDS)
    for source in ("samples/attach_cluster.mlp", "samples/azure_mlops.mlp"):
        folder = judging.compile_source(verdict, mlpc, source)
        if folder is None:
            continue
        paths = judging.named(folder, *suffixes)
        verdict.check(bool(paths), "Azure ML documents come from " + source, os.listdir(folder))
        for path in paths:
            judge(verdict, path)
        judging.discard(folder)


def self_check(verdict):
    quiet()
    if not judging.have_shared(verdict) or not judging.have_oracles(verdict):
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("compute", "endpoint", "deployment"):
            path = os.path.join(folder, "right.%s.yml" % kind)
            document = read(os.path.join(DATA, "fixed", kind + ".yml"))
            with open(path, "w", encoding="utf-8") as file:
                yaml.safe_dump(document, file)
            judge(verdict, path)
            path = os.path.join(folder, "wrong.%s.yml" % kind)
            with open(path, "w", encoding="utf-8") as file:
                yaml.safe_dump({**document, "no_such_field": 1}, file)
            verdict.check(against_schema(path)[0] == 1, "the schema of %s refuses an unknown field" % kind)
            try:
                load(path)
                verdict.check(False, "azure-ai-ml refuses an unknown field of %s" % kind)
            except Exception:  # which class depends on the loader
                verdict.check(True, "azure-ai-ml refuses an unknown field of %s" % kind)
        path = os.path.join(folder, "right.instance-type.yml")
        shutil.copy(os.path.join(DATA, "fixed", "instance-types.yaml"), path)
        judge(verdict, path)
        # As the seed has it: an object of a namespace with tolerations, which the cluster's definition does not know.
        shutil.copy(os.path.join(DATA, "seed", "small-instance-type.yaml"), path)
        verdict.check(against_schema(path)[0] == 1, "the schema of instance types refuses the seed's")


if __name__ == "__main__":
    judging.main(compiled, self_check)
