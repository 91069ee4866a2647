#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mlpc::backends::azureml {

/// A word of a script that is already quoted: `'a b'`, `"$id_acr"`.
struct Word {
  std::string shell;
};
/// A text as one word.
Word word(std::string_view text);

/// A line that tells the user something.
std::string sayLine(std::string_view text);

/// One command of a script. Options keep their order.
class Command {
 public:
  /// `az acr create`: words that need no quotes.
  explicit Command(std::string_view head) : head_(head) {}

  Command& option(std::string_view name, Word value);
  Command& option(std::string_view name, std::vector<Word> values);
  Command& option(std::string_view name, std::string_view text) { return option(name, word(text)); }
  Command& option(std::string_view name, const std::string& text) { return option(name, word(text)); }
  Command& option(std::string_view name, const char* text) { return option(name, word(text)); }
  Command& flag(std::string_view name);
  /// Ends with `--output none`: what the command says on success is of no use.
  Command& quiet();

  /// On one line, without a line break at the end.
  [[nodiscard]] std::string line() const;
  /// On one line if that is short, else an option on each; `indent` columns in, with a line break at the end.
  [[nodiscard]] std::string text(size_t indent = 0) const;

 private:
  std::string head_;
  std::vector<std::string> options_;
  bool quiet_ = false;
};

/// `text` with `indent` blanks in front of each of its lines that is not empty.
std::string indented(std::string_view text, size_t indent);

}  // namespace mlpc::backends::azureml
