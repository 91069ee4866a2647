#pragma once

#include <string>
#include <vector>

#include "mlpc/emit/document.h"
#include "mlpc/emit/output_file.h"

namespace mlpc::emit {

/// Writes YAML that readers of YAML 1.1 and 1.2 (PyYAML, Go yaml.v3, node yaml) read as the same data.
///
/// Plain scalars are the exception: a string is written without quotes only if no reader could take it for something
/// else. The text ends with a line break. Indentation is two spaces; the items of a list are in the column of their
/// key, as the Kubernetes tools write them.
/// `header` comes first, unchanged (comment lines, each with its line break). If there is a `map`, each scalar is
/// recorded in it; `origin` applies where the document has no origin of its own.
std::string writeYaml(const Node& document, std::string_view header = {}, std::vector<Mapped>* map = nullptr,
                      source::Span origin = {});
/// Several documents with `---` between them.
std::string writeYaml(const std::vector<Node>& documents, std::string_view header = {},
                      std::vector<Mapped>* map = nullptr, source::Span origin = {});

/// One scalar or flow text as it would appear after `key: `.
std::string writeScalar(const Node& scalar);

}  // namespace mlpc::emit
