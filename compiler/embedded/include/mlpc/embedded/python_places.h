#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/syntax_tree.h"

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
std::vector<PythonPlace> pythonPlaces(std::string_view code);

/// Whether Python code reads as before, apart from what was put in place of its placeholders: `texts` has one text for
/// each; a text of kPlaceholderByte alone leaves one as it is.
bool readsAsBefore(std::string_view code, const std::vector<std::string>& texts);

}  // namespace mlpc::embedded
