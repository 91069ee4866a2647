#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mlpc/embedded/python_code.h"

namespace mlpc::embedded {

/// How the code around a place reads what is inserted there.
enum class Surroundings : uint8_t {
  Code,
  Comment,
  String,
  Field,       ///< `{…}` of an f-string
  FormatSpec,  ///< after the `:` in a field
};

/// The place of a placeholder in Python code.
struct PythonPlace {
  Surroundings around = Surroundings::Code;
  bool uncertain = false;  ///< the code is not understood, so `around` may be wrong
  bool afterWord = false;  ///< in code: directly after a letter, a digit or a quote
  bool glued = false;      ///< in a string: directly after a backslash, which would escape the first character
  // For the innermost string around it.
  char quote = 0;
  bool raw = false;
  bool bytes = false;
  bool format = false;
};

/// The places of the placeholders (kPlaceholderByte) in Python code.
std::vector<PythonPlace> pythonPlaces(const PythonCode& code);

/// Whether Python code reads as before, apart from what was inserted for its placeholders: `texts` has one text for
/// each, in the form in which Python writes a value at such a place; a text that is just kPlaceholderByte leaves one as
/// it is.
bool readsAsBefore(const PythonCode& code, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
