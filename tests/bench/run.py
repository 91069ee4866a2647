#!/usr/bin/env python3
"""Measures the compiler beside something that does the same or nothing, both in turn, and prints medians and ratios."""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DEVNULL = os.open(os.devnull, os.O_RDWR)


class Failed(Exception):
    """A program that is measured did not do its work."""


def run_once(command):
    """Runs a program to its end; gives its wall time and its processor time in milliseconds."""
    words = [str(word) for word in command]
    actions = [(os.POSIX_SPAWN_DUP2, DEVNULL, fd) for fd in (0, 1, 2)]
    start = time.perf_counter()
    # Not subprocess: it costs as much as the shortest of these programs.
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        shown = subprocess.run(words, capture_output=True, text=True, check=False)
        raise Failed(f"{' '.join(words)}: exit status {os.waitstatus_to_exitcode(status)}\n{shown.stderr[-2000:]}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


def side_by_side(ours, theirs, rounds):
    """The median times of two commands that run in turn, so that a busy moment of the machine meets both."""
    run_once(ours), run_once(theirs)  # the first of each reads its files from the disk
    times = [(run_once(ours), run_once(theirs)) for _ in range(rounds)]
    return [{kind: statistics.median(pair[side][i] for pair in times) for i, kind in enumerate(("wall", "cpu"))}
            for side in (0, 1)]


def report(results, what, ours, theirs, unit, other, better="less"):
    ratio = theirs / ours if better == "less" else ours / theirs
    results.append({"what": what, "mlpc": ours, other: theirs, "unit": unit, "ratio": ratio})
    print(f"{what:46} mlpc {ours:10.2f} {unit:5} {other:12} {theirs:10.2f} {unit:5} {ratio:8.1f} x", flush=True)


def many_tasks(folder, tasks):
    """Writes a chain of tasks in mlp; twins/many_tasks.py makes the same in Python."""
    path = folder / f"many_{tasks}.mlp"
    lines = ['component work(text: string, count: int) -> string {', '  image: "python:3.11-slim"', "  python <<<", "    total = 0",
             "    for number in range(count):", "        total += number", '    return f"{text}: {total}"', "  >>>", "}", "",
             'pipeline many_tasks(text: string = "start") {']
    for number in range(tasks):
        text = "text" if number == 0 else f"t{number - 1}"
        lines.append(f"  {'' if number == tasks - 1 else f'let t{number} = '}work(text: {text}, count: {number})")
    path.write_text("\n".join(lines + ["}", ""]))
    return path


def bench_sample(options, results):
    sample = ROOT / "samples/mlflow_training.mlp"
    ours = [options.mlpc, "compile", sample, "-o", options.work / "out"]
    theirs = [options.python, HERE / "twins/mlflow_training.py", options.work / "twin.yaml"]
    own, other = side_by_side(ours, theirs, options.rounds)
    report(results, "compile samples/mlflow_training.mlp, wall", own["wall"], other["wall"], "ms", "kfp")
    report(results, "compile samples/mlflow_training.mlp, cpu", own["cpu"], other["cpu"], "ms", "kfp")


def bench_many_tasks(options, results):
    for tasks in (10, 300):
        source = many_tasks(options.work, tasks)
        ours = [options.mlpc, "compile", source, "-o", options.work / "out"]
        theirs = [options.python, HERE / "twins/many_tasks.py", tasks, options.work / "twin.yaml"]
        own, other = side_by_side(ours, theirs, 3)
        report(results, f"compile a chain of {tasks} tasks, wall", own["wall"], other["wall"], "ms", "kfp")


def bench_start(options, results):
    own, other = side_by_side([options.mlpc, "version"], [options.empty], options.rounds * 20)
    report(results, "mlpc version against nothing, wall", own["wall"], other["wall"], "ms", "empty C")


def instructions(command):
    """The instructions that a program executes in user mode, by perf if it can count here, else by callgrind."""
    words = [str(word) for word in command]
    if shutil.which("perf"):
        done = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", *words], capture_output=True, text=True, check=False)
        count = done.stderr.strip().rsplit("\n", 1)[-1].split(",")[0]
        if done.returncode == 0 and count.isdigit():
            return int(count)
    if shutil.which("valgrind"):
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *words],
                              capture_output=True, text=True, check=False)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode == 0 and found:
            return int(found.group(1))
        raise Failed(f"callgrind {' '.join(words)}: {done.stderr[-2000:]}")
    raise Failed("neither perf nor valgrind can count instructions here")


def bench_instructions(options, results):
    sizes = (1000, 10000)
    counts = {}
    for tasks in sizes:
        source = many_tasks(options.work, tasks)
        counts[tasks] = instructions([options.mlpc, "compile", source, "-o", options.work / "out"])
        what = f"instructions a task, chain of {tasks}"
        results.append({"what": what, "mlpc": counts[tasks] / tasks, "unit": "instructions"})
        print(f"{what:46} mlpc {counts[tasks] / tasks:10.0f}", flush=True)
    slope = (counts[sizes[1]] - counts[sizes[0]]) / (sizes[1] - sizes[0])
    results.append({"what": "instructions for one task more", "mlpc": slope, "unit": "instructions"})
    print(f"{'instructions for one task more':46} mlpc {slope:10.0f}")


def bench_yaml(options, results):
    done = subprocess.run([options.yaml_bench], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    report(results, f"YAML of {found['bytes'] / 1e6:.1f} MB", found["mlpc"], found["yaml_cpp"], "MB/s", "yaml-cpp", "more")


PARTS = {"sample": bench_sample, "many": bench_many_tasks, "start": bench_start, "instructions": bench_instructions,
         "yaml": bench_yaml}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; otherwise all")
    parser.add_argument("--mlpc", default=ROOT / "build/release/bin/mlpc")
    parser.add_argument("--empty", default=ROOT / "build/release/bin/mlpc_empty")
    parser.add_argument("--yaml-bench", default=ROOT / "build/release/bin/mlpc_yaml_bench")
    parser.add_argument("--python", default=ROOT / "build/conformance/kfp/bin/python", help="one with the KFP SDK")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/bench")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--json", help="also write the results to this file")
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part {part}")
    (options.work / "out").mkdir(parents=True, exist_ok=True)

    results, failed = [], False
    for name, part in PARTS.items():
        if options.parts and name not in options.parts:
            continue
        try:
            part(options, results)
        except (Failed, OSError, subprocess.CalledProcessError) as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
