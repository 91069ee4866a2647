#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "complaint.h"
#include "mlpc/syntax/token.h"

namespace mlpc::parse {

using syntax::Comment;
using syntax::Token;
using syntax::TokenFlag;
using syntax::TokenKind;
using enum syntax::TokenFlag;

/// The `///` lines before a token.
struct DocComment {
  uint32_t token = 0;  ///< index of the token after them
  uint32_t begin = 0;
  uint32_t end = 0;   ///< of the last line, without its line end
  bool used = false;  ///< used as the description of something
};

/// The text of a fence without the lines of `<<<` and `>>>`, keyed by where its first token begins.
struct FenceText {
  uint32_t token = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// The tokens [first, last) of what looks like one declaration, with balanced brackets.
struct Chunk {
  uint32_t first = 0;
  uint32_t last = 0;
  /// The lexer gave up inside; its tokens give no more than the name.
  bool cut = false;
};

/// A file as tokens.
struct TokenFile {
  std::vector<Token> tokens;
  std::vector<Chunk> chunks;
  std::vector<Comment> comments;
  std::vector<DocComment> docs;
  std::vector<FenceText> fences;
  std::vector<Complaint> complaints;
  /// Where there were closers that closed nothing, in the order of the file.
  std::vector<uint32_t> droppedClosers;
  /// Ranges of tokens that were skipped because they could not be interpreted.
  std::vector<std::pair<uint32_t, uint32_t>> passedOver;
};

/// The spelling of a kind that has only one, with `(` for both kinds of parenthesis; else empty.
std::string_view spelling(TokenKind kind);
/// The kind of the keyword `word`, reserved or contextual; `Identifier` if it is not a keyword.
TokenKind keywordKind(std::string_view word);

inline bool isReserved(TokenKind kind) { return kind >= TokenKind::Let && kind <= TokenKind::Null; }
inline bool isContextual(TokenKind kind) { return kind > TokenKind::Null && kind < TokenKind::OpenBrace; }
/// Whether such a word begins a statement.
constexpr bool beginsStatement(TokenKind kind) {
  switch (kind) {
    case TokenKind::Let:
    case TokenKind::If:
    case TokenKind::For:
    case TokenKind::Return:
    case TokenKind::Yield:
    case TokenKind::Try:
    case TokenKind::Stage:
    case TokenKind::Job:
    case TokenKind::Deployment: return true;
    default: return false;
  }
}
/// Whether such a word begins a declaration at the top of a file.
inline bool beginsDeclaration(TokenKind kind) {
  return isContextual(kind) && kind != TokenKind::As && kind != TokenKind::Deployment;
}

}  // namespace mlpc::parse
