#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

/// An expansion that is not in double quotes, so its value is split at whitespace and its `*` matches files.
struct ShellExpansion {
  Range range;
  bool variable = false;  ///< `$x`, `${x}`; otherwise `$(…)` or backquotes
};

struct ShellWord {
  Range range;
  std::string value;     ///< without quotes; expansions are included as written
  bool expands = false;  ///< the value is not known before the script runs
  bool quoted = false;   ///< some of it was in quotes
  std::vector<ShellExpansion> unquoted;
};

/// What joins a command to the previous or next one.
enum class ShellJoint : uint8_t { None, And, Or, Pipe };

/// A simple command: words, without redirections and leading keywords (`if`, `then`, `!` …).
struct ShellCommand {
  std::vector<ShellWord> assignments;  ///< `X=1` before the command
  std::vector<ShellWord> words;
  ShellJoint before = ShellJoint::None;
  ShellJoint after = ShellJoint::None;
  bool condition = false;    ///< between `if`/`elif`/`while`/`until` and `then`/`do`, or after `!`
  bool inCondition = false;  ///< somewhere inside an `if` or `case`, or in a function

  [[nodiscard]] Range range() const {
    return words.empty() ? Range{} : Range{words.front().range.begin, words.back().range.end};
  }
};

enum class ShellErrorKind : uint8_t {
  UnterminatedQuote,
  UnterminatedSubstitution,  ///< `$(`, `${`, `$((` or a backquote
  UnterminatedHereDocument,
  UnclosedKeyword,    ///< `if` without `fi`, …
  UnexpectedKeyword,  ///< `fi` without `if`, …
  UnclosedParenthesis,
  UnexpectedParenthesis,
  UnexpectedToken,  ///< an operator or a reserved word that cannot follow
};
struct ShellError {
  ShellErrorKind kind{};
  Range range;
};

/// A bash script as its simple commands. A placeholder counts as part of a word.
struct ShellScript {
  std::vector<ShellCommand> commands;  ///< in the order in which they begin
  /// What bash would reject; only what is certain, since bash accepts more than the grammar knows.
  std::vector<ShellError> errors;
  /// Of the text, except for what the grammar would have taken for the end of a here-document.
  std::shared_ptr<const SyntaxTree> tree;
  bool whole = false;   ///< all of it was understood; otherwise the list of commands is incomplete
  bool unread = false;  ///< it is too long or too deep
};

/// Reads a bash script. What it does not understand gives no commands. It is not a shell: aliases and `eval` are
/// ignored.
ShellScript readShell(std::string_view text);

}  // namespace mlpc::embedded
