"""Answers of the server as text that somebody can read and compare: ranges with what is in them, edits as what they change."""
import difflib
import json

KINDS = {2: "method", 3: "function", 5: "field", 6: "variable", 7: "class", 9: "module", 10: "property", 12: "value",
         14: "keyword", 15: "snippet", 17: "file", 20: "enum", 21: "constant", 22: "struct"}
SYMBOLS = {2: "module", 3: "namespace", 5: "class", 6: "method", 12: "function", 13: "variable", 14: "constant",
           19: "object", 20: "key", 23: "struct", 24: "event"}
SEVERITIES = {1: "error", 2: "warning", 3: "info", 4: "hint"}


def is_range(value):
    return isinstance(value, dict) and set(value) == {"start", "end"}


class Shower:
    """`files` are the documents by URI; a document converts positions to offsets and has a `name`."""

    def __init__(self, files, legend):
        self.files = files
        self.legend = legend

    def name(self, uri):
        return self.files[uri].name if uri in self.files else uri.rpartition("/")[2]

    def show(self, method, result, document):
        """The lines of an answer."""
        part = method.rpartition("/")[2]
        if result is None:
            return ["null"]
        special = getattr(self, "show_" + {"full": "tokens", "range": "tokens"}.get(part, part), None)
        if special:
            lines = special(result, document)
        elif isinstance(result, list):
            lines = [self.plain(one, document) for one in result]
        else:
            lines = [self.plain(result, document)]
        return lines or ["nothing"]

    # ---- pieces

    def span(self, span, document):
        text = f"{span['start']['line']}:{span['start']['character']}-{span['end']['line']}:{span['end']['character']}"
        if document and span["start"]["line"] == span["end"]["line"]:
            text += f" `{document.between(span)}`"
        return text

    def plain(self, value, document):
        """Any JSON on one line."""
        if is_range(value):
            return self.span(value, document)
        if isinstance(value, dict):
            if set(value) == {"line", "character"}:
                return f"{value['line']}:{value['character']}"
            inner = self.files.get(value.get("uri"), document)
            parts = [f"{key}: {self.plain(one, inner)}" for key, one in value.items() if key not in ("uri", "data")]
            if "uri" in value:
                parts.insert(0, self.name(value["uri"]))
            return ", ".join(parts) if "uri" in value else "{" + ", ".join(parts) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.plain(one, document) for one in value) + "]"
        if isinstance(value, str):
            return self.name(value) if value in self.files else value.replace("\n", "⏎")
        return json.dumps(value)

    def edited(self, edit):
        """The lines that a WorkspaceEdit changes."""
        changes = dict(edit.get("changes", {}))
        for one in edit.get("documentChanges", []):
            changes.setdefault(one["textDocument"]["uri"], []).extend(one["edits"])
        lines = []
        for uri in sorted(changes, key=self.name):
            document = self.files[uri]
            lines.append(self.name(uri))
            lines += changed_lines(document.text, document.with_edits(changes[uri]))
        return lines

    # ---- answers that are read better in a form of their own

    def show_hover(self, result, document):
        return [self.span(result["range"], document)] + ["  " + line for line in result["contents"]["value"].split("\n")]

    def show_rename(self, result, _):
        return self.edited(result)

    def show_completion(self, result, document):
        items = sorted(result["items"], key=lambda item: item.get("sortText", item["label"]))
        lines = []
        for item in items:
            edit = item["textEdit"]
            written = document.between({"start": edit["range"]["start"], "end": document.asked})
            if not item.get("filterText", item["label"]).lower().startswith(written.lower()):
                continue
            line = f"{item['label']} ({KINDS[item['kind']]})"
            if item.get("detail"):
                line += f" {item['detail']}"
            if edit["newText"] != item["label"]:
                line += " → " + edit["newText"].replace("\n", "⏎").replace("\t", "⇥")
            for more in item.get("additionalTextEdits", []):
                line += " + " + more["newText"].replace("\n", "⏎")
            lines.append(line)
        most = 12
        return lines[:most] + ([f"… {len(lines) - most} more"] if len(lines) > most else [])

    def show_resolve(self, result, _):
        return result.get("documentation", {}).get("value", "nothing").split("\n")

    def show_signatureHelp(self, result, _):
        one = result["signatures"][result["activeSignature"]]
        lines = [one["label"]]
        if result["activeParameter"] < len(one["parameters"]):
            parameter = one["parameters"][result["activeParameter"]]
            begin, end = parameter["label"]
            lines.append("active: " + one["label"].encode("utf-16-le")[2 * begin:2 * end].decode("utf-16-le"))
            lines += parameter.get("documentation", {}).get("value", "").split("\n")
        return [line for line in lines if line]

    def show_documentSymbol(self, result, document, indent=""):
        lines = []
        for one in result:
            detail = f" ({one['detail']})" if one.get("detail") else ""
            whole = one["range"]
            lines.append(f"{indent}{SYMBOLS[one['kind']]} {document.between(one['selectionRange'])}{detail} "
                         f"{whole['start']['line']}-{whole['end']['line']}")
            lines += self.show_documentSymbol(one.get("children", []), document, indent + "  ")
        return lines

    def show_symbol(self, result, _):
        return [f"{SYMBOLS[one['kind']]} {one['name']}: {self.plain(one['location'], None)}" for one in result]

    def show_tokens(self, result, document):
        lines, line, character = [], 0, 0
        data = result["data"]
        for at in range(0, len(data), 5):
            down, right, length, kind, modifiers = data[at:at + 5]
            line, character = line + down, right if down else character + right
            span = {"start": {"line": line, "character": character}, "end": {"line": line, "character": character + length}}
            names = [name for bit, name in enumerate(self.legend["tokenModifiers"]) if modifiers >> bit & 1]
            lines.append(" ".join([self.span(span, document), self.legend["tokenTypes"][kind], *names]))
        return lines

    def show_foldingRange(self, result, _):
        return [f"{one['startLine']}-{one['endLine']} {one.get('kind', '')}".rstrip() for one in result]

    def show_selectionRange(self, result, document):
        lines = []
        for chain in result:
            while chain:
                lines.append(self.span(chain["range"], None) + " " + document.between(chain["range"]).replace("\n", "⏎")[:60])
                chain = chain.get("parent")
        return lines

    def show_inlayHint(self, result, document):
        lines = []
        for one in sorted(result, key=lambda hint: (hint["position"]["line"], hint["position"]["character"])):
            label = one["label"]
            before = document.line(one["position"]["line"])
            at = document.column(one["position"])
            lines.append(f"{one['position']['line']}: {before[:at].lstrip()}‹{label}›{before[at:]}")
        return lines

    def show_codeAction(self, result, _):
        lines = []
        for one in result:
            lines.append(f"{one['title']} ({one['kind']}{', preferred' if one.get('isPreferred') else ''})")
            lines += ["  " + line for line in self.edited(one["edit"])]
        return lines

    def show_codeLens(self, result, document):
        return [f"{self.span(one['range'], document)}: {one['command']['title']} = {one['command']['command']}"
                for one in result]

    def show_formatting(self, result, document):
        return changed_lines(document.text, document.with_edits(result))

    show_rangeFormatting = show_onTypeFormatting = show_formatting

    def show_compiledDocument(self, result, _):
        text = result["text"].split("\n")
        mapped = {}
        for one in result["map"]:
            mapped.setdefault(one["line"], []).append(one)
        lines = []
        for number, line in enumerate(text):
            origins = [f"{self.name(one['uri'])} {self.span(one['range'], self.files.get(one['uri']))}"
                       for one in mapped.get(number, [])]
            lines.append(f"{line}  # {'; '.join(origins)}" if origins else line)
        return lines

    def show_fence(self, result, _):
        head = {key: value for key, value in result.items() if key != "text"}
        return [self.plain(head, None)] + result["text"].split("\n")

    def show_diagnostics(self, result, document):
        """Those of one file, in the order of their places."""
        lines = []
        for one in sorted(result, key=lambda item: (item["range"]["start"]["line"], item["range"]["start"]["character"])):
            tags = "".join({1: " unnecessary", 2: " deprecated"}[tag] for tag in one.get("tags", []))
            lines.append(f"{self.span(one['range'], document)} {SEVERITIES[one['severity']]} {one['code']}{tags}: {one['message']}")
            for note in one.get("relatedInformation", []):
                lines.append(f"  {self.plain(note['location'], None)}: {note['message']}")
        return lines or ["none"]

    def show_diagnostic(self, result, document):
        if result["kind"] == "unchanged":
            return ["unchanged"]
        return self.show_diagnostics(result["items"], document)


def changed_lines(before, after):
    """`-` and `+` lines."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return ["  " + line for line in lines if not line.startswith(("---", "+++", "@@"))]
