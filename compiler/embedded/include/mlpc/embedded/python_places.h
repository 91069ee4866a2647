#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mlpc/embedded/python_code.h"

namespace mlpc::embedded {

/// How the code around a place reads what is put there.
enum class Surroundings : uint8_t {
  Code,
  Comment,
  String,
  Field,       ///< `{…}` of an f-string
  FormatSpec,  ///< behind the `:` of one
};

/// A place of a placeholder in Python code.
struct PythonPlace {
  Surroundings around = Surroundings::Code;
  bool uncertain = false;  ///< the code is not understood, so `around` may be wrong
  bool afterWord = false;  ///< in code: a letter, a digit or a quote stands right in front
  bool glued = false;      ///< in a string: a backslash in front would take the first character
  // Of the innermost string around it.
  char quote = 0;
  bool raw = false;
  bool bytes = false;
  bool format = false;
};

/// The places of the placeholders (kPlaceholderByte) in Python code.
std::vector<PythonPlace> pythonPlaces(const PythonCode& code);

/// Whether Python code reads as before, apart from what was put in place of its placeholders: `texts` has one text for
/// each, as Python writes a value at such a place; a text of kPlaceholderByte alone leaves one as it is.
bool readsAsBefore(const PythonCode& code, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
