#include "mlpc/support/image.h"

#include <algorithm>

#include "mlpc/support/characters.h"

namespace mlpc::support {

namespace {

/// Letters and digits, separated by `.`, `_`, `__` or dashes.
bool isPathPart(std::string_view text) {
  if (text.empty()) return false;
  const auto word = [](char c) { return isLower(c) || isDigit(c); };
  if (!word(text.front()) || !word(text.back())) return false;
  for (size_t i = 0; i < text.size();) {
    if (word(text[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && text[end] == text[i]) ++end;
    const size_t length = end - i;
    const bool separator = text[i] == '-' || (text[i] == '.' && length == 1) || (text[i] == '_' && length <= 2);
    if (!separator || !word(text[end])) return false;
    i = end;
  }
  return true;
}

bool isDomain(std::string_view text) {
  const size_t colon = text.find(':');
  std::string_view host = text.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || !std::all_of(port.begin(), port.end(), isDigit)) return false;
  }
  while (true) {
    const size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    const bool good = !label.empty() && isAlphanumeric(label.front()) && isAlphanumeric(label.back()) &&
                      std::all_of(label.begin(), label.end(), [](char c) { return isAlphanumeric(c) || c == '-'; });
    if (!good) return false;
    if (dot == std::string_view::npos) return true;
    host.remove_prefix(dot + 1);
  }
}

}  // namespace

bool isImageReference(std::string_view text) {
  if (const size_t at = text.find('@'); at != std::string_view::npos) {
    const std::string_view digest = text.substr(at + 1);
    const size_t colon = digest.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view hex = digest.substr(colon + 1);
    if (hex.size() < 32 || !std::all_of(hex.begin(), hex.end(), [](char c) {
          return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        })) {
      return false;
    }
    text = text.substr(0, at);
  }
  const size_t slash = text.rfind('/');
  const size_t colon = text.find(':', slash == std::string_view::npos ? 0 : slash);
  if (colon != std::string_view::npos) {
    const std::string_view tag = text.substr(colon + 1);
    const bool good = !tag.empty() && tag.size() <= 128 && (isAlphanumeric(tag.front()) || tag.front() == '_') &&
                      std::all_of(tag.begin(), tag.end(),
                                  [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
    if (!good) return false;
    text = text.substr(0, colon);
  }
  if (text.size() > 255) return false;
  // The first part is a registry if it could not be a folder on Docker Hub.
  const size_t first = text.find('/');
  if (first != std::string_view::npos) {
    const std::string_view domain = text.substr(0, first);
    const bool registry = domain == "localhost" || domain.find_first_of(".:") != std::string_view::npos ||
                          std::any_of(domain.begin(), domain.end(), isUpper);
    if (registry) {
      if (!isDomain(domain)) return false;
      text.remove_prefix(first + 1);
    }
  }
  while (true) {
    const size_t end = text.find('/');
    if (!isPathPart(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace mlpc::support
