#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

namespace mlpc::embedded {

/// How the script around a place reads what is put there.
enum class PowerShellContext : uint8_t {
  Code,
  SingleQuotes,
  DoubleQuotes,
  LiteralHereString,  ///< `@'…'@`
  HereString,         ///< `@"…"@`
  Comment,
  BlockComment,  ///< `<# … #>`
};
/// A place of a placeholder.
struct PowerShellPlace {
  PowerShellContext around = PowerShellContext::Code;
  bool glued = false;      ///< what stands right in front would take it for a part of its own
  bool afterName = false;  ///< in a string: it would go on with the name of a variable, `$x`
};

enum class PowerShellErrorKind : uint8_t {
  Unclosed,            ///< a quote, bracket or comment
  Unexpected,          ///< a bracket that closes nothing, an operator with nothing in front or behind
  Mismatched,          ///< a bracket that closes another kind; `other` is where that was opened
  MissingParenthesis,  ///< behind `if`, `for` and the like
  MissingBlock,        ///< behind the condition of one
};
struct PowerShellError {
  PowerShellErrorKind kind{};
  Range range;
  uint32_t other = 0;
};

/// A quote, bracket or comment.
struct PowerShellToken {
  char kind = 0;
  Range range;
};

/// What can be told about a PowerShell script by its tokens: strings, comments, brackets, and what stands next to what.
///
/// This is not read by tree-sitter: of 255 scripts that PowerShell runs, its grammar does not understand 63 (parameters
/// with digits in their names, `? :`, `??`, options of other programs), and what it does not understand cannot be told
/// from a mistake.
struct PowerShellScript {
  std::vector<PowerShellError> errors;  ///< what PowerShell would refuse; only what is certain
  std::vector<PowerShellPlace> places;  ///< of the placeholders (kPlaceholderByte)
  std::vector<PowerShellToken> tokens;  ///< in the order of the text
};

PowerShellScript readPowerShell(std::string_view code);

/// The length of the quote that text begins with, 0 if it is none: PowerShell takes the typographic ones for the plain.
uint32_t powerShellQuoteLength(std::string_view text, bool single);

/// Whether a script reads as before, apart from what was put in place of its placeholders: `texts` has one text for
/// each; a text of kPlaceholderByte alone leaves one as it is.
bool powerShellReadsAsBefore(std::string_view code, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
