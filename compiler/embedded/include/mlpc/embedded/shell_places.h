#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mlpc/embedded/shell_script.h"

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

/// The place of a placeholder in a bash script.
struct ShellPlace {
  ShellContext around = ShellContext::Command;
  bool uncertain = false;   ///< the script is not understood, so `around` may be wrong
  bool backquotes = false;  ///< somewhere in `` `…` ``
  bool glued = false;       ///< a `$` or a backslash before it would take the first character
  bool afterName = false;   ///< it would continue the name of a variable, `$x`
  bool wordStart = false;   ///< in a command: a word begins here
  bool redirects = false;   ///< in a command: `<` or `>` follows, which would take a number before it as its own
  bool named = false;       ///< in `${…}`: it is the name of the parameter
};

/// The places of the placeholders (kPlaceholderByte) in a script.
std::vector<ShellPlace> shellPlaces(const ShellScript& script);

/// Whether a script reads as before, apart from what was inserted for its placeholders: `texts` has one text for each;
/// a text that is just kPlaceholderByte leaves one as it is.
bool readsAsBefore(const ShellScript& script, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
