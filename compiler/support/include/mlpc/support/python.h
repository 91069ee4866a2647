#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace mlpc::support {

/// The words that are keywords everywhere in Python 3.
inline constexpr std::array<std::string_view, 35> kPythonKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

constexpr bool isPythonKeyword(std::string_view word) {
  return std::find(kPythonKeywords.begin(), kPythonKeywords.end(), word) != kPythonKeywords.end();
}

/// Whether the module of a Python component has something else of that name, so that no input can be called that.
constexpr bool isTakenInModule(std::string_view word) { return word == "Outputs" || word == "dsl"; }

}  // namespace mlpc::support
