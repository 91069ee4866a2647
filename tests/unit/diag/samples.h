#pragma once

#include <string>
#include <utility>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::diag::testing {

/// A source with one file, and spans in it.
struct OneFile {
  explicit OneFile(std::string text, std::string name = "a.mlp")
      : file(sources.add(std::move(name), "", std::move(text))) {}
  [[nodiscard]] source::Span at(uint32_t begin, uint32_t end) const { return {file, begin, end}; }
  /// The span of the first `piece` in the text.
  [[nodiscard]] source::Span of(std::string_view piece) const {
    const auto begin = static_cast<uint32_t>(sources.file(file).text().find(piece));
    return at(begin, begin + static_cast<uint32_t>(piece.size()));
  }

  source::SourceManager sources;
  source::FileId file;
};

/// The codes of the findings, in order.
inline std::vector<uint16_t> codes(const std::vector<Report>& reports) {
  std::vector<uint16_t> out;
  for (const Report& report : reports) out.push_back(report.record->code);
  return out;
}

/// The messages of the findings, in order.
inline std::vector<std::string> messages(const std::vector<Report>& reports) {
  std::vector<std::string> out;
  for (const Report& report : reports) out.push_back(report.message);
  return out;
}

}  // namespace mlpc::diag::testing
