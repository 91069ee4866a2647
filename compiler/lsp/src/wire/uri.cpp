#include "wire/uri.h"

#include <llvm/ADT/StringExtras.h>

#include "mlpc/support/text.h"

namespace mlpc::lsp {
namespace {

constexpr std::string_view kScheme = "file://";

}  // namespace

std::optional<std::string> pathOf(std::string_view uri) {
  if (!uri.starts_with(kScheme)) return std::nullopt;
  uri.remove_prefix(kScheme.size());
  // An authority, such as `localhost`.
  const size_t slash = uri.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  uri.remove_prefix(slash);
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    const unsigned high = i + 2 < uri.size() ? llvm::hexDigitValue(uri[i + 1]) : ~0U;
    const unsigned low = i + 2 < uri.size() ? llvm::hexDigitValue(uri[i + 2]) : ~0U;
    if (uri[i] == '%' && high < 16 && low < 16) {
      path += static_cast<char>(high << 4U | low);
      i += 2;
    } else {
      path += uri[i];
    }
  }
  return path;
}

std::string uriOf(std::string_view path) { return std::string(kScheme) + support::encodeUriPath(path); }

}  // namespace mlpc::lsp
