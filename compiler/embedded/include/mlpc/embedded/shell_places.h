#pragma once

#include <cstdint>

namespace mlpc::embedded {

/// How the script around a place reads what is inserted there.
enum class ShellContext : uint8_t {
  Command,  ///< outside quotes
  SingleQuotes,
  AnsiQuotes,  ///< `$'…'`
  DoubleQuotes,
  Parameter,          ///< `${…}` outside double quotes
  ParameterInDouble,  ///< `"${…}"`
  Arithmetic,         ///< `$((…))`, `((…))`
  Comment,
  HereDocument,         ///< with expansions
  LiteralHereDocument,  ///< without: its delimiter is quoted
};

/// The place of a placeholder in a script.
struct ShellPlace {
  uint32_t at = 0;
  ShellContext around = ShellContext::Command;
  bool uncertain = false;   ///< the script is not understood, so `around` may be wrong
  bool backquotes = false;  ///< somewhere in `` `…` ``
  bool glued = false;       ///< a `$` or a backslash before it would take the first character
  bool afterName = false;   ///< it would continue the name of a variable, `$x`
  bool wordStart = false;   ///< in a command: a word begins here
  bool redirects = false;   ///< in a command: `<` or `>` follows, which would take a number before it as its own
  bool named = false;       ///< in `${…}`: it is the name of the parameter
};

}  // namespace mlpc::embedded
