"""Whether our pipeline.yaml and the SDK's mean the same, except for what the compiler may write in its own way."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
import same_pipeline  # noqa: E402

# What the compiler puts before the text of a function for its `return Outputs(…)`; the SDK only takes the function.
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
    """The code that unpacks files and runs notebooks is our own: only the function after it is compared."""
    command = container.get("command", [])
    if command and any(helper in command[-1] for helper in HELPERS):
        name = container["args"][container["args"].index("--function_to_execute") + 1]
        command[-1] = command[-1][command[-1].rindex("\ndef %s(" % name):]


def plain_claim(component):
    """Our components for claims have their own descriptions, and an input that the released SDK does not have yet."""
    for side in ("inputDefinitions", "outputDefinitions"):
        parameters = component.get(side, {}).get("parameters", {})
        parameters.pop("data_source", None)
        for parameter in parameters.values():
            parameter.pop("description", None)


def same_text(ours, theirs):
    return OUTPUTS.sub(r"\1", ours) == OUTPUTS.sub(r"\1", theirs)


def differences(ours, theirs, path="$"):
    """A line for each place where two values differ, ours first."""
    return same_pipeline.differences(ours, theirs, path, same_text)


def compare(ours, theirs, labels=True):
    """The differences of two files, with or without the labels of components and executors. The SDK numbers those from
    nested pipelines in the order of a protobuf map, which is arbitrary."""
    sides = [load(ours), load(theirs)]
    if not labels:
        sides = [same_pipeline.without_labels(side) for side in sides]
    return same_pipeline.documents_differ(*sides, same_text)
