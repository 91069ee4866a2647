#!/usr/bin/env python3
"""kfp_import_judge.py MLPC | --self-check | --data MLPC: documents of the KFP SDK become source that compiles to the same document.

It judges the documents that the SDK compiles from `sources/import_*.py`, those of the golden cases, and with `--data` those beside the project. What does
not come back is listed here with the reason, so that nothing else can be lost unnoticed.
"""
import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import judging
import same_pipeline
from judging import DATA, HERE

EXCEPTIONS = {
    "x-placeholders": "the SDK loses a field of a loop's item on its way into a text; the compiler does not",
    "x-resources": "`1K` is an amount for the SDK and none for Kubernetes, so mlp cannot say it",
    "x-k8s-manifest": "the Kubernetes object around the pipeline is not part of the language",
}
# Information about the file itself that a person would not have written.
STRANGE = ("pipelinechannel", "parameter_values", "componentInputParameter")


def documents(folder):
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".yaml"):
                yield os.path.join(where, name)


def comes_back(mlpc, path, labels=True):
    """What is wrong with the import of a document, or nothing. `labels`: whether the names of components have to agree."""
    with tempfile.TemporaryDirectory(prefix="mlpc-import-") as folder:
        source = os.path.join(folder, "source.mlp")
        again = os.path.join(folder, "again.yaml")
        imported, output = judging.run([mlpc, "import", path, "-o", source])
        if imported not in (0, 3):
            return output
        with open(source, encoding="utf-8") as file:
            text = file.read()
        strange = [word for word in STRANGE if word in text]
        if strange:
            return "the source has `%s` in it" % strange[0]
        status, checked = judging.run([mlpc, "check", source])
        # Lint may complain: what the document does not use, the source does not use either.
        if status != 0 or re.search(r"warning\[MLP(?!7)", checked):
            return checked
        status, output = judging.run([mlpc, "compile", source, "--target", "kfp", "-o", again])
        if status != 0:
            return output
        found = same_pipeline.compare(path, again, labels=labels)
        if not found and imported != 0:
            return "the documents are the same, and yet `import` lists a residue"
        return "\n".join(found[:50]) or None


def judge(verdict, mlpc, paths):
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for path, wrong in zip(paths, pool.map(lambda path: comes_back(mlpc, path), paths)):
            name = os.path.splitext(os.path.basename(path))[0]
            reason = EXCEPTIONS.get(name)
            if reason is None:
                verdict.check(wrong is None, name + " comes back", wrong)
            else:
                verdict.check(wrong is not None, "%s does not: %s" % (name, reason), "it does now; take it off the list")


def sdk_documents(verdict, folder):
    """What the SDK compiles our programs for it to."""
    for name in sorted(os.listdir(os.path.join(HERE, "sources"))):
        if name.startswith("import_") and name.endswith(".py"):
            status, output = judging.run([sys.executable, os.path.join(HERE, "sources", name), folder])
            verdict.check(status == 0, "the SDK compiles " + name, output)
    return list(documents(folder))


def compiled(verdict, mlpc):
    with tempfile.TemporaryDirectory(prefix="mlpc-import-") as folder:
        judge(verdict, mlpc, sdk_documents(verdict, folder))
    for path in judging.expected_documents(".pipeline.yaml"):
        wrong = comes_back(mlpc, path, labels=False)
        verdict.check(wrong is None, judging.of_case(path) + " comes back", wrong)


def self_check(verdict):
    with tempfile.TemporaryDirectory(prefix="mlpc-import-") as folder:
        # A compiler that writes something else.
        path = os.path.join(folder, "document.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("pipelineInfo: {name: p}\n")
        fake = os.path.join(folder, "fake")
        with open(fake, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nwhile [ \"$1\" != -o ] && [ $# -gt 0 ]; do shift; done\n"
                       "[ $# -gt 1 ] && echo 'pipelineInfo: {name: q}' > \"$2\"\nexit 0\n")
        os.chmod(fake, 0o755)
        wrong = comes_back(fake, path)
        verdict.check(wrong is not None and "pipelineInfo.name" in wrong, "another document is told from the one that was imported", wrong)


def data(verdict, mlpc):
    judge(verdict, mlpc, list(documents(os.path.join(DATA, "kfp"))))


if __name__ == "__main__":
    judging.main(compiled, self_check, data)
