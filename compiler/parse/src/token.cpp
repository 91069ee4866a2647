#include "token.h"

#include <algorithm>
#include <array>

#include "mlpc/syntax/keywords.h"

namespace mlpc::parse {
namespace {

using syntax::kKeywords;

// Length and first letter leave at most two candidates.
constexpr size_t kBuckets = 256;
constexpr size_t bucket(size_t length, char first) {
  return (length * 29 + static_cast<unsigned char>(first) * 7U) % kBuckets;
}
constexpr auto kTable = [] {
  std::array<std::array<uint8_t, 3>, kBuckets> table{};
  for (size_t i = 0; i < kKeywords.size(); ++i) {
    auto& slots = table[bucket(kKeywords[i].size(), kKeywords[i][0])];
    for (auto& slot : slots) {
      if (slot == 0) {
        slot = static_cast<uint8_t>(i + 1);
        break;
      }
    }
  }
  return table;
}();
static_assert([] {
  size_t placed = 0;
  for (const auto& slots : kTable) {
    for (auto slot : slots) placed += slot != 0 ? 1 : 0;
  }
  return placed == kKeywords.size();
}());
constexpr size_t kLongestKeyword =
    std::max_element(kKeywords.begin(), kKeywords.end(), [](auto a, auto b) { return a.size() < b.size(); }) -> size();

}  // namespace

TokenKind keywordKind(std::string_view word) {
  if (word.empty() || word.size() > kLongestKeyword) return TokenKind::Identifier;
  for (const uint8_t slot : kTable[bucket(word.size(), word[0])]) {
    if (slot == 0) break;
    if (kKeywords[slot - 1U] == word) {
      return static_cast<TokenKind>(static_cast<size_t>(TokenKind::Let) + slot - 1U);
    }
  }
  return TokenKind::Identifier;
}

std::string_view spelling(TokenKind kind) {
  return kind == TokenKind::EndOfChunk ? std::string_view() : syntax::kTokenTexts[static_cast<size_t>(kind) - 1];
}

}  // namespace mlpc::parse
