#include <algorithm>
#include <span>
#include <utility>

#include "mlpc/diag/render.h"

namespace mlpc::diag {

// Generated from compiler/diag/pages.
std::span<const std::pair<std::string_view, std::string_view>> pageTexts();

std::string_view page(uint16_t code) {
  const std::string name = codeText(code) + ".md";
  const auto texts = pageTexts();
  auto it = std::find_if(texts.begin(), texts.end(), [&](const auto& entry) { return entry.first == name; });
  return it != texts.end() ? it->second : std::string_view();
}

}  // namespace mlpc::diag
