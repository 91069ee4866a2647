#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::sema {

enum class PythonTokenKind : uint8_t {
  Name,  ///< keywords too
  Number,
  String,  ///< with prefix and quotes; adjacent strings are tokens of their own
  Operator,
  Newline,  ///< the end of a logical line
  Indent,
  Dedent,
  End,
};

/// A token of Python code; `begin` and `end` are bytes of the text that was read.
struct PythonToken {
  PythonTokenKind kind{};
  uint32_t begin = 0;
  uint32_t end = 0;
};

enum class PythonErrorKind : uint8_t {
  UnterminatedString,
  UnclosedBracket,    ///< `text` is the bracket
  UnexpectedBracket,  ///< closes nothing
  MismatchedBracket,  ///< closes another kind; `other` is where that was opened
  InconsistentDedent,
  UnexpectedIndent,
  MissingIndent,  ///< after a `:` at the end of a line
  MixedIndent,    ///< tabs and spaces whose order cannot be told
  BadCharacter,
};
struct PythonError {
  PythonErrorKind kind{};
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t other = 0;
};

struct PythonTokens {
  std::vector<PythonToken> tokens;
  std::vector<PythonError> errors;
};

/// Splits Python 3 code into tokens as `tokenize` does, comments dropped. Never fails: what is wrong is in `errors`,
/// and the tokens go on behind it. kPlaceholderByte counts as a letter.
PythonTokens lexPython(std::string_view code);

/// The text between the quotes of a String token, escapes left as they are; empty if it has none.
std::string_view pythonStringBody(std::string_view token);
/// Whether a String token is an f-string or a bytes literal.
bool isPythonFString(std::string_view token);

}  // namespace mlpc::sema
