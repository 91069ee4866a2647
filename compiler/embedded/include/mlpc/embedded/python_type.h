#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::embedded {

/// An annotation of Python, by its form.
struct PythonType {
  enum class Kind : uint8_t {
    Other,    ///< anything else; `None` of an empty text too
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
  std::string text;               ///< the name without its module; what a string holds; of Other as written
  std::vector<PythonType> parts;  ///< arguments, members; a Keyword's value

  [[nodiscard]] bool isName(std::string_view name) const { return kind == Kind::Name && text == name; }
};

/// Reads an annotation. One in quotes is what the quotes hold, but among the arguments of another.
PythonType readPythonType(std::string_view annotation);

}  // namespace mlpc::embedded
