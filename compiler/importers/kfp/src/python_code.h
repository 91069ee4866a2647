#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml_node.h"

namespace mlpc::importers::kfp {

/// A Python component as its command holds it.
struct PythonProgram {
  std::vector<std::string> packages;
  std::vector<std::string> indexUrls;
  std::vector<std::string> trustedHosts;
  bool venv = false;
  bool installKfp = true;
  bool first = false;      ///< packed as SDK 2.0 does
  std::string kfpVersion;  ///< of the package that is installed; empty with kfpPackage, or where none is installed
  std::string kfpPackage;
  bool inImage = false;  ///< the code is built into the image
  std::string code;      ///< without the imports that the SDK puts before it
  std::string function;
};

struct PythonParameter {
  std::string name;
  std::string annotation;
  bool hasDefault = false;
};
struct PythonFunction {
  std::vector<PythonParameter> parameters;
  std::string returns;
  bool takesAny = false;  ///< `**kwargs`
};

/// What comes after `--function_to_execute` in the arguments of a container; empty if there is no such thing.
std::string functionToExecute(const Node& container);

/// Reads the command of a lightweight component. Nothing if a single character of it is not what the compiler writes:
/// then the command has to be kept as it is.
std::optional<PythonProgram> readPythonProgram(const Node& container);

/// The head of the function `name` at the outermost level of `code`.
std::optional<PythonFunction> findFunction(std::string_view code, std::string_view name);

}  // namespace mlpc::importers::kfp
