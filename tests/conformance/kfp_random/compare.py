"""Whether our pipeline.yaml and the SDK's say the same, but for what the compiler is free to write in its own way."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
import same_pipeline  # noqa: E402

# What the compiler puts in front of a function's text for its `return Outputs(…)`; the SDK takes the function only.
OUTPUTS = re.compile(r"(\nfrom typing import \*\n\n)Outputs = NamedTuple\(.*\)\n\n\n")
CLAIMS = re.compile(r"comp-(createpvc|deletepvc)(-[0-9]+)*$")
HELPERS = ("_EMBEDDED_FILES = ", "__KFP_EMBEDDED_ARCHIVE_B64 = ")


def load(path):
    documents = same_pipeline.load(path)
    for document in documents:
        for executor in same_pipeline.executors_of(document).values():
            plain_helper(executor.get("container", {}))
        for name, component in document.get("components", {}).items():
            if CLAIMS.match(name):
                plain_claim(component)
    return documents


def plain_helper(container):
    """The code that unpacks files and runs notebooks is our own: what is compared is the function behind it."""
    command = container.get("command", [])
    if command and any(helper in command[-1] for helper in HELPERS):
        name = container["args"][container["args"].index("--function_to_execute") + 1]
        command[-1] = command[-1][command[-1].rindex("\ndef %s(" % name):]


def plain_claim(component):
    """Our components for claims have descriptions of their own, and an input that the released SDK does not have yet."""
    for side in ("inputDefinitions", "outputDefinitions"):
        parameters = component.get(side, {}).get("parameters", {})
        parameters.pop("data_source", None)
        for parameter in parameters.values():
            parameter.pop("description", None)


def same_text(ours, theirs):
    return OUTPUTS.sub(r"\1", ours) == OUTPUTS.sub(r"\1", theirs)


def differences(ours, theirs, path="$"):
    """Lines about every place where two values differ, ours first."""
    return same_pipeline.differences(ours, theirs, path, same_text)


def compare(ours, theirs, labels=True):
    """The differences of two files, with or without what components and executors are called. The SDK numbers those out of
    nested pipelines in the order of a protobuf map, which is none."""
    sides = [load(ours), load(theirs)]
    if not labels:
        sides = [same_pipeline.without_labels(side) for side in sides]
    return same_pipeline.documents_differ(*sides, same_text)
