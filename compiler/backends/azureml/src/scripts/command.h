#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/emit/script.h"

namespace mlpc::backends::azureml {

/// A word of a script that is already quoted: `'a b'`, `"$id_acr"`.
struct Word {
  std::string shell;
  source::Span origin = {};  ///< if it has no file, that of the section applies

  [[nodiscard]] emit::Script script() const { return emit::Script(shell).at(origin); }
};
/// A string as one word.
Word word(std::string_view text, source::Span origin = {});

/// Text for a comment of a script. It never ends the comment.
std::string commentText(std::string_view text);

/// A line that tells the user something.
emit::Script sayLine(std::string_view text);

/// One command of a script. Options keep their order.
class Command {
 public:
  /// `az acr create`: words that need no quotes.
  explicit Command(std::string_view head) : head_(head) {}

  Command& option(std::string_view name, const Word& value);
  Command& option(std::string_view name, const std::vector<Word>& values);
  Command& option(std::string_view name, std::string_view text) { return option(name, word(text)); }
  Command& option(std::string_view name, const std::string& text) { return option(name, word(text)); }
  Command& option(std::string_view name, const char* text) { return option(name, word(text)); }
  Command& flag(std::string_view name);
  /// Ends with `--output none`: what the command prints on success is not needed.
  Command& quiet();

  /// On one line, without a line break at the end.
  [[nodiscard]] emit::Script line() const;
  /// On one line if it is short, otherwise with one option per line; indented by `indent` columns, with a line break at
  /// the end.
  [[nodiscard]] emit::Script text(size_t indent = 0) const;

 private:
  std::string head_;
  std::vector<emit::Script> options_;
  bool quiet_ = false;
};

}  // namespace mlpc::backends::azureml
