#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mlpc/credentials/credentials.h"
#include "mlpc/support/characters.h"

namespace mlpc::credentials {

struct Range {
  size_t begin = 0;
  size_t end = 0;

  [[nodiscard]] bool empty() const { return begin == end; }
};

/// A value as it is written.
struct Written {
  Range range;             ///< without quotes
  size_t after = 0;        ///< where the text continues after it and its quotes
  char quote = '\0';       ///< none of a word without quotes
  bool formatted = false;  ///< braces in it are code: `f"{x}"`
};

/// How far a name, a word or a header reaches: what is longer would take time that is not linear in the text.
constexpr size_t kLongest = 256;

constexpr bool isNameCharacter(char c) { return support::isWordCharacter(c) || c == '-' || c == '.'; }
constexpr bool isSpace(char c) { return c == ' ' || c == '\t'; }
constexpr bool isQuote(char c) { return c == '"' || c == '\''; }
constexpr bool isLineEnd(char c) { return c == '\n' || c == '\r'; }
constexpr bool isOneOf(char c, std::string_view characters) { return characters.find(c) != std::string_view::npos; }

/// A text of any language, in which something is looked for, and what is found.
class Text {
 public:
  Text(std::string_view text, const OnFound& found) : text_(text), found_(found) {}

  [[nodiscard]] size_t size() const { return text_.size(); }
  /// The character there; 0 at the end.
  [[nodiscard]] char at(size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  /// The character in front of it; a line end at the beginning.
  [[nodiscard]] char before(size_t at) const { return at > 0 ? text_[at - 1] : '\n'; }
  [[nodiscard]] std::string_view slice(Range range) const { return text_.substr(range.begin, range.end - range.begin); }
  [[nodiscard]] std::string_view from(size_t at) const { return text_.substr(at < size() ? at : size()); }
  /// At most `kLongest` characters up to `end`.
  [[nodiscard]] std::string_view upTo(size_t end) const { return slice({end > kLongest ? end - kLongest : 0, end}); }

  [[nodiscard]] size_t skip(size_t at, std::string_view characters) const;
  [[nodiscard]] size_t skipSpaces(size_t at) const { return skip(at, " \t"); }
  /// Where the characters in front of `end` begin.
  [[nodiscard]] size_t skipBack(size_t end, std::string_view characters) const;
  /// Where the line begins that `at` is in, if that is not far; otherwise somewhere in it.
  [[nodiscard]] size_t lineBegin(size_t at) const;
  [[nodiscard]] size_t lineEnd(size_t at) const;

  /// The name that ends at `end`: a word with dots and dashes, or the text in the quotes or the index there.
  [[nodiscard]] Range nameBefore(size_t end) const;
  /// The string literal at `at`, after any prefix of Python's, with quotes that may be escaped.
  [[nodiscard]] std::optional<Written> quotedAt(size_t at) const;
  /// Where the literal begins that stands on a line below, after `password=` or `"password":`; otherwise `from`. What
  /// is given a value itself, and a quote that ends a text of several lines, are none.
  [[nodiscard]] size_t literalBelow(size_t from) const;
  /// A word without quotes. `also` ends it, too.
  [[nodiscard]] Written wordAt(size_t at, std::string_view also) const;
  /// What is in quotes, or a word.
  [[nodiscard]] Written valueAt(size_t at, std::string_view also) const;
  /// Whether the quote at `from` ends the string in which the name is: `"password=" + value`, `prompt("Password: ")`.
  [[nodiscard]] bool closes(size_t from, size_t nameEnd) const;

  /// Whether a value is a credential, and not one that the language puts in its place.
  [[nodiscard]] bool isOwn(NameKind kind, const Written& value, Where place) const;
  /// Reports the value if its name says that it is a credential. Returns whether it does.
  bool judge(Range name, const Written& value, Where place) const;
  void report(Range name, Range value) const;
  void reportToken(Range token, std::string_view what) const {
    found_({Found::Kind::Token, token.begin, token.end, what, {}});
  }
  void reportPassword(Range login) const { found_({Found::Kind::Password, login.begin, login.end, {}, {}}); }

  /// `DB_PASSWORD`
  [[nodiscard]] bool isScreaming(Range name) const;

 private:
  [[nodiscard]] std::optional<Written> tripleQuoted(size_t at, char quote) const;

  std::string_view text_;
  const OnFound& found_;
};

}  // namespace mlpc::credentials
