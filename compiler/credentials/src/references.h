#pragma once

#include <cstdint>
#include <string_view>

namespace mlpc::credentials {

/// Who may replace parts of a text before it is used.
enum class Inserts : uint8_t {
  Document,   ///< what reads the document: Kubernetes, Azure Pipelines, Helm
  Code,       ///< a shell or an interpreter, too
  Formatted,  ///< the same of a text in which braces are code: `f"{x}"`
};

/// Whether the value is one that is put in its place, but for parts that do not look like a credential.
bool isReplaced(std::string_view value, Inserts by);

}  // namespace mlpc::credentials
