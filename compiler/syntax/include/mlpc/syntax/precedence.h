#pragma once

#include "mlpc/syntax/token_kind.h"

namespace mlpc::syntax {

/// The rank of comparisons, which can be chained.
inline constexpr int kComparisonRank = 3;

/// Looser operators have lower ranks; -1 for anything but an operator between two operands.
constexpr int rankOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::Question: return 0;
    case TokenKind::Or: return 1;
    case TokenKind::And: return 2;
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
    case TokenKind::In: return kComparisonRank;
    case TokenKind::Plus:
    case TokenKind::Minus: return 4;
    case TokenKind::Star:
    case TokenKind::Slash:
    case TokenKind::Percent: return 5;
    default: return -1;
  }
}

}  // namespace mlpc::syntax
