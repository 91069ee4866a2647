#!/usr/bin/env python3
"""Inputs from which a search begins. In FOLDER/programs: some of the samples and golden cases, and as many random ones, which the
comparison with the KFP SDK (tests/conformance/kfp_random) makes too. In FOLDER/documents: what the golden cases are compiled to for KFP.

usage: seeds.py FOLDER [--count 60] [--seed N]
"""
import argparse
import os
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/conformance/kfp_random"))
import pipelines  # noqa: E402  pylint: disable=wrong-import-position


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=60, help="how many programs")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    options = parser.parse_args()
    programs, documents = options.folder / "programs", options.folder / "documents"
    for folder in (programs, documents):
        folder.mkdir(parents=True, exist_ok=True)
    print(f"seeds.py --seed {options.seed} --count {options.count}", flush=True)
    r = random.Random(options.seed)
    for number in range(options.count // 2):
        (programs / f"random_{number}").write_text(pipelines.Program(r.randrange(2**32)).ours, encoding="utf-8")
    written = sorted([*ROOT.glob("samples/*.mlp"), *ROOT.glob("tests/cases/**/*.mlp")])
    for path in r.sample(written, min(options.count // 2, len(written))):
        text = "".join(line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("//@"))
        (programs / "_".join(path.relative_to(ROOT).parts)).write_text(text, encoding="utf-8")
    compiled = sorted(path for path in ROOT.glob("tests/cases/**/expected/*.yaml") if b"\npipelineInfo:" in path.read_bytes())
    for path in r.sample(compiled, min(options.count, len(compiled))):
        (documents / "_".join(path.relative_to(ROOT).parts)).write_bytes(path.read_bytes())


if __name__ == "__main__":
    main()
