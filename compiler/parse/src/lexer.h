#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/source/span.h"
#include "token.h"

namespace mlpc::parse {

/// Splits a text into tokens and finds where declarations begin.
///
/// The text must be UTF-8 without NUL. Whatever it contains, the brackets of each chunk come out balanced: a missing
/// closer is made up, an extra one is dropped, and both are reported. Contextual words, the two kinds of `(` and `[`,
/// the two of `-`, and values missing at the end of a line are decided here too, each when the next token is known.
class Lexer {
 public:
  Lexer(std::string_view text, source::FileId file);

  TokenFile run();

 private:
  enum class Bracket : uint8_t { Brace, Paren, Square, Angle, StringHole, FenceHole };
  struct Open {
    Bracket bracket = Bracket::Brace;
    uint32_t token = 0;      ///< the opener's index
    uint32_t lineStart = 0;  ///< of the line that it is on
    uint32_t indent = 0;     ///< of that line
  };
  /// The fence being read. Fences cannot be nested.
  struct OpenFence {
    uint32_t contentEnd = 0;
    uint32_t end = 0;        ///< after `>>>`
    uint32_t lineStart = 0;  ///< of the closing line
    uint32_t length = 3;     ///< number of `<`
  };
  /// The state to return to when a later `>>>` shows that a fence was closed too early.
  struct FenceState {
    bool valid = false;
    bool reported = false;
    uint32_t token = 0;
    uint32_t length = 3;
    uint32_t textEntry = 0;
    uint32_t chunkFirst = 0;
    std::vector<Open> open;
  };
  enum class Head : uint8_t { None, Decorators, Seen };

  // ---- lexer.cpp: whitespace and single tokens
  void skipGap();
  void lineComment();
  void blockComment();
  void takeNewline(uint32_t at);
  void scanToken();
  void word();
  void number();
  void dash();
  void lessThan();
  void greaterThan();
  void atSign();
  void unexpected();
  [[nodiscard]] char peek(uint32_t ahead = 0) const { return at_ + ahead < size_ ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] uint32_t lineEnd(uint32_t from) const;
  /// `at` moved back over whitespace, but not before `from`.
  [[nodiscard]] uint32_t trimmed(uint32_t from, uint32_t at) const;
  void operatorToken(TokenKind kind, uint32_t length);

  // ---- lexer_text.cpp: strings, fences and their placeholders
  void string(uint32_t tokenBegin, uint32_t from, bool first);
  void unclosedString(uint32_t tokenBegin, uint32_t lineEndAt, bool first);
  void singleQuoted();
  void openHole(TokenKind kind, Bracket bracket, uint32_t begin, uint32_t end);
  /// The `}` of a placeholder at `at_`: continues with the string or fence around it.
  void closeHole();
  /// The line ended, or the string did, inside a placeholder.
  void abandonHole();
  void fence();
  void findFenceEnd(uint32_t opener, uint32_t contentBegin);
  void continueFence(uint32_t tokenBegin, uint32_t from, bool first);
  void strayFenceEnd(uint32_t length);

  // ---- lexer_emit.cpp: what depends on neighbouring tokens
  void emit(TokenKind kind, uint32_t begin, uint32_t end, TokenKind keyword = TokenKind::Identifier);
  void push(TokenKind kind, uint32_t begin, uint32_t end, uint8_t flags);
  void settle(TokenKind next, uint32_t nextBegin);
  [[nodiscard]] bool isKeyword(uint32_t index, TokenKind keyword, TokenKind next, uint32_t nextBegin);
  void settleHead(uint32_t index, uint32_t nextBegin);
  /// Whether `(` follows the name at `nameBegin`, without which a stage or job at the top of a file is not a
  /// declaration.
  [[nodiscard]] bool parametersFollow(uint32_t nameBegin) const;
  void checkValue(TokenKind next, uint32_t nextBegin, uint32_t nextEnd);
  void startChunk(uint32_t index);
  void finish();
  [[nodiscard]] TokenKind previous() const;
  [[nodiscard]] bool isKeyColon() const;
  [[nodiscard]] bool typeBelongsHere() const;

  // ---- lexer_brackets.cpp
  void openBracket(TokenKind kind, Bracket bracket, uint32_t begin);
  void closeBracket(TokenKind kind, uint32_t begin);
  void strayCloser(TokenKind kind, uint32_t begin);
  bool mendEarlyCloser();
  /// Closes every `(` and `[` that is open within the innermost braces, since `found` cannot be inside them.
  void closeRound(uint32_t foundBegin, uint32_t foundEnd);
  void makeUpCloser();
  void complainUnclosed(const Open& open, const std::string& found, Complaint::Role role);
  /// Calls `close`, which makes up closers, and puts them before the last token.
  template <typename Close>
  void beforeLastToken(Close close);
  void tooDeep(uint32_t begin);
  [[nodiscard]] std::string_view textOf(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  [[nodiscard]] source::Span span(uint32_t begin, uint32_t end) const { return {file_, begin, end}; }
  template <typename... Args, typename... Given>
  void complain(bool cascades, diag::Place where, const diag::Diagnostic<Args...>& diagnostic, Given... given) {
    complain(cascades, source::Span(where).begin,
             [=, kind = &diagnostic](diag::Engine& diags) { diags.report(where, *kind, given...); });
  }
  void complain(bool cascades, uint32_t begin, std::function<void(diag::Engine&)> report,
                Complaint::Role role = Complaint::Role::Local, uint32_t until = 0) {
    out_.complaints.push_back({begin, cascades, std::move(report), role, until});
  }

  std::string_view text_;
  source::FileId file_;
  uint32_t size_;
  TokenFile out_;

  uint32_t at_ = 0;
  uint32_t limit_;  ///< where reading stops for now: inside a placeholder, the end of the line
  uint32_t lineStart_ = 0;
  uint32_t lineIndent_ = 0;
  bool newline_ = true;
  std::optional<DocComment> doc_;

  bool unsettled_ = false;                     ///< the last token is a word that may still become a keyword
  TokenKind keyword_ = TokenKind::Identifier;  ///< the keyword that it may be
  std::vector<Open> open_;
  uint32_t holes_ = 0;
  OpenFence fence_;
  FenceState lastFence_;

  uint32_t chunkFirst_ = 0;
  Head head_ = Head::None;
  TokenKind chunkKeyword_ = TokenKind::Identifier;
  std::optional<Open> suspicious_;       ///< a `{` of this chunk that, judging by indentation, was not closed
  std::optional<uint32_t> earlyCloser_;  ///< a `}` that, judging by indentation, is one too many
  std::string droppedInHole_;            ///< closers in the placeholder that closed nothing
};

}  // namespace mlpc::parse
