#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/leaf.h"
#include "mlpc/embedded/shell_places.h"

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

/// A simple command: words, without leading keywords (`if`, `then`, `!` …).
struct ShellCommand {
  std::vector<ShellWord> assignments;  ///< `X=1` before the command, as written
  std::vector<ShellWord> words;
  std::vector<ShellWord> written;  ///< the files after `>`, `>>` and the like
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
  UnexpectedToken,  ///< an operator or a word that cannot follow
  Incomplete,       ///< an operator or a word after which the line or the script must not end
};
struct ShellError {
  ShellErrorKind kind{};
  Range range;
};

/// Which shell reads a script.
enum class Shell : uint8_t {
  Bash,
  Posix,  ///< `sh` as POSIX describes it, which is what dash reads
};

/// A script as its simple commands. A placeholder counts as part of a word.
struct ShellScript {
  std::string code;
  Shell shell = Shell::Bash;
  std::vector<ShellCommand> commands;  ///< in the order in which they begin; those before the first error
  /// What the shell would reject first, and what is open there. A here-document without an end, about which bash only
  /// warns, is an error too.
  std::vector<ShellError> errors;
  std::vector<ShellPlace> places;  ///< of the placeholders (kPlaceholderByte)
  std::vector<Leaf> tokens;        ///< operators, reserved words and words, in the order in which they were read
  std::vector<Leaf> pieces;        ///< what words and here-documents consist of
  bool whole = false;              ///< all of it was understood; otherwise the list of commands is incomplete
  bool unread = false;             ///< it is too long or too deep
};

/// Reads a script as far as the shell does before it runs it (`bash -n`): aliases and `eval` are ignored.
ShellScript readShell(std::string_view text, Shell shell = Shell::Bash);

/// Whether a script reads as before, apart from what was inserted for its placeholders: `texts` has one text for each;
/// a text that is just kPlaceholderByte leaves one as it is. Every word stays one word.
bool readsAsBefore(const ShellScript& script, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
