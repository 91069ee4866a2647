#!/usr/bin/env python3
"""Every construct of the IR occurs in a golden case of tests/cases/ir.

The list below is compared with the alternatives that compiler/ir declares, so that a new one is not forgotten.
"""
import pathlib
import re
import sys

CASES = pathlib.Path(__file__).resolve().parent
ROOT = CASES.parents[2]

# How the dump writes each alternative of a value.
VALUES = {
    "InputRef": r"\binput\.\w",
    "OutputRef": r"%\d+\.(\w|\")",
    "ItemRef": r"%\d+\.item\b",
    "FieldRef": r"%\d+\.item\.\w",
    "FinalStatusRef": r"%\d+\.final_status",
    "PropertyRef": r"\b(run|task|matrix)\.\w",
    "PortRef": r"\bin\.\w+\.metadata\[.*\bout\.\w+\.path",
    "ExecutorInput": r"\bexecutor_input\b",
    "SecretRef": r"\bsecret\.\w+\[",
    "ResourceRef": r"\bresource\.\w+\.\w",
    "StepOutputRef": r"\bstep\.\w+\.\w+\.\w+\.\w",
    "VariableRef": r"\bvariable\.\w",
    "NodeRef": r"\bnode\.\w",
    "Call": r"\bpvc\(.*: ",
    "Operation": r"\(.* \? .* : .*\)",
    "Interpolation": r"\btext\(",
    "ListValue": r"\[.*%",
    "RecordValue": r"\{.*\w: ",
    "CodeValue": r"\bcode bash\(",
    "DeclarationRef": r"\bpipeline\.\w",
}
# What a program, a pipeline, a component and a workflow contain.
LINES = [
    r"^secret \w+ kubernetes", r"^secret \w+ variable", r"^secret \w+ key vault", r"^secret .* optional",
    r"^resource \w+: ", r"^existing \w+: ", r"^trainjob .* task only", r"^trainjob ", r"^workflow .* stages jobs", r"^workflow ",
    r"^component .* unnamed output", r"^  python module entry ", r"^  python$", r"^  bash$", r"^  command ", r"^  args ", r"^  task ",
    r"^  builtin ", r"^  passthrough ", r"^  venv$", r"^  no kfp$", r"^  packages ", r"^  pip_index_urls ", r"^  pip_trusted_hosts ",
    r"^  kfp_package ", r"^  env", r"^  input .* optional", r"^  output ", r"list\[", r"\(.* && .*\)", r"\(!", r" in \[", r"trainjob\.\w",
    r"task component ", r"task pipeline ", r"task trainjob ", r"importer ", r"^ +uri ", r"^ +metadata ", r"^ +reimport$",
    r"^ +download_to_workspace$", r"%\d+ if", r"when ", r"otherwise", r"%\d+ for .* records", r"%\d+ for ", r"parallelism ", r"%\d+ try",
    r"^ +finally$", r"yield ", r"^  output .* := ", r" let \w+", r" display_name ", r" name ", r"^ +after %", r"^ +always_run$",
    r"^ +no cache$", r"^ +cache_key ", r"^ +timeout ", r"^ +retry ", r"^ +image ", r"^ +requests", r"^ +limits", r"^ +accelerator type ",
    r"^ +accelerator count ", r"^ +volumes", r"^ +node_selector ", r"^ +tolerations ", r"^ +node_affinity ", r"^ +labels",
    r"^ +annotations", r"^ +image_pull_secrets ", r"^ +image_pull_policy ", r"^ +security_context ", r"^ +init_containers ",
    r"^  kfp_version ", r"^  root ", r"^  timeout ", r"^  ttl completion ", r"^  ttl success ", r"^  ttl failure ", r"^  workspace size ",
    r"^  workspace storage_class ", r"^  workspace access_modes ", r"^  stage ", r"^ +job ", r"^ +deployment ", r"^ +hook ", r"^ +variable ",
    r"^ +step bash let ", r"^ +step \w+ in ", r"^ +step template", r"^ +step checkout", r"^ +step \S+@\d", r"^ +outputs ", r"^ +script",
    r"^  input .* of ",
]


def declared():
    """The alternatives of `Value::Node` as the header has them."""
    text = (ROOT / "compiler/ir/include/mlpc/ir/value.h").read_text(encoding="utf-8")
    names = re.search(r"using Node = std::variant<(.*?)>;", text, re.DOTALL).group(1)
    return [name for name in re.findall(r"\w+", names.replace("support::Constant", ""))]


def main():
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*/expected/program.ir"))]
    if not texts:
        raise SystemExit("there are no cases in %s" % CASES)
    problems = ["compiler/ir has a value %s, and %s has no pattern for it" % (name, pathlib.Path(__file__).name)
                for name in declared() if name not in VALUES]
    for name, pattern in [*VALUES.items(), *((pattern, pattern) for pattern in LINES)]:
        if not any(re.search(pattern, text, re.MULTILINE) for text in texts):
            problems.append("no case has `%s`" % name)
    print("\n".join(problems))
    print("%d constructs, %d problems" % (len(VALUES) + len(LINES), len(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
