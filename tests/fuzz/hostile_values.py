"""Each value and key of the documents in `tests/import/cases` becomes something that nobody expects there: what is imported can be parsed.

usage: hostile_values.py PATH_OF_MLPC_FUZZ_IMPORT

The program aborts at the first document that breaks a promise of the importer, and names it.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import yaml

CASES = pathlib.Path(__file__).resolve().parents[1] / "import/cases"

# As YAML. What is in quotes is also put in the place of keys.
VALUES = [json.dumps(text) for text in (
    "", "\n", "a\n\n>>>\nb\n", "a\r\nb", "\0", "\x01", "\x1b", "\u2028", "\ufeff", "\U0001d4b3", '"', '"""', "\\", "}",
    "~{x}", "\\~{", "{{$.inputs.parameters['x']}}", "//", "-1", "-007", "9" * 18, "9" * 400, "1.2.3", "1e999", ".5", "1Gi1Gi", "let",
    "Output", "true", "-5s", '{"Concat": [{"IfPresent": {"InputName": "x y", "Then": []}}]}', '[{"": ""}, 1e999, "\\u0000"]',
    "1e999 == 1.2.3", "'a' in []", 'parseJson(string_value)["\\x01"]')
] + ["-0.0", "1.0e+999", ".nan", "99999999999999999999999999", "~", "on", "[]", '{"": ""}', '{"a b": {"let": ["\\n"]}}',
     "[" * 100 + "]" * 100]


class Written(str):
    """A value as it is written."""


def text_of(node):
    if isinstance(node, Written):
        return str(node)
    if isinstance(node, dict):
        return "{%s}" % ", ".join("? %s : %s" % (text_of(key), text_of(value)) for key, value in node.items())
    if isinstance(node, list):
        return "[%s]" % ", ".join(map(text_of, node))
    return json.dumps(node)


def variants(node, seen, place=""):
    """What is put where, and the document with it, for each place and value; once for each field."""
    field = place.rpartition("/")[2]
    for value in () if field in seen else VALUES:
        yield "%s = %s" % (place, value), Written(value)
    seen.add(field)
    if isinstance(node, dict):
        for key, inner in node.items():
            for value in () if "keys of " + field in seen else VALUES:
                if value.startswith('"'):
                    yield "%s/%s -> %s" % (place, key, value), {Written(value) if k == key else k: v for k, v in node.items()}
            seen.add("keys of " + field)
            for what, variant in variants(inner, seen, "%s/%s" % (place, key)):
                yield what, {**node, key: variant}
    if isinstance(node, list):
        for i, inner in enumerate(node):
            for what, variant in variants(inner, seen, "%s/%d" % (place, i)):
                yield what, node[:i] + [variant] + node[i + 1:]


def main(program):
    seen = set()
    for path in sorted(CASES.glob("*.yaml")):
        documents = [document for document in yaml.safe_load_all(path.read_text()) if document is not None]
        places = []
        with tempfile.TemporaryDirectory() as folder:
            for at, document in enumerate(documents):
                for what, variant in variants(document, seen):
                    texts = [text_of(variant if i == at else other) for i, other in enumerate(documents)]
                    (pathlib.Path(folder) / ("%06d.yaml" % len(places))).write_text("\n---\n".join(texts) + "\n")
                    places.append(what)
            if not places:
                continue
            done = subprocess.run([program, folder], capture_output=True, text=True)
            if done.returncode != 0:
                broken = pathlib.Path(done.stderr.split()[-1])
                if broken.exists():
                    (pathlib.Path.cwd() / "broken.yaml").write_text(broken.read_text())
                    sys.exit("%s: %s (broken.yaml)" % (path.name, places[int(broken.stem)]))
                sys.exit(done.stderr)
        print(path.name, len(places))


if __name__ == "__main__":
    main(sys.argv[1])
