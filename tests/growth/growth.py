#!/usr/bin/env python3
"""Nothing grows faster than what it is given.

usage: growth.py PATH_OF_MLPC [--all] [--time] [--table] [--fmt] [SHAPE…]

Each shape of `shapes/` is a program in which one construct is repeated or nested n times. Where it is repeated, instructions are counted
at n and 4n: they may not grow by more than the size of the program to the power of 1.3. What is nested or doubled is run with an n just
within the bounds, and far beyond them: it has to end soon, with an output or with a diagnostic. Without arguments, a sample runs, and an answer may take as long as it likes within a minute; `--all`
runs all shapes, `--fmt` formats the programs instead of compiling them, `--time` demands the answer within 2 s and also tries programs of a megabyte; `--table` measures times and prints a line for each shape instead of judging. Instructions are those of the
compiler as it was built, so that the result does not depend on the machine.
"""
import concurrent.futures
import dataclasses
import importlib
import math
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from shapes.shape import SHAPES  # noqa: E402  pylint: disable=wrong-import-position

for module in sorted((HERE / "shapes").glob("*.py")):
    importlib.import_module(f"shapes.{module.stem}")

MOST = 1.3
# Programs of a megabyte; a compiler that was built without optimisation gets more time.
MOST_SECONDS = 2
MOST_MEMORY = 1 << 30
SAMPLE = 6
# Programs are formatted instead of compiled.
FORMAT = "--fmt" in sys.argv
# How often the construct is there when instructions are counted.
COUNTED = 100
# Just within a bound, and far beyond it.
LARGE = {"nested": (250, 100_000), "doubled": (16, 64)}


class Wrong(Exception):
    """What a shape does that it should not."""


@dataclasses.dataclass
class Run:
    status: int
    seconds: float
    memory: int
    size: int
    reported: str


def write(shape, n, folder):
    """Writes the files of a shape; returns the arguments of mlpc and the size of the text."""
    files, main = shape.files(n)
    size = 0
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(data)
        size += len(data)
    if FORMAT:
        return ["fmt", "--check", main], size
    return ["import", main, "-o", "out.mlp"] if shape.document else ["compile", main, "-o", "out"], size


def instructions(mlpc, shape, n):
    """How many instructions mlpc executes, and the size of what it reads."""
    with tempfile.TemporaryDirectory() as folder:
        arguments, size = write(shape, n, pathlib.Path(folder))
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", str(mlpc), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
        counted = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode not in (0, 1, 3) or counted is None:
            raise Wrong(f"n = {n}: status {done.returncode}\n{done.stderr[-1000:]}")
        return int(counted.group(1)), size


def run(mlpc, shape, n, seconds):
    """Runs mlpc once, with a limit on its time and memory."""
    with tempfile.TemporaryDirectory() as folder:
        arguments, size = write(shape, n, pathlib.Path(folder))
        with open(pathlib.Path(folder) / "log", "w+b") as log:
            def limit():
                resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds) + 1, math.ceil(seconds) + 1))
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            process = subprocess.Popen([str(mlpc), *arguments], cwd=folder, stdout=log, stderr=log, preexec_fn=limit)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            log.seek(0)
            reported = log.read(4000).decode(errors="replace")
        return Run(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10, size, reported)


def demand(mlpc, shape, n, seconds):
    """Runs mlpc for a large n: it has to answer, and in time."""
    done = run(mlpc, shape, n, seconds)
    if done.status not in (0, 1, 3):
        raise Wrong(f"n = {n}, {done.size} bytes: status {done.status} after {done.seconds:.1f} s\n{done.reported[-500:]}")
    if done.seconds > seconds or done.memory > MOST_MEMORY:
        raise Wrong(f"n = {n}, {done.size} bytes: {done.seconds:.1f} s and {done.memory >> 20} MiB")
    if "internal-error" in done.reported or "MLP9" in done.reported:
        raise Wrong(f"n = {n}: {done.reported[-500:]}")


def exponent(mlpc, shape, floor):
    """By which power of its size the cost of a program grows, above that of an empty one."""
    little, small = instructions(mlpc, shape, COUNTED)
    much, large = instructions(mlpc, shape, 4 * COUNTED)
    # Where hardly anything is added, the exponent would be noise.
    least = floor / 20
    return math.log(max(much - floor, least) / max(little - floor, least)) / math.log(large / small)


def of_megabyte(shape):
    """The n for which the text has about a megabyte."""
    n = 64
    while n < 1 << 21:
        files, _ = shape.files(2 * n)
        if sum(len(text) for text in files.values()) > 1 << 20:
            break
        n *= 2
    return n


def judge(mlpc, shape, floor, seconds, megabyte):
    """What is wrong with a shape; empty if nothing is."""
    try:
        for n in LARGE.get(shape.kind, ()):
            demand(mlpc, shape, n, seconds)
        if shape.kind == "repeated":
            power = exponent(mlpc, shape, floor)
            if power > MOST:
                return f"grows by the exponent {power:.2f}"
            if megabyte:
                demand(mlpc, shape, of_megabyte(shape), seconds)
    except Wrong as wrong:
        return str(wrong)
    return ""


def table(mlpc, shapes):
    """Doubles each shape until a run takes two seconds, and prints the last one."""
    for shape in shapes:
        n, last, power = 8, None, 0.0
        while True:
            done = run(mlpc, shape, n, 30)
            if last is not None and last.seconds > 0.02 and done.size > last.size:
                power = math.log(max(done.seconds, 1e-3) / last.seconds) / math.log(done.size / last.size)
            if done.seconds > 2 or done.size > 4 << 20 or done.status not in (0, 1, 3) or (shape.kind == "doubled" and n > 100):
                break
            last = done
            n = n + 4 if shape.kind == "doubled" and n < 40 else 2 * n
        print(f"{shape.name:40} n {n:8} {done.size:9} bytes {done.seconds:7.2f} s {done.memory >> 20:5} MiB "
              f"status {done.status:3} exponent {power:5.2f}", flush=True)


def chosen(options, names):
    if names:
        return [SHAPES[name] for name in names]
    everything = sorted(SHAPES.values(), key=lambda shape: shape.name)
    if FORMAT:
        everything = [shape for shape in everything if not shape.document]
    if "--all" in options or "--table" in options:
        return everything
    # Always the same part: a run of the tests does not depend on the day.
    return everything[::math.ceil(len(everything) / SAMPLE)]


def main():
    options = {argument for argument in sys.argv[2:] if argument.startswith("--")}
    mlpc = pathlib.Path(sys.argv[1]).resolve()
    shapes = chosen(options, [argument for argument in sys.argv[2:] if not argument.startswith("--")])
    if "--table" in options:
        return table(mlpc, shapes)
    if shutil.which("valgrind") is None:
        print("there is no valgrind to count instructions with")
        return 77
    floor, _ = instructions(mlpc, SHAPES["imports_of_library"], 1)
    timed = "--time" in options
    seconds = 60 if not timed else MOST_SECONDS if floor < 20_000_000 else 10 * MOST_SECONDS
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda shape: judge(mlpc, shape, floor, seconds, timed), shapes))
    for shape, wrong in zip(shapes, found):
        if wrong:
            print(f"{shape.name}: {wrong}")
    print(f"{len(shapes)} shapes, {sum(map(bool, found))} of them wrong")
    return 1 if any(found) else 0


if __name__ == "__main__":
    sys.exit(main())
