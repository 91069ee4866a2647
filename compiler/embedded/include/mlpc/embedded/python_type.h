#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::embedded {

/// A Python annotation, by its form.
struct PythonType {
  enum class Kind : uint8_t {
    Other,    ///< anything else, including `None` and an empty text
    Name,     ///< `str`, `dsl.Metrics`
    Applied,  ///< `List[int]`, `InputPath(str)`
    Union,    ///< `a | b`
    List,
    Tuple,
    String,
    Keyword,  ///< `name=…` among arguments
    None,
  };
  Kind kind = Kind::Other;
  std::string text;               ///< the name without its module; the contents of a string; for Other, as written
  std::vector<PythonType> parts;  ///< arguments, members; a Keyword's value

  [[nodiscard]] bool isName(std::string_view name) const { return kind == Kind::Name && text == name; }
};

/// Reads an annotation. One in quotes is read as what the quotes contain, except as an argument of another.
PythonType readPythonType(std::string_view annotation);

}  // namespace mlpc::embedded
