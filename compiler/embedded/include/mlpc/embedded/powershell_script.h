#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

/// How the script around a place reads what is inserted there.
enum class PowerShellContext : uint8_t {
  Code,
  SingleQuotes,
  DoubleQuotes,
  LiteralHereString,  ///< `@'…'@`
  HereString,         ///< `@"…"@`
  Comment,
  BlockComment,  ///< `<# … #>`
};
/// The place of a placeholder.
struct PowerShellPlace {
  PowerShellContext around = PowerShellContext::Code;
  bool glued = false;  ///< what comes right before it would take it as part of itself
};

enum class PowerShellErrorKind : uint8_t {
  Unclosed,            ///< a quote, bracket or comment
  Unexpected,          ///< a bracket that closes nothing, or an operator with nothing before or after it
  Mismatched,          ///< a bracket that closes another kind; `other` is where that was opened
  MissingParenthesis,  ///< after `if`, `for` and the like
  MissingBlock,        ///< after the condition of one
};
struct PowerShellError {
  PowerShellErrorKind kind{};
  Range range;
  uint32_t other = 0;
};

/// A quote, bracket or comment, or a variable in a string.
struct PowerShellToken {
  char kind = 0;
  Range range;
};

/// What the tokens of a PowerShell script reveal: strings, comments, brackets, and what follows what.
/// tree-sitter is not used here: of 255 scripts that PowerShell runs, its grammar does not understand 63 (parameters
/// with digits in their names, `? :`, `??`, options of other programs), and what it does not understand cannot be
/// distinguished from a mistake.
struct PowerShellScript {
  /// What PowerShell would reject, in the order of the text; only what is certain, and not what follows from another.
  std::vector<PowerShellError> errors;
  std::vector<PowerShellPlace> places;  ///< of the placeholders (kPlaceholderByte)
  std::vector<PowerShellToken> tokens;  ///< in the order of the text
};

PowerShellScript readPowerShell(std::string_view code);

/// The length of the quote at the beginning of the text, 0 if there is none: PowerShell treats typographic quotes like
/// plain ones.
uint32_t powerShellQuoteLength(std::string_view text, bool single);

/// Whether a script reads as before, apart from what was inserted for its placeholders: `texts` has one text for each;
/// a text that is just kPlaceholderByte leaves one as it is.
bool powerShellReadsAsBefore(std::string_view code, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
