#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "files/projects.h"
#include "queries/settings.h"

namespace mlpc::lsp {

/// What is being written at a byte of a file, which need not be complete: told by the tokens before it, and by what is
/// known about the rest.
class Cursor {
 public:
  Cursor(const View& view, uint32_t offset);

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] uint32_t offset() const { return offset_; }
  /// The word around the cursor; empty at the cursor if there is none.
  [[nodiscard]] source::Span word() const { return word_; }
  /// The token before that word, ignoring those that the lexer made up; EndOfChunk at the beginning of the file.
  [[nodiscard]] syntax::Token before(size_t back = 0) const;
  [[nodiscard]] std::string_view text(const syntax::Token& token) const;
  /// Whether a line begins with the word.
  [[nodiscard]] bool firstOnLine() const;
  /// The token of a string, fence or comment around the cursor.
  [[nodiscard]] const syntax::Token* inside() const { return inside_; }
  [[nodiscard]] bool inComment() const { return inComment_; }

  /// For `a.b.|`: `a`, `b`. Empty if the word is not behind a dot.
  [[nodiscard]] std::vector<syntax::Name> path() const;
  /// The bracket that is open around the cursor; null at the top of the file.
  [[nodiscard]] const syntax::Token* bracket() const;
  /// The names before a token: for `a.b(`, `a`, `b`.
  [[nodiscard]] std::vector<syntax::Name> namesBefore(const syntax::Token& token) const;

  struct Call {
    sema::SymbolId callee;
    std::set<std::string, std::less<>> given;  ///< the names of the other arguments
    std::string argument;                      ///< the name of the one at the cursor, if it has one
  };
  /// The call in whose parentheses the cursor is.
  [[nodiscard]] std::optional<Call> call() const;
  /// The key before the value that is being written in a record, block or call; empty if it is not a value.
  [[nodiscard]] std::string_view key() const;
  /// The keys that a record or block already has, apart from that at the cursor.
  [[nodiscard]] std::set<std::string, std::less<>> siblings() const;

  /// The declaration around the cursor; null at the top of the file.
  [[nodiscard]] const syntax::Decl* declaration() const { return declaration_; }
  /// The innermost block around the cursor; without one, `block` is null.
  [[nodiscard]] SettingsBlock block() const;
  /// The record whose keys are written at the cursor; invalid if it is in no record literal that has a type.
  [[nodiscard]] sema::TypeId record() const;

  /// What a name means here: in the blocks around the cursor, in the file, in the standard library.
  [[nodiscard]] sema::SymbolId lookup(std::string_view name) const;
  /// Everything that has a name here, an inner one first; not what only the standard library declares.
  [[nodiscard]] std::vector<sema::SymbolId> visible() const;
  /// What a dotted name means.
  [[nodiscard]] sema::SymbolId resolve(const std::vector<syntax::Name>& path) const;

 private:
  [[nodiscard]] size_t indexOf(const syntax::Token& token) const;
  [[nodiscard]] std::vector<sema::SymbolId> locals() const;

  const View& view_;
  const syntax::ParsedFile& file_;
  uint32_t offset_;
  source::Span word_;
  size_t next_ = 0;  ///< the first token that is not before the word
  const syntax::Token* inside_ = nullptr;
  bool inComment_ = false;
  const syntax::Decl* declaration_ = nullptr;
};

}  // namespace mlpc::lsp
