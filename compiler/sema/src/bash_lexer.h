#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::sema {

struct BashRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// An expansion that is not in double quotes, so its value is split at blanks and its `*` match files.
struct BashExpansion {
  BashRange range;
  bool variable = false;  ///< `$x`, `${x}`; else `$(…)` or backquotes
};

struct BashWord {
  BashRange range;
  std::string value;     ///< without quotes; expansions stand in it as they are written
  bool expands = false;  ///< the value is not known before the script runs
  bool quoted = false;   ///< some of it stood in quotes
  std::vector<BashExpansion> unquoted;
};

enum class BashSeparator : uint8_t { None, Newline, Semicolon, And, Or, Pipe, Background };

/// A simple command: words, without redirections and leading keywords (`if`, `then`, `!` …).
struct BashCommand {
  std::vector<BashWord> assignments;  ///< `X=1` in front
  std::vector<BashWord> words;
  BashSeparator before = BashSeparator::None;
  BashSeparator after = BashSeparator::None;
  uint32_t list = 0;         ///< commands of one `a && b || c` list have the same number
  bool condition = false;    ///< between `if`/`elif`/`while`/`until` and `then`/`do`, or behind `!`
  bool inCondition = false;  ///< somewhere below an `if` or `case`, or in a function
  unsigned depth = 0;        ///< of `$( )` and `( )`
  bool test = false;         ///< `[[ … ]]`

  [[nodiscard]] BashRange range() const {
    return words.empty() ? BashRange{} : BashRange{words.front().range.begin, words.back().range.end};
  }
};

enum class BashErrorKind : uint8_t {
  UnterminatedQuote,
  UnterminatedSubstitution,  ///< `$(`, `${`, `$((` or a backquote
  UnterminatedHereDocument,
  UnclosedKeyword,    ///< `if` without `fi`, …
  UnexpectedKeyword,  ///< `fi` without `if`, …
  UnclosedParenthesis,
  UnexpectedParenthesis,
};
struct BashError {
  BashErrorKind kind{};
  BashRange range;
};

struct BashHereDocument {
  BashRange delimiter;
  BashRange body;
  bool quoted = false;  ///< nothing in it expands
};

struct BashScript {
  std::vector<BashCommand> commands;  ///< in the order in which they begin
  std::vector<BashError> errors;
  std::vector<BashHereDocument> hereDocuments;
  std::vector<BashRange> variables;  ///< `$x` and `${x}`: the name alone, wherever it stands
  std::vector<BashRange> comments;
};

/// Reads a bash script into its simple commands. Never fails: what is wrong is in `errors`. Not a shell: aliases,
/// `eval` and extended globs are beyond it.
BashScript readBash(std::string_view text);

}  // namespace mlpc::sema
