#!/usr/bin/env python3
"""azure_devops_judge.py MLPC | --self-check | --data MLPC: azure-pipelines.yml as the language service of Azure Pipelines reads it.

The service and the schema that it uses come as packages; `node/schema_gaps.json` lists what is missing in the schema.
"""
import collections
import json
import os
import tempfile

import judging
from judging import DATA

SCHEMA = os.path.join(judging.NODE, "azure-pipelines.json")
RIGHT = """\
trigger: none
pool: {vmImage: ubuntu-24.04}
stages:
- stage: Build
  jobs:
  - job: Test
    timeoutInMinutes: 10
    steps:
    - checkout: self
    - bash: make test
      displayName: Test
    - task: UsePythonVersion@0
      inputs: {versionSpec: '3.12'}
      target: host
    - task: PublishCodeCoverageResults@2
      inputs: {summaryFileLocation: coverage.xml}
- stage: Deploy
  dependsOn: Build
  lockBehavior: sequential
  jobs:
  - deployment: Roll
    environment: Production
    strategy: {runOnce: {deploy: {steps: [{script: echo hello}]}}}
"""
# One mistake each: what is replaced, and by what.
WRONG = {
    "an unknown key at the top": ("trigger: none", "triggers: none"),
    "an unknown key of a job": ("timeoutInMinutes: 10", "timeOut: 10"),
    "a step of two kinds": ("- bash: make test\n", "- bash: make test\n      script: make\n"),
    "an unknown input of a task": ("versionSpec: '3.12'", "version: '3.12'"),
    "a task without its input": ("{summaryFileLocation: coverage.xml}", "{pathToSources: .}"),
    "an unknown task": ("UsePythonVersion@0", "UsePythonVersions@0"),
    "a choice that is none": ("lockBehavior: sequential", "lockBehavior: serial"),
    "an unknown hook of a deployment": ("{runOnce: {deploy:", "{runOnce: {deployed:"),
    "an unknown key of a step": ("displayName: Test", "display_name: Test"),
    "a key twice": ("  dependsOn: Build\n", "  dependsOn: Build\n  dependsOn: Build\n"),
    "text that is no YAML": ("- checkout: self", "- checkout: [self"),
}


def findings(*paths):
    return judging.node("azure_pipelines_check.mjs", SCHEMA, *paths)


def compiled(verdict, mlpc):
    folder = judging.compile_source(verdict, mlpc, "samples/azure_mlops.mlp")
    if folder is not None:
        paths = judging.named(folder, ".azure-pipelines.yml")
        verdict.check(bool(paths), "a workflow comes from samples/azure_mlops.mlp", os.listdir(folder))
        status, output = findings(*paths)
        verdict.check(status == 0, "the language service finds nothing in it", output)
        judging.discard(folder)
    paths = judging.expected_documents(".azure-pipelines.yml")
    status, output = findings("--json", *paths)
    found = collections.defaultdict(list)
    if verdict.check(status in (0, 1), "the language service reads the golden cases", output):
        for finding in json.loads(output):
            found[finding["file"]].append("%(line)d:%(column)d: %(message)s" % finding)
        for path in paths:
            verdict.check(path not in found, "the language service finds nothing in " + judging.of_case(path),
                          "\n".join(found.get(path, [])))


def self_check(verdict):
    with tempfile.TemporaryDirectory() as folder:
        def written(text):
            path = os.path.join(folder, "azure-pipelines.yml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return path
        status, output = findings(written(RIGHT))
        verdict.check(status == 0, "the language service finds nothing in a document that is right", output)
        for what, (old, new) in WRONG.items():
            assert RIGHT.count(old) == 1, old
            status, output = findings(written(RIGHT.replace(old, new)))
            verdict.check(status == 1, "the language service finds " + what, output)


def data(verdict, mlpc):
    del mlpc  # only the judge
    status, output = findings(os.path.join(DATA, "ado", "seed-azure-pipelines.fixed.yml"))
    verdict.check(status == 0, "the language service finds nothing in the repaired seed", output)
    folder = os.path.join(DATA, "ado", "cases")
    status, output = findings(os.path.join(folder, "fp_target.yml"))
    verdict.check(status == 0, "fp_target.yml is right in truth", output)
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    # What is missing in the schema, and added by us, is a finding if only the published schema is used.
    expected = {name: facts for name, facts in expected.items() if name != "fp_target.yml"}
    paths = [os.path.join(folder, name) for name in sorted(expected)]
    _, output = findings("--json", *paths)
    found = collections.Counter(os.path.basename(finding["file"]) for finding in json.loads(output))
    for name, facts in sorted(expected.items()):
        verdict.check(found[name] == facts["languageServiceProblems"],
                      "%s has %d findings" % (name, facts["languageServiceProblems"]), "%d were found" % found[name])


if __name__ == "__main__":
    judging.main(compiled, self_check, data)
