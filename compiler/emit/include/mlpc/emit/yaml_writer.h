#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/document.h"
#include "mlpc/emit/output_file.h"

namespace mlpc::emit {

/// Writes YAML that YAML 1.1 and 1.2 readers (PyYAML, Go yaml.v3, node yaml) take for the same data.
///
/// Plain scalars are the exception: a string is written without quotes only if no reader could take it for something
/// else. The text ends in a line break. Indentation is two spaces; items of a list stand under their key's column, as
/// Kubernetes' tools write them.
/// `header` is put in front as it is (comment lines, each with its line break). With a `map`, each scalar is noted in
/// it; `origin` holds where the document says nothing of its own.
///
/// A back end hands its documents to an `Outlet`, which calls this.
std::string writeYaml(const Node& document, std::string_view header = {}, std::vector<Mapped>* map = nullptr,
                      source::Span origin = {});
/// Several documents with `---` between them.
std::string writeYaml(const std::vector<Node>& documents, std::string_view header = {},
                      std::vector<Mapped>* map = nullptr, source::Span origin = {});

/// Compact JSON on one line, as Python's `json.dumps` writes it (`, ` and `: `, ASCII only). `map` and `origin` as
/// above.
std::string writeJson(const Node& document, std::vector<Mapped>* map = nullptr, source::Span origin = {});

/// One scalar or flow text as it would stand after `key: `; for messages and scripts.
std::string writeScalar(const Node& scalar);

}  // namespace mlpc::emit
