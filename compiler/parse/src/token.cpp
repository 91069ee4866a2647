#include "token.h"

#include <array>

#include "mlpc/syntax/keywords.h"

namespace mlpc::parse {
namespace {

using syntax::kKeywords;

// The keywords are in the order of TokenKind, whose names only differ by a capital letter at the start.
constexpr bool namesKind(std::string_view keyword, size_t kind) {
  const std::string_view name = syntax::kTokenNames[kind - 1];
  return name.substr(1) == keyword.substr(1) && name[0] - 'A' + 'a' == keyword[0];
}
static_assert([] {
  for (size_t i = 0; i < kKeywords.size(); ++i) {
    if (!namesKind(kKeywords[i], static_cast<size_t>(TokenKind::Let) + i)) return false;
  }
  return true;
}());
static_assert(static_cast<size_t>(TokenKind::Steps) - static_cast<size_t>(TokenKind::Let) + 1 == kKeywords.size());

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

}  // namespace

TokenKind keywordKind(std::string_view word) {
  if (word.size() < 2 || word.size() > 10) return TokenKind::Identifier;
  for (const uint8_t slot : kTable[bucket(word.size(), word[0])]) {
    if (slot == 0) break;
    if (kKeywords[slot - 1U] == word) {
      return static_cast<TokenKind>(static_cast<size_t>(TokenKind::Let) + slot - 1U);
    }
  }
  return TokenKind::Identifier;
}

std::string_view spelling(TokenKind kind) {
  if (kind >= TokenKind::Let && kind <= TokenKind::Steps) {
    return kKeywords[static_cast<size_t>(kind) - static_cast<size_t>(TokenKind::Let)];
  }
  switch (kind) {
    case TokenKind::OpenBrace: return "{";
    case TokenKind::CloseBrace: return "}";
    case TokenKind::CallParen:
    case TokenKind::GroupParen: return "(";
    case TokenKind::CloseParen: return ")";
    case TokenKind::IndexBracket:
    case TokenKind::ListBracket: return "[";
    case TokenKind::CloseBracket: return "]";
    case TokenKind::Comma: return ",";
    case TokenKind::Colon: return ":";
    case TokenKind::Assign: return "=";
    case TokenKind::Dot: return ".";
    case TokenKind::Ellipsis: return "...";
    case TokenKind::Arrow: return "->";
    case TokenKind::At: return "@";
    case TokenKind::Question: return "?";
    case TokenKind::Bar: return "|";
    case TokenKind::Not: return "!";
    case TokenKind::Negate:
    case TokenKind::Minus: return "-";
    case TokenKind::Star: return "*";
    case TokenKind::Slash: return "/";
    case TokenKind::Percent: return "%";
    case TokenKind::Plus: return "+";
    case TokenKind::And: return "&&";
    case TokenKind::Or: return "||";
    case TokenKind::Equal: return "==";
    case TokenKind::NotEqual: return "!=";
    case TokenKind::Less: return "<";
    case TokenKind::LessEqual: return "<=";
    case TokenKind::Greater: return ">";
    case TokenKind::GreaterEqual: return ">=";
    default: return "";
  }
}

}  // namespace mlpc::parse
