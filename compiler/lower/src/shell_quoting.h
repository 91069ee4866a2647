#pragma once

#include <string>
#include <string_view>

namespace mlpc::lower {

/// A letter, a digit or `_`.
bool isShellWordChar(char c);
/// A word that means itself in every context of a script.
bool isPlainShell(std::string_view text);
/// The name of a variable.
bool isShellName(std::string_view text);
bool isShellReserved(std::string_view text);
/// `text` with a backslash before each of `special`.
std::string escapeShell(std::string_view text, std::string_view special);
/// `text` in single quotes, with those inside it in double quotes.
std::string singleQuotedShell(std::string_view text);

}  // namespace mlpc::lower
