#!/usr/bin/env python3
"""Random pipelines, compiled by mlpc and by the KFP SDK, must give the same document.

usage: run.py MLPC [--count 40] [--seed N] [--keep FOLDER] [--only N]
"""
import argparse
import collections
import importlib.util
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compare  # noqa: E402
import pipelines  # noqa: E402
import sdk_order  # noqa: E402
import wellformed  # noqa: E402


def compiled_by_sdk(source, out):
    """Compiles `main_pipe` of a Python file; returns what went wrong, or None."""
    from kfp import compiler
    name = "random_" + source.stem
    spec = importlib.util.spec_from_file_location(name, source)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        compiler.Compiler().compile(module.main_pipe, str(out))
    except Exception as error:  # whatever the SDK throws is its verdict
        return "%s: %s" % (type(error).__name__, str(error).splitlines()[0][:160])
    return None


def clashing(path):
    """Whether the SDK mixed up what it took from a nested pipeline: executors renamed without their components, groups of two
    pipelines in one component, references to nothing."""
    document = compare.load(path)[0]
    if wellformed.problems(document):
        return True
    components = document.get("components", {})
    labels = [c["executorLabel"] for c in components.values() if "executorLabel" in c]
    dags = [c["dag"] for c in [document["root"], *components.values()] if "dag" in c]
    used = [task["componentRef"]["name"] for dag in dags for task in dag.get("tasks", {}).values()]
    executors = document.get("deploymentSpec", {}).get("executors", {})
    return (sorted(labels) != sorted(executors) or sorted(used) != sorted(components)
            or not all(c.get("executorLabel") or c.get("dag", {}).get("tasks") for c in components.values()))


def loads(path):
    """What the SDK's own loader finds wrong with our document, or None."""
    from kfp import components
    try:
        components.load_component_from_file(str(path))
    except Exception as error:  # whatever the SDK throws is its verdict
        return "the SDK's loader: %s: %s" % (type(error).__name__, error)
    return None


def judge(options, folder, seed):
    """One program: `equal`, `refused` (by the SDK) or `clash`; otherwise the list of what is wrong."""
    program = pipelines.Program(seed)
    folder = folder / str(seed)
    folder.mkdir(exist_ok=True)
    ours, theirs = folder / "program.mlp", folder / ("program_%d.py" % seed)
    ours.write_text(program.ours, encoding="utf-8")
    theirs.write_text(program.python, encoding="utf-8")
    for name, text in program.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    out = folder / "sdk.yaml"
    done = subprocess.run([options.mlpc, "compile", ours, "--target", "kfp", "-o", folder / "out"], capture_output=True,
                          text=True, check=False)
    made = [path for path in (folder / "out").glob("*.pipeline.yaml") if not path.name.startswith(("sub-", "last-"))]
    if done.returncode != 0 or not made:
        errors = [line for line in done.stderr.splitlines() if " error[" in line] or done.stderr.splitlines()
        return ["mlpc refuses it (status %d)" % done.returncode, *errors]
    failures = wellformed.problems(compare.load(made[0])[0]) + [f for f in [loads(made[0])] if f]
    if failures:
        return failures
    refusal = compiled_by_sdk(theirs, out)
    if refusal:
        return "the SDK refuses it: " + refusal
    found = [] if clashing(out) else compare.compare(made[0], out)
    if not program.has_nested:
        return found or "equal"
    for reverse in (False, True):
        if not clashing(out) and not found:
            return "equal"
        with sdk_order.one_order(reverse):
            compiled_by_sdk(theirs, out)
        found = [] if clashing(out) else compare.compare(made[0], out)
        if found and not compare.compare(made[0], out, labels=False):
            return "equal but for numbers in labels out of nested pipelines"
    return "clash" if clashing(out) else found or "equal"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlpc")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"),
                        help="of the run; another one each time")
    parser.add_argument("--only", type=int, help="the seed of one pipeline")
    parser.add_argument("--keep", type=pathlib.Path, help="where the files stay")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    r = random.Random(options.seed)
    seeds = [options.only] if options.only is not None else [r.randrange(2**32) for _ in range(options.count)]
    print("run.py --seed %d --count %d" % (options.seed, options.count), flush=True)
    verdicts, wrong = collections.Counter(), 0
    with tempfile.TemporaryDirectory(prefix="mlpc-random-") as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            verdict = judge(options, folder, seed)
            if isinstance(verdict, str):
                verdicts[verdict] += 1
                continue
            wrong += 1
            print("WRONG   run.py --only %d: %d differences" % (seed, len(verdict)))
            for line in verdict[:6]:
                print("        " + line)
    print("%d equal, %d wrong" % (verdicts.pop("equal", 0), wrong))
    for verdict, count in verdicts.most_common(12):
        print("%d %s" % (count, verdict))
    # What the SDK does not compile, or not correctly, says nothing about mlpc; the generator should avoid it.
    if sum(verdicts.values()) > max(3, len(seeds) // 10):
        print("WRONG   too few of the pipelines could be compared")
        wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
