#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports.h"
#include "yaml_node.h"

namespace mlpc::importers::kfp {

/// A Python component as represented in its command.
struct PythonProgram {
  std::vector<std::string> packages;
  std::vector<std::string> indexUrls;
  std::vector<std::string> trustedHosts;
  bool venv = false;
  bool installKfp = true;
  bool first = false;      ///< packed in the way of SDK 2.0
  std::string kfpVersion;  ///< of the package that is installed; empty if kfpPackage is set or nothing is installed
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

/// What comes after `--function_to_execute` in the arguments of a container; empty if it is not there.
std::string functionToExecute(const Node& container);

/// Reads the command of a lightweight component. Empty if it differs in a single character from what the compiler
/// writes: then the command has to be kept unchanged.
std::optional<PythonProgram> readPythonProgram(const Node& container);

/// Whether a program can be written as a module: the checker expects exactly the inputs as parameters.
bool isModule(const PythonProgram& program, const Ports& inputs, const Ports& outputs);

/// The head of the top-level function `name` in `code`.
std::optional<PythonFunction> findFunction(std::string_view code, std::string_view name);

}  // namespace mlpc::importers::kfp
