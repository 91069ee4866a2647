#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bash_lexer.h"

namespace mlpc::sema {

/// What may begin a name in bash, and what may go on with it.
constexpr bool isBashNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
constexpr bool isBashNameChar(char c) { return isBashNameStart(c) || (c >= '0' && c <= '9'); }

/// Goes over a script once: commands and keywords (bash_lexer.cpp), words and expansions (bash_words.cpp).
class BashReader {
 public:
  explicit BashReader(std::string_view text) : text_(text) {}

  BashScript run();

 private:
  /// Nesting of substitutions that is followed.
  static constexpr unsigned kDeepest = 64;

  struct Open {
    std::string_view closer;
    BashRange range;
    bool condition = false;  // still in front of `then` or `do`
    bool branch = false;     // what it holds may not run
  };
  struct PendingDocument {
    std::string delimiter;
    BashRange range;
    bool quoted;
    bool stripTabs;
  };

  [[nodiscard]] char peek(uint32_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  void error(BashErrorKind kind, uint32_t begin, uint32_t end) { result_.errors.push_back({kind, {begin, end}}); }

  /// Commands up to `closer` (not read) or the end of the text.
  void list(char closer, unsigned depth);
  /// Takes a reserved word at the place of a command. True if it is no command itself.
  bool keyword(const BashWord& word, unsigned& cases);
  void closeKeyword(std::string_view closer, BashRange range);
  void parenthesis(BashCommand& command, unsigned depth, bool pattern);
  /// Behind `X=`: an array's members.
  void arrayValue();
  void redirection();
  void hereDocuments();
  void skipTo(std::string_view closer, uint32_t begin, BashErrorKind kind);
  void skipOne();
  static bool endsWord(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '&' || c == '|' || c == '(' ||
           c == ')' || c == '<' || c == '>';
  }

  BashWord readWord();
  void doubleQuoted(BashWord& word);
  /// At `$` or a backquote.
  void expansion(BashWord& word, bool quoted);
  void arithmetic(uint32_t begin);

  std::string_view text_;
  uint32_t at_ = 0;
  uint32_t lists_ = 0;
  unsigned nesting_ = 0;
  bool function_ = false;  // `name()` was just read
  std::vector<Open> keywords_;
  std::vector<PendingDocument> documents_;
  BashScript result_;
};

}  // namespace mlpc::sema
