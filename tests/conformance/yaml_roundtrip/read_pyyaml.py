"""Reads each NNNN.yaml of a folder with PyYAML and writes what it found as NNNN.<reader>.json."""
import json
import pathlib
import struct
import sys

import yaml

sys.setrecursionlimit(20000)


def tagged(value):
    # bool before int: it is a subclass.
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"i": str(value)}
    if isinstance(value, float):
        return {"f": "nan" if value != value else struct.pack(">d", value).hex()}
    if isinstance(value, list):
        return [tagged(v) for v in value]
    if isinstance(value, dict):
        return {"m": {k if isinstance(k, str) else f"<{type(k).__name__}> {k!r}": tagged(v) for k, v in value.items()}}
    return {"other": f"{type(value).__name__} {value!r}"}


def main():
    folder, reader = pathlib.Path(sys.argv[1]), sys.argv[2]
    limit = int(sys.argv[3])
    loader = {"pyyaml": yaml.SafeLoader, "libyaml": yaml.CSafeLoader}[reader]
    for path in sorted(folder.glob("*.yaml"))[-limit:]:
        try:
            found = [tagged(d) for d in yaml.load_all(path.read_bytes(), loader)]
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            found = {"error": str(error)}
        path.with_suffix(f".{reader}.json").write_text(json.dumps(found))


main()
