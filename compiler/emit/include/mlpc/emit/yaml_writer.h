#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/document.h"

namespace mlpc::emit {

/// Writes YAML that YAML 1.1 and 1.2 readers (PyYAML, Go yaml.v3, node yaml) take for the same data.
///
/// Plain scalars are the exception: a string is written without quotes only if no reader could take it for something
/// else. The text ends in a line break. Indentation is two spaces; items of a list stand under their key's column, as
/// Kubernetes' tools write them.
std::string writeYaml(const Node& document);
/// Several documents with `---` between them. `header` is put in front as it is (comment lines, each with its line
/// break).
std::string writeYaml(const std::vector<Node>& documents, std::string_view header = {});

/// Compact JSON on one line, as Python's `json.dumps` writes it (`, ` and `: `, ASCII only).
std::string writeJson(const Node& document);

/// One scalar or flow text as it would stand after `key: `; for messages and scripts.
std::string writeScalar(const Node& scalar);

}  // namespace mlpc::emit
