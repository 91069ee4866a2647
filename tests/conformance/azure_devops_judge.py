#!/usr/bin/env python3
"""azure_devops_judge.py MLPC | --self-check: azure-pipelines.yml as the language service of Azure Pipelines reads it."""
import collections
import json
import os

import judging
from judging import DATA

PLAIN = os.path.join(DATA, "ado", "service-schema.json")
# With the properties that the service takes and its published schema lacks.
SCHEMA = os.path.join(DATA, "ado", "service-schema.overlay.json")


def findings(path):
    return judging.oracle("adocheck.mjs", "--schema", SCHEMA, path)


def compiled(verdict, mlpc):
    folder = judging.compile_source(verdict, mlpc, "samples/azure_mlops.mlp")
    if folder is not None:
        paths = judging.named(folder, ".azure-pipelines.yml")
        verdict.check(bool(paths), "a workflow comes from samples/azure_mlops.mlp", os.listdir(folder))
        if judging.have_shared(verdict) and judging.have_oracles(verdict):
            for path in paths:
                status, output = findings(path)
                verdict.check(status == 0, "the language service finds nothing in " + os.path.basename(path), output)
        judging.discard(folder)


def self_check(verdict):
    if not judging.have_shared(verdict) or not judging.have_oracles(verdict):
        return
    status, output = findings(os.path.join(DATA, "ado", "seed-azure-pipelines.fixed.yml"))
    verdict.check(status == 0, "the language service finds nothing in the repaired seed", output)
    folder = os.path.join(DATA, "ado", "cases")
    for name in ("fp_azcli3.yml", "fp_target.yml"):
        status, output = findings(os.path.join(folder, name))
        verdict.check(status == 0, name + " is right in truth", output)
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    paths = [os.path.join(folder, name) for name in sorted(expected)]
    _, output = judging.oracle("adocheck.mjs", "--schema", PLAIN, "--json", *paths)
    found = collections.Counter(os.path.basename(finding["file"]) for finding in json.loads(output))
    for name, facts in sorted(expected.items()):
        verdict.check(found[name] == facts["languageServiceProblems"],
                      "%s has %d findings" % (name, facts["languageServiceProblems"]), "%d were found" % found[name])


if __name__ == "__main__":
    judging.main(compiled, self_check)
