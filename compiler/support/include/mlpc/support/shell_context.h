#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::support {

/// In what quotes a place of a POSIX shell script stands.
enum class ShellContext : uint8_t {
  Plain,           ///< outside of quotes: a word is split at blanks
  Double,          ///< in `"…"`, or in a here-document that expands
  Single,          ///< in `'…'`
  LiteralHereDoc,  ///< in a here-document with a quoted word (`<<'EOF'`): nothing expands
  Comment,
};

/// Reads a script piece by piece and tells the context at the end of what it has read. Knows quotes, `$( … )` within
/// double quotes, backslashes, comments and here-documents.
class ShellScanner {
 public:
  void feed(std::string_view text);
  /// A value that stands in the script at this place: ends a word's begin, opens nothing.
  void feedValue() { wordStart_ = false; }
  [[nodiscard]] ShellContext context() const;

 private:
  enum class Mode : uint8_t { Plain, Double, Single, DollarSingle, Substitution, Comment };
  struct HereDoc {
    std::string delimiter;
    bool literal = false;
    bool stripTabs = false;
  };
  void step(char c, std::string_view text, size_t& i);
  bool readHereDoc(std::string_view text, size_t& i);

  std::vector<Mode> modes_{Mode::Plain};
  std::vector<int> parentheses_{0};
  std::vector<HereDoc> pending_;
  HereDoc body_;
  bool inBody_ = false;
  bool lineStart_ = true;
  bool wordStart_ = true;
  bool escaped_ = false;
};

}  // namespace mlpc::support
