"""Every program that the language was designed with is accepted, or rejected with one error for each construct to come.

usage: test_examples.py PATH_OF_MLPC
The programs are beside the project, in design/examples of MLPC_SHARED; without them the test is skipped.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Understood, but cannot be emitted yet.
WAITING = {"MLP5325"}

# Files that the programs refer to but that do not exist beside them.
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
COMPANIONS = {
    "nb_train_with_params.ipynb": NOTEBOOK,
    "nb_eval_metrics.ipynb": NOTEBOOK,
    "assets/words.txt": "words\n",
    "src/train.py": "print('train')\n",
    "src/prebuilt.py": "print('prebuilt')\n",
    "src/xgboost_train.py": "print('train')\n",
}


def problems_of(mlpc, folder, name):
    result = subprocess.run([mlpc, "check", name], capture_output=True, text=True, timeout=120, cwd=folder)
    errors = re.findall(r"^(\S+?):(\d+):(\d+): error\[(MLP\d+)\]: (.*)", result.stderr, re.M)
    seen = set()
    for file, line, column, code, message in errors:
        if code not in WAITING:
            yield f"{file}:{line}:{column}: {code}: {message}"
        # One error for each construct, not one for each place that it affects.
        if (message, line) in seen:
            yield f"{file}:{line}: said twice: {message}"
        seen.add((message, line))
    if result.returncode != (1 if errors else 0):
        yield f"{name}: exit status {result.returncode} with {len(errors)} errors"


def main():
    mlpc = str(pathlib.Path(sys.argv[1]).resolve())
    shared = pathlib.Path(os.environ.get("MLPC_SHARED", "../shared"))
    examples = sorted((shared / "design" / "examples").glob("*.mlp"))
    if not examples:
        print("no examples: set MLPC_SHARED to the folder that holds design/examples")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        for example in examples:
            shutil.copy(example, folder)
        for name, text in COMPANIONS.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        problems = [problem for example in examples for problem in problems_of(mlpc, folder, example.name)]
    print("\n".join(problems))
    print(f"{len(examples)} programs, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
