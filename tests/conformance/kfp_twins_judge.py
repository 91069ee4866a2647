#!/usr/bin/env python3
"""kfp_twins_judge.py MLPC | --self-check: every sample with a pipeline means the same as its twin in Python, `tests/bench/twins/NAME.py`.

A twin writes the sample's pipeline, to the last line of its components' code, to the given file. What the SDK cannot express is
listed in the twin as a line `# differs: PATTERN: reason`; every difference must match one of them, and each must match a difference.
"""
import os
import pathlib
import re
import subprocess
import sys

import judging
from kfp_random import compare

TWINS = pathlib.Path(judging.ROOT) / "tests/bench/twins"
DIFFERS = re.compile(r"^# differs: (\S+): ", re.MULTILINE)


def judge(verdict, twin, folder, ours):
    """Compares the pipeline that the twin wrote with ours of the same name."""
    out = os.path.join(folder, "twin.yaml")
    done = subprocess.run([sys.executable, str(twin), out], capture_output=True, text=True, check=False)
    if not verdict.check(done.returncode == 0, "the SDK compiles " + twin.name, done.stderr[-2000:]):
        return
    name = compare.load(out)[0]["pipelineInfo"]["name"]
    made = [path for path in ours if compare.load(path)[0]["pipelineInfo"]["name"] == name]
    if not verdict.check(len(made) == 1, "the sample of %s has the pipeline %s" % (twin.name, name), ours):
        return
    found = compare.compare(made[0], out)
    patterns = DIFFERS.findall(twin.read_text(encoding="utf-8"))
    unexpected = [line for line in found if not any(re.search(p, line) for p in patterns)]
    verdict.check(not unexpected, "%s says the same as %s" % (os.path.basename(made[0]), twin.name), "\n".join(unexpected[:20]))
    for pattern in patterns:
        verdict.check(any(re.search(pattern, line) for line in found), "%s needs `differs: %s`" % (twin.name, pattern))


def compiled(verdict, mlpc):
    for sample in sorted((pathlib.Path(judging.ROOT) / "samples").glob("*.mlp")):
        if not re.search(r"^pipeline ", sample.read_text(encoding="utf-8"), re.MULTILINE):
            continue
        folder = judging.compile_source(verdict, mlpc, str(sample.relative_to(judging.ROOT)))
        if folder is None:
            continue
        twin = TWINS / (sample.stem + ".py")
        if verdict.check(twin.exists(), "%s has a twin" % sample.name, "write %s" % twin):
            judge(verdict, twin, folder, judging.named(folder, ".pipeline.yaml"))
        judging.discard(folder)


def self_check(verdict):
    golden = {"root": {"dag": {"tasks": {"a": {"dependentTasks": ["x", "y"], "n": 1}}}}}
    other = {"root": {"dag": {"tasks": {"a": {"dependentTasks": ["y", "x"], "n": 1.0}}}}}
    verdict.check(not compare.differences(golden, other), "sets have no order, and numbers are doubles")
    other["root"]["dag"]["tasks"]["a"]["n"] = True
    verdict.check(len(compare.differences(golden, other)) == 1, "true is not 1")
    del other["root"]["dag"]["tasks"]["a"]["dependentTasks"]
    verdict.check(len(compare.differences(golden, other)) == 2, "what is absent is a difference")


if __name__ == "__main__":
    judging.main(compiled, self_check)
