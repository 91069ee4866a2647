#!/usr/bin/env python3
"""Measures the compiler and something that does the same, or nothing, in alternation, and prints medians and ratios."""
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
    """A program that is being measured did not do its work."""


def run_once(command):
    """Runs a program; returns its wall time and processor time in milliseconds, and its peak memory in bytes."""
    words = [str(word) for word in command]
    actions = [(os.POSIX_SPAWN_DUP2, DEVNULL, fd) for fd in (0, 1, 2)]
    start = time.perf_counter()
    # Not subprocess: that costs as much as the shortest of these programs.
    pid = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        shown = subprocess.run(words, capture_output=True, text=True, check=False)
        raise Failed(f"{' '.join(words)}: exit status {os.waitstatus_to_exitcode(status)}\n{shown.stderr[-2000:]}")
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss * 1024


def side_by_side(ours, theirs, rounds):
    """The median times of two commands that run in alternation, so that a busy moment of the machine affects both."""
    run_once(ours)  # the first run reads its files from the disk
    if rounds == 1:  # theirs takes minutes: ours runs before and after it
        around = [run_once(ours), run_once(ours)]
        other = run_once(theirs)
        around += [run_once(ours), run_once(ours), run_once(ours)]
        return [{kind: statistics.median(run[i] for run in runs) for i, kind in enumerate(("wall", "cpu"))}
                for runs in (around, [other])]
    run_once(theirs)
    times = [(run_once(ours), run_once(theirs)) for _ in range(rounds)]
    return [{kind: statistics.median(pair[side][i] for pair in times) for i, kind in enumerate(("wall", "cpu"))}
            for side in (0, 1)]


def report(results, what, ours, theirs, unit, other, better="less", goal=None):
    """Prints how many times faster mlpc is than the other; `goal` is how many times it should be."""
    ratio = theirs / ours if better == "less" else ours / theirs
    results.append({"what": what, "mlpc": ours, other: theirs, "unit": unit, "ratio": ratio, "goal": goal})
    wanted = f"  goal {goal:g} x" if goal else ""
    print(f"{what:46} mlpc {ours:10.2f} {unit:5} {other:12} {theirs:10.2f} {unit:5} {ratio:8.1f} x{wanted}", flush=True)


def many_tasks(folder, tasks):
    """Writes a chain of tasks in mlp; twins/many_tasks.py makes the same in Python."""
    path = folder / f"many_{tasks}.mlp"
    # A hundred thousand tasks are more than Kubeflow Pipelines accepts.
    lines = ['component work(text: string, count: int) -> string {', '  image: "python:3.11-slim"', "  python <<<", "    total = 0",
             "    for number in range(count):", "        total += number", '    return f"{text}: {total}"', "  >>>", "}", "",
             '@allow("kfp-document-too-large")', 'pipeline many_tasks(text: string = "start") {']
    for number in range(tasks):
        text = "text" if number == 0 else f"t{number - 1}"
        lines.append(f"  {'' if number == tasks - 1 else f'let t{number} = '}work(text: {text}, count: {number})")
    path.write_text("\n".join(lines + ["}", ""]))
    return path


def own_components(folder, count):
    """Writes a chain of tasks, each of a component of its own."""
    lines = []
    for number in range(count):
        lines += [f"component step_{number}(text: string, count: int = {number}) -> string {{", '  image: "python:3.11-slim"', "  python <<<",
                  f"    total = {number}", "    for number in range(count):", "        total += number", '    return f"{text}: {total}"',
                  "  >>>", "}", ""]
    lines += ['@allow("kfp-document-too-large")', 'pipeline own_components(text: string = "start") {']
    for number in range(count):
        text = "text" if number == 0 else f"t{number - 1}"
        lines.append(f"  {'' if number == count - 1 else f'let t{number} = '}step_{number}(text: {text})")
    path = folder / f"own_{count}.mlp"
    path.write_text("\n".join(lines + ["}", ""]))
    return path


def many_jobs(folder, count):
    """Writes a workflow of jobs with a script each."""
    jobs = (f"  job step_{number} {{\n    bash <<<\n      echo \"step {number}\"\n      make target_{number}\n    >>>\n  }}\n"
            for number in range(count))
    path = folder / f"jobs_{count}.mlp"
    path.write_text("workflow many_jobs {\n" + "".join(jobs) + "}\n")
    return path


def many_trainjobs(folder, count):
    """Writes TrainJobs, of which each becomes a file."""
    trainjobs = (f"""trainjob train_{number} {{
  runtime: "torch-distributed"
  trainer: {{
    image: "example.com/train:{number}"
    num_nodes: 2
    command: ["python", "train.py"]
    args: ["--epochs", "{number}"]
    env: {{ LEVEL: "info" }}
  }}
}}
""" for number in range(count))
    path = folder / f"trainjobs_{count}.mlp"
    path.write_text("\n".join(trainjobs))
    return path


def dense_text(folder):
    """Writes constants that are hardly anything but tokens: operators, brackets, short names and numbers."""
    path = folder / "dense.mlp"
    path.write_text("".join(f'const c{number} = [{number}, {number}+1, (2*{number}-3)/4, {{a: {number}, b: [1, 2, 3]}}, "x", true]\n'
                            for number in range(400)))
    return path


def bench_sample(options, results):
    sample = ROOT / "samples/mlflow_training.mlp"
    ours = [options.mlpc, "compile", sample, "-o", options.work / "out"]
    theirs = [options.python, HERE / "twins/mlflow_training.py", options.work / "twin.yaml"]
    own, other = side_by_side(ours, theirs, options.rounds)
    report(results, "compile samples/mlflow_training.mlp, wall", own["wall"], other["wall"], "ms", "kfp", goal=40)
    report(results, "compile samples/mlflow_training.mlp, cpu", own["cpu"], other["cpu"], "ms", "kfp")


def chain(options, results, tasks, rounds, goal=None):
    """A chain of tasks, in mlp and in Python. The SDK takes longer than its startup from a few hundred tasks on, and grows
    faster than their number."""
    source = many_tasks(options.work, tasks)
    ours = [options.mlpc, "compile", source, "-o", options.work / "out"]
    theirs = [options.python, HERE / "twins/many_tasks.py", tasks, options.work / "twin.yaml"]
    own, other = side_by_side(ours, theirs, rounds)
    report(results, f"compile a chain of {tasks} tasks, wall", own["wall"], other["wall"], "ms", "kfp", goal=goal)
    report(results, f"compile a chain of {tasks} tasks, cpu", own["cpu"], other["cpu"], "ms", "kfp", goal=goal)


def bench_many_tasks(options, results):
    for tasks, rounds, goal in ((10, 3, None), (300, 3, None), (1000, 3, 300)):
        chain(options, results, tasks, rounds, goal)


def bench_very_many_tasks(options, results):
    chain(options, results, 5000, 1, 2000)


def bench_memory(options, results):
    for tasks in (1000, 10000, 100000):
        source = many_tasks(options.work, tasks)
        _, _, peak = run_once([options.mlpc, "compile", source, "-o", options.work / "out"])
        size = (options.work / "out/many-tasks.pipeline.yaml").stat().st_size
        bound = (20 << 20) + 4 * size
        report(results, f"peak memory, chain of {tasks} tasks", peak / 2**20, bound / 2**20, "MiB", "20 + 4*output", goal=1)


def bench_start(options, results):
    own, other = side_by_side([options.mlpc, "version"], [options.empty], options.rounds * 20)
    report(results, "mlpc version against nothing, wall", own["wall"], other["wall"], "ms", "empty C")
    over = own["wall"] - other["wall"]
    results.append({"what": "mlpc version over nothing, wall", "mlpc": over, "unit": "ms", "goal": 3})
    print(f"{'mlpc version over nothing, wall':46} mlpc {over:10.2f} ms     goal 3 ms")


def instructions(command, function=None):
    """The instructions that a program executes in user mode, by perf if it can count here, else by callgrind; or those of
    a function and what it calls, which only callgrind can count."""
    words = [str(word) for word in command]
    if function is None and shutil.which("perf"):
        done = subprocess.run(["perf", "stat", "-x,", "-e", "instructions:u", *words], capture_output=True, text=True, check=False)
        count = done.stderr.strip().rsplit("\n", 1)[-1].split(",")[0]
        if done.returncode == 0 and count.isdigit():
            return int(count)
    if shutil.which("valgrind"):
        only = [] if function is None else [f"--toggle-collect={function}"]
        done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *only, *words],
                              capture_output=True, text=True, check=False)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode == 0 and found and found.group(1) != "0":
            return int(found.group(1))
        raise Failed(f"callgrind {' '.join(words)}: {done.stderr[-2000:]}")
    raise Failed("neither perf nor valgrind can count instructions here")


def bench_instructions(options, results):
    sizes = (1000, 10000, 100000)
    first = None
    for tasks in sizes:
        source = many_tasks(options.work, tasks)
        each = instructions([options.mlpc, "compile", source, "-o", options.work / "out"]) / tasks
        first = first or each
        what = f"instructions a task, chain of {tasks}"
        results.append({"what": what, "mlpc": each, "unit": "instructions", "change": each / first - 1})
        print(f"{what:46} mlpc {each:10.0f}  {each / first - 1:+8.1%}  goal within 20 %", flush=True)


def bench_parse(options, results):
    source = dense_text(options.work)
    each = instructions([options.mlpc, "check", source], "mlpc::parse::parse(*") / source.stat().st_size
    results.append({"what": "parse, instructions a byte", "mlpc": each, "unit": "instructions", "goal": 300})
    print(f"{'parse of token-dense text, a byte':46} mlpc {each:10.0f} instructions  goal 300", flush=True)


def beside_loading(options, results, what, ours, documents, goal=None):
    """The processor time of mlpc and that of PyYAML's C loader for the same documents, in alternation."""
    loading = [str(options.python), str(HERE / "twins/load_yaml.py"), str(documents)]
    own, other = [], []
    run_once(ours)  # the first run reads its files from the disk
    for _ in range(options.rounds):
        # To replace a file costs the file system ten times as much as to create it.
        if "compile" in ours:
            shutil.rmtree(documents)
        own.append(run_once(ours)[1])
        other.append(float(subprocess.run(loading, capture_output=True, text=True, check=True).stdout))
    report(results, what, statistics.median(own), statistics.median(other), "ms", "CSafeLoader", goal=goal)


def bench_load(options, results):
    shapes = (("a chain of 1000 tasks", many_tasks), ("1000 own components", own_components), ("a workflow of 1000 jobs", many_jobs),
              ("1000 TrainJobs", many_trainjobs))
    for what, write in shapes:
        out = options.work / f"load_{write.__name__}"
        ours = [options.mlpc, "compile", write(options.work, 1000), "-o", out]
        beside_loading(options, results, f"compile {what}, cpu", ours, out, goal=20)


def bench_import(options, results):
    for what, write in (("a chain of 1000 tasks", many_tasks), ("1000 own components", own_components)):
        out = options.work / f"import_{write.__name__}"
        run_once([options.mlpc, "compile", write(options.work, 1000), "-o", out])
        document = next(out.iterdir())
        beside_loading(options, results, f"import {what}, cpu", [options.mlpc, "import", document, "-o", options.work / "imported.mlp"], out)


def bench_yaml(options, results):
    done = subprocess.run([options.yaml_bench], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    report(results, f"YAML of {found['bytes'] / 1e6:.1f} MB", found["mlpc"], found["yaml_cpp"], "MB/s", "yaml-cpp", "more")


def bench_edit(options, results):
    done = subprocess.run([options.edit_bench], capture_output=True, text=True, check=True)
    cold, body, signature = (float(word) for word in done.stdout.split())
    for what, after in (("a body", body), ("a signature", signature)):
        report(results, f"check after an edit of {what}, 20 files", after, cold, "ms", "cold check")


def bench_lsp(options, results):
    """What an editor waits for, with one program for two files and with one for all."""
    goals = {"edit of a body to diagnostics": 20, "edit of a signature to diagnostics": 20, "completion": 10, "hover": 5}
    for files, together in ((20, False), (20, True), (200, False), (200, True)):
        command = [sys.executable, ROOT / "tests/lsp/speed.py", options.mlpc, "--json", "--files", str(files)] + ["--together"] * together
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for what, found in json.loads(done.stdout).items():
            goal = (goals if files == 20 else {name: 50 for name in goals}).get(what)
            name = f"{what}, {files} files{', one program' if together else ''}"
            results.append({"what": name, **found, "unit": "ms", "goal": goal})
            wanted = f"  goal p95 {goal} ms" if goal else ""
            print(f"{name:64} median {found['median']:8.2f} ms  p95 {found['p95']:8.2f} ms{wanted}", flush=True)


PARTS = {"sample": bench_sample, "many": bench_many_tasks, "start": bench_start, "memory": bench_memory, "yaml": bench_yaml, "edit": bench_edit, "lsp": bench_lsp,
         "parse": bench_parse, "load": bench_load, "import": bench_import, "instructions": bench_instructions, "very_many": bench_very_many_tasks}
# Only if requested by name: the SDK or the counting takes minutes.
LONG = ("instructions", "very_many")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; otherwise all but " + " and ".join(LONG))
    parser.add_argument("--mlpc", default=ROOT / "build/release/bin/mlpc")
    parser.add_argument("--empty", default=ROOT / "build/release/bin/mlpc_empty")
    parser.add_argument("--yaml-bench", default=ROOT / "build/release/bin/mlpc_yaml_bench")
    parser.add_argument("--edit-bench", default=ROOT / "build/release/bin/mlpc_edit_bench")
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
        if name not in (options.parts or [part for part in PARTS if part not in LONG]):
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
