"""Programs and compiled pipelines without credentials raise no alarm.

usage: test_credentials.py PATH_OF_MLPC
Checks the samples, and from MLPC_SHARED the programs of the language's design and every compiled pipeline in its data, each of which is
imported and checked. Without MLPC_SHARED the test is skipped after the samples.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

CODES = {"MLP4201", "MLP4202", "MLP4203", "MLP4204", "MLP4205"}
NAMES = {"token-in-text", "credential-literal", "password-in-uri", "secret-object", "credential-default"}
# Written to be wrong.
MEANT = {"bad06_dup_env.yaml"}


def alarms_of(mlpc, program):
    result = subprocess.run([mlpc, "check", "--format", "json", str(program)], capture_output=True, text=True, timeout=120)
    for finding in json.loads(result.stdout or "[]"):
        if finding["code"] in CODES:
            yield f"{program.name}: {finding['code']}: {finding['message']}"


def imported(mlpc, document, folder):
    """The source of a compiled pipeline, or None if it is something else."""
    source = pathlib.Path(folder, document.stem + ".mlp")
    subprocess.run([mlpc, "import", str(document), "-o", str(source)], capture_output=True, timeout=120)
    return source if source.exists() else None


def main():
    mlpc = str(pathlib.Path(sys.argv[1]).resolve())
    programs = sorted(pathlib.Path("samples").glob("*.mlp"))
    shared = pathlib.Path(os.environ.get("MLPC_SHARED", "../shared"))
    examples = sorted((shared / "design" / "examples").glob("*.mlp"))
    problems = [alarm for program in programs + examples for alarm in alarms_of(mlpc, program)]
    documents = 0
    with tempfile.TemporaryDirectory() as folder:
        for document in sorted((shared / "data").rglob("*.yaml")):
            if document.name in MEANT or "pipelineInfo" not in document.read_text(errors="replace"):
                continue
            source = imported(mlpc, document, folder)
            if source is None:
                continue
            documents += 1
            # What the importer found, it has allowed.
            text = source.read_text()
            problems += [f"{document.name}: {name}" for name in NAMES if f'"{name}"' in text]
            problems += alarms_of(mlpc, source)
            source.unlink()
    print("\n".join(problems))
    print(f"{len(programs) + len(examples)} programs, {documents} documents, {len(problems)} problems")
    if problems:
        return 1
    return 0 if examples and documents else 77


if __name__ == "__main__":
    sys.exit(main())
