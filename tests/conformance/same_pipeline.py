#!/usr/bin/env python3
"""same_pipeline.py A B [--ignore-source] [--ignore-labels] [--max N]: whether two pipeline.yaml mean the same to KFP's back end.

Mappings have no order; lists do, except those that are sets. A number is a double, as in protobuf's JSON: 10 is 10.0,
and neither `true` nor "10". What is absent differs from what is empty or null. `sdkVersion` only says who wrote a document.
  --ignore-source   leaves out the Python of components and the version of KFP that they install
  --ignore-labels   leaves out the labels of components and executors; which of them a task refers to still counts
Prints a line for each difference. Exit status: 0 they are the same, 1 they differ, 2 one of them cannot be read.
"""
import argparse
import json
import math
import re
import sys

import yaml

ABSENT = object()
SETS = {"dependentTasks"}
KFP_PIN = re.compile(r"'kfp==[^']+'")
LONG = 100  # longer texts are shown only from where they differ
SHOWN = 300


class Unreadable(Exception):
    """A file that is not a pipeline.yaml."""


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Dates stay strings, as in protobuf's JSON; no key may occur twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if (key.tag, key.value) in seen:
                raise yaml.constructor.ConstructorError(None, None, "the key `%s` stands twice" % key.value, key.start_mark)
            seen.add((key.tag, key.value))
        return super().construct_mapping(node, deep)


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in Loader.yaml_implicit_resolvers.items()}


def load(path):
    """The documents of a file: the pipeline, and its settings for the platform."""
    try:
        with open(path, encoding="utf-8") as file:
            documents = [document for document in yaml.load_all(file, Loader=Loader) if document is not None]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unreadable("%s: %s" % (path, error)) from error
    if not documents or not all(isinstance(document, dict) for document in documents):
        raise Unreadable("%s: there is no document, or one is not a mapping" % path)
    for document in documents:
        document.pop("sdkVersion", None)
    return documents


def kind(value):
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def shown(value):
    return "<absent>" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=str)[:SHOWN]


def step(key):
    return "." + key if isinstance(key, str) and re.fullmatch(r"[\w-]+", key) else "[%s]" % json.dumps(key)


def same_number(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def first_difference(a, b):
    """Where two texts begin to differ."""
    return next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))


def differences(a, b, path="$", same_text=lambda a, b: a == b):
    """A line for each place where two values differ. `same_text` decides which texts count as equal."""
    if a is ABSENT or b is ABSENT or kind(a) != kind(b):
        return ["%s: %s != %s" % (path, shown(a), shown(b))]
    if isinstance(a, dict):
        return [line for key in sorted(set(a) | set(b), key=str)
                for line in differences(a.get(key, ABSENT), b.get(key, ABSENT), path + step(key), same_text)]
    if isinstance(a, list):
        if path.rsplit(".", 1)[-1] in SETS:
            a, b = sorted(a, key=str), sorted(b, key=str)
        return [line for index in range(max(len(a), len(b)))
                for line in differences(*(side[index] if index < len(side) else ABSENT for side in (a, b)),
                                        "%s[%d]" % (path, index), same_text)]
    if isinstance(a, str):
        if same_text(a, b):
            return []
        if min(len(a), len(b)) > LONG:
            at = first_difference(a, b)
            path, a, b = "%s@%d" % (path, at), a[max(0, at - 40):at + 80], b[max(0, at - 40):at + 80]
    elif a == b or kind(a) == "number" and same_number(a, b):
        return []
    return ["%s: %s != %s" % (path, shown(a), shown(b))]


def executors_of(document):
    return (document.get("deploymentSpec") or {}).get("executors") or {}


def without_source(documents):
    """Removes the Python from the executors that run a function, and the version of KFP that they install."""
    for document in documents:
        for executor in executors_of(document).values():
            container = executor.get("container") or {}
            command = container.get("command")
            if not command or "--function_to_execute" not in (container.get("args") or []):
                continue
            container["command"] = [KFP_PIN.sub("'kfp==*'", word) for word in command[:-1]] + ["<source>"]
    return documents


def without_labels(documents):
    """Names components and executors after their path from the root. What nothing refers to keeps its name."""
    spec = documents[0]
    components = spec.get("components") or {}
    names, executor_names = {}, {}

    def walk(component, path):
        for name, task in sorted(((component.get("dag") or {}).get("tasks") or {}).items()):
            reference = task.get("componentRef") or {}
            label = reference.get("name")
            if label is None:
                continue
            if label not in names:
                names[label] = path + "/" + name
                inner = components.get(label) or {}
                if "executorLabel" in inner:
                    inner["executorLabel"] = executor_names.setdefault(inner["executorLabel"], names[label])
                walk(inner, names[label])
            reference["name"] = names[label]

    def renamed(deployment):
        deployment["executors"] = {executor_names.get(label, label): value for label, value in deployment["executors"].items()}

    walk(spec.get("root") or {}, "")
    if components:
        spec["components"] = {names.get(label, label): value for label, value in components.items()}
    platforms = [platform for document in documents for platform in (document.get("platforms") or {}).values()]
    for document in [*documents, *platforms]:
        if executors_of(document):
            renamed(document["deploymentSpec"])
    return documents


def documents_differ(ours, theirs, same_text=lambda a, b: a == b):
    """The differences of two lists of documents."""
    found = []
    for index in range(max(len(ours), len(theirs))):
        pair = [side[index] if index < len(side) else ABSENT for side in (ours, theirs)]
        found += differences(*pair, "document %d" % index, same_text)
    return found


def compare(ours, theirs, source=True, labels=True):
    """The differences of two files; throws `Unreadable`."""
    sides = [load(ours), load(theirs)]
    if not source:
        sides = [without_source(side) for side in sides]
    if not labels:
        sides = [without_labels(side) for side in sides]
    return documents_differ(*sides)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs=2, metavar="FILE")
    parser.add_argument("--ignore-source", action="store_true")
    parser.add_argument("--ignore-labels", action="store_true")
    parser.add_argument("--max", type=int, default=50, help="how many differences are printed")
    options = parser.parse_args()
    try:
        found = compare(*options.files, source=not options.ignore_source, labels=not options.ignore_labels)
    except Unreadable as error:
        print(error)
        return 2
    for line in found[:options.max]:
        print(line)
    if len(found) > options.max:
        print("... and %d more" % (len(found) - options.max))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
