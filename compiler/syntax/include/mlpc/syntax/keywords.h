#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include "mlpc/syntax/token_kind.h"

namespace mlpc::syntax {

/// Every keyword, in the order of TokenKind.
inline constexpr std::span<const std::string_view> kKeywords = [] {
  constexpr auto isWord = [](std::string_view text) { return !text.empty() && text[0] >= 'a' && text[0] <= 'z'; };
  constexpr std::span kAll(kTokenTexts);
  const auto* first = std::find_if(std::begin(kTokenTexts), std::end(kTokenTexts), isWord);
  const auto* last = std::find_if_not(first, std::end(kTokenTexts), isWord);
  return kAll.subspan(static_cast<size_t>(first - std::begin(kTokenTexts)), static_cast<size_t>(last - first));
}();
static_assert(kKeywords.data() == kTokenTexts + static_cast<size_t>(TokenKind::Let) - 1);

/// Those that are keywords everywhere; the others are names except where a statement or declaration can begin.
inline constexpr std::span<const std::string_view> kReservedWords =
    kKeywords.first(static_cast<size_t>(TokenKind::Null) - static_cast<size_t>(TokenKind::Let) + 1);

/// Whether it is a keyword anywhere.
constexpr bool isKeyword(std::string_view word) {
  return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}
/// Whether it cannot be used as a name.
constexpr bool isReservedWord(std::string_view word) {
  return std::find(kReservedWords.begin(), kReservedWords.end(), word) != kReservedWords.end();
}

}  // namespace mlpc::syntax
