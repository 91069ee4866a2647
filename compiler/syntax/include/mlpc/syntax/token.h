#pragma once

#include <cstdint>

#include "mlpc/syntax/token_kind.h"

namespace mlpc::syntax {

enum TokenFlag : uint8_t {
  kFirstOnLine = 1,
  kColumnOne = 2,
  kDocumented = 4,
  /// Inserted by the lexer where something is missing and has been reported; zero bytes long.
  kMadeUp = 8,
};

/// A token is a range of the source. Only whitespace and comments lie between two tokens.
struct Token {
  uint32_t begin = 0;
  uint32_t end = 0;
  TokenKind kind = TokenKind::EndOfChunk;
  uint8_t flags = 0;
  /// How many brackets are open around it; a bracket itself is outside.
  uint16_t depth = 0;

  [[nodiscard]] bool firstOnLine() const { return (flags & kFirstOnLine) != 0; }
  [[nodiscard]] bool madeUp() const { return (flags & kMadeUp) != 0; }
};

/// A comment of any kind: `// …`, `/// …`, `/* … */`. It ends before its line end.
struct Comment {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t token = 0;  ///< index of the token that it precedes
};

}  // namespace mlpc::syntax
