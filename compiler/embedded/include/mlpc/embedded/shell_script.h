#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

/// An expansion that is not in double quotes, so its value is split at blanks and its `*` match files.
struct ShellExpansion {
  Range range;
  bool variable = false;  ///< `$x`, `${x}`; else `$(…)` or backquotes
};

struct ShellWord {
  Range range;
  std::string value;     ///< without quotes; expansions stand in it as they are written
  bool expands = false;  ///< the value is not known before the script runs
  bool quoted = false;   ///< some of it stood in quotes
  std::vector<ShellExpansion> unquoted;
};

/// What joins a command to the one before or behind it.
enum class ShellJoint : uint8_t { None, And, Or, Pipe };

/// A simple command: words, without redirections and leading keywords (`if`, `then`, `!` …).
struct ShellCommand {
  std::vector<ShellWord> assignments;  ///< `X=1` in front
  std::vector<ShellWord> words;
  ShellJoint before = ShellJoint::None;
  ShellJoint after = ShellJoint::None;
  bool condition = false;    ///< between `if`/`elif`/`while`/`until` and `then`/`do`, or behind `!`
  bool inCondition = false;  ///< somewhere below an `if` or `case`, or in a function

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
  /// What bash would refuse; only what is certain, for bash takes more than the grammar knows.
  std::vector<ShellError> errors;
  /// Of the text, but for what the grammar would have taken for the end of a here-document.
  std::shared_ptr<const SyntaxTree> tree;
  bool whole = false;   ///< all of it was understood; else the commands end somewhere
  bool unread = false;  ///< it is too long or too deep
};

/// Reads a bash script. What it does not understand has no commands. Not a shell: aliases and `eval` are beyond it.
ShellScript readShell(std::string_view text);

}  // namespace mlpc::embedded
