"""Whether two pipeline.yaml say the same."""
import json
import re

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ABSENT = object()
# Lists whose order means nothing.
SETS = {"dependentTasks"}
# What the compiler puts in front of a function's text for its `return Outputs(…)`; the SDK takes the function only.
OUTPUTS = re.compile(r"(\nfrom typing import \*\n\n)Outputs = NamedTuple\(.*\)\n\n\n")
CLAIMS = re.compile(r"comp-(createpvc|deletepvc)(-[0-9]+)*$")


def load(path):
    with open(path, encoding="utf-8") as file:
        documents = [d for d in yaml.load_all(file, Loader=Loader) if d is not None]
    for document in documents:
        document.pop("sdkVersion", None)
        for executor in document.get("deploymentSpec", {}).get("executors", {}).values():
            plain_helper(executor.get("container", {}))
        for name, component in document.get("components", {}).items():
            if CLAIMS.match(name):
                plain_claim(component)
    return documents


def plain_helper(container):
    """The code that unpacks files and runs notebooks is our own: what is compared is the function behind it."""
    command = container.get("command", [])
    if command and ("_EMBEDDED_FILES = " in command[-1] or "__KFP_EMBEDDED_ARCHIVE_B64 = " in command[-1]):
        name = container["args"][container["args"].index("--function_to_execute") + 1]
        command[-1] = command[-1][command[-1].rindex("\ndef %s(" % name):]


def plain_claim(component):
    """Our components for claims have descriptions of their own, and an input that the released SDK does not have yet."""
    for side in ("inputDefinitions", "outputDefinitions"):
        parameters = component.get(side, {}).get("parameters", {})
        parameters.pop("data_source", None)
        for parameter in parameters.values():
            parameter.pop("description", None)


def kind(value):
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def shown(value):
    return "<absent>" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=str)[:300]


def differences(ours, theirs, path="$"):
    """Lines about every place where two values differ. A number is a double, as in protobuf's JSON."""
    if ours is ABSENT or theirs is ABSENT or kind(ours) != kind(theirs):
        return ["%s: %s, SDK: %s" % (path, shown(ours), shown(theirs))]
    found = []
    if isinstance(ours, dict):
        for key in sorted(set(ours) | set(theirs), key=str):
            found += differences(ours.get(key, ABSENT), theirs.get(key, ABSENT), "%s.%s" % (path, key))
    elif isinstance(ours, list):
        if path.rsplit(".", 1)[-1] in SETS:
            ours, theirs = sorted(ours), sorted(theirs)
        for index in range(max(len(ours), len(theirs))):
            pair = [side[index] if index < len(side) else ABSENT for side in (ours, theirs)]
            found += differences(*pair, "%s[%d]" % (path, index))
    elif ours != theirs and not (isinstance(ours, str) and OUTPUTS.sub(r"\1", ours) == OUTPUTS.sub(r"\1", theirs)):
        if isinstance(ours, str) and min(len(ours), len(theirs)) > 100:
            at = next((i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
            path, ours, theirs = "%s@%d" % (path, at), ours[max(0, at - 40):at + 80], theirs[max(0, at - 40):at + 80]
        found.append("%s: %s, SDK: %s" % (path, shown(ours), shown(theirs)))
    return found


def relabel(documents):
    """Names components and executors after the way from the root to them. Those out of nested pipelines are numbered by
    the SDK in the order of a protobuf map, which is none."""
    spec = documents[0]
    components, executors = spec.get("components", {}), spec.get("deploymentSpec", {}).get("executors", {})
    new, new_executors = {}, {}

    def walk(component, path):
        for name, task in sorted(component.get("dag", {}).get("tasks", {}).items()):
            label = task["componentRef"]["name"]
            if label not in new:
                new[label] = path + "/" + name
                inner = components.get(label, {})
                if "executorLabel" in inner:
                    new_executors.setdefault(inner["executorLabel"], new[label])
                    inner["executorLabel"] = new_executors[inner["executorLabel"]]
                walk(inner, new[label])
            task["componentRef"]["name"] = new[label]

    walk(spec["root"], "")
    if components:
        spec["components"] = {new.get(k, k): v for k, v in components.items()}
        spec["deploymentSpec"]["executors"] = {new_executors.get(k, k): v for k, v in executors.items()}
    for platform in (p for d in documents[1:] for p in d.get("platforms", {}).values()):
        executors = platform.get("deploymentSpec", {}).get("executors")
        if executors:
            platform["deploymentSpec"]["executors"] = {new_executors.get(k, k): v for k, v in executors.items()}
    return documents


def compare(ours, theirs, labels=True):
    """The differences of two files, with or without what components and executors are called."""
    documents = [load(ours), load(theirs)]
    if not labels:
        documents = [relabel(side) for side in documents]
    found = []
    for index in range(max(map(len, documents))):
        pair = [side[index] if index < len(side) else ABSENT for side in documents]
        found += differences(*pair, "document %d" % index)
    return found
