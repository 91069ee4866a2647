#include "python_source.h"

#include <algorithm>
#include <array>
#include <set>

#include "mlpc/embedded/syntax_tree.h"
#include "mlpc/support/constant.h"
#include "mlpc/support/id.h"
#include "mlpc/support/kfp_sdk.h"
#include "mlpc/support/python.h"
#include "mlpc/support/text.h"

namespace mlpc::backends::kfp {

using support::Constant;
using support::Overload;

namespace {

/// The artifact classes that kfp.dsl exports at run time.
constexpr std::array<std::string_view, 8> kKnownArtifacts = {
    "Artifact", "ClassificationMetrics",      "Dataset", "HTML", "Markdown", "Metrics",
    "Model",    "SlicedClassificationMetrics"};

/// Built-in functions that bodies call, and that a function with the component's name would hide from its own body.
constexpr std::array<std::string_view, 30> kBuiltins = {
    "abs",  "all",   "any",   "bool", "dict",  "enumerate", "filter", "float", "format", "hash",
    "id",   "input", "int",   "iter", "len",   "list",      "map",    "max",   "min",    "next",
    "open", "print", "range", "repr", "round", "set",       "sorted", "str",   "sum",    "zip"};

/// What the code before a body defines.
constexpr std::array<std::string_view, 13> kTaken = {"dsl",
                                                     "kfp",
                                                     "Outputs",
                                                     "embedded",
                                                     "Artifact",
                                                     "Dataset",
                                                     "HTML",
                                                     "Markdown",
                                                     "Metrics",
                                                     "Model",
                                                     "NamedTuple",
                                                     "ClassificationMetrics",
                                                     "SlicedClassificationMetrics"};

bool isKnownArtifact(const ir::ArtifactType& type) {
  return type.schema == "system." + type.name &&
         std::find(kKnownArtifacts.begin(), kKnownArtifacts.end(), type.name) != kKnownArtifacts.end();
}

std::string annotation(const ir::PortType& type) {
  if (const auto* artifact = std::get_if<ir::ArtifactType>(&type.kind)) {
    return type.artifactList ? "List[" + artifact->name + "]" : artifact->name;
  }
  switch (*std::get_if<ir::ParameterKind>(&type.kind)) {
    case ir::ParameterKind::String: return "str";
    case ir::ParameterKind::Int: return "int";
    case ir::ParameterKind::Float: return "float";
    case ir::ParameterKind::Bool: return "bool";
    case ir::ParameterKind::List:
      return type.element.empty() ? "list" : "List[" + annotation(type.element.front()) + "]";
    case ir::ParameterKind::Map:
      return type.element.empty() ? "dict" : "Dict[str, " + annotation(type.element.front()) + "]";
    case ir::ParameterKind::TaskConfig: return "dsl.TaskConfig";
    case ir::ParameterKind::FinalStatus: return "dsl.PipelineTaskFinalStatus";
  }
  return "str";
}

/// The KFP runtime always passes these two.
bool isOptionalInPython(const ir::Port& port) {
  const auto* kind = std::get_if<ir::ParameterKind>(&port.type.kind);
  return port.optional &&
         (kind == nullptr || (*kind != ir::ParameterKind::FinalStatus && *kind != ir::ParameterKind::TaskConfig));
}

std::string inputParameter(const ir::Port& port) {
  std::string type = annotation(port.type);
  if (port.type.isArtifact()) type = "Input[" + type + "]";
  if (!isOptionalInPython(port)) return port.name + ": " + type;
  const bool hasDefault = port.defaultValue && !port.defaultValue->isNull();
  if (hasDefault) return port.name + ": " + type + " = " + pythonLiteral(*port.defaultValue, false);
  return port.name + ": Optional[" + type + "] = None";
}

std::string docstring(std::string_view description) {
  std::string text = "    \"\"\"";
  for (const char c : description) {
    if (c == '\\' || c == '"') text += '\\';
    text += c;
    if (c == '\n') text += "    ";
  }
  if (description.find('\n') != std::string_view::npos) text += "\n    ";
  return text + "\"\"\"\n";
}

bool hasStatement(std::string_view code) {
  while (!code.empty()) {
    const size_t end = std::min(code.find('\n'), code.size());
    const size_t first = code.substr(0, end).find_first_not_of(" \t\r\f");
    if (first != std::string_view::npos && code[first] != '#') return true;
    code.remove_prefix(std::min(end + 1, code.size()));
  }
  return false;
}

/// The classes of artifact types that are not kfp's own.
std::string artifactClasses(const ir::Component& component) {
  std::string text;
  std::set<std::string> done;
  for (const auto* ports : {&component.inputs, &component.outputs}) {
    for (const ir::Port& port : *ports) {
      const auto* artifact = std::get_if<ir::ArtifactType>(&port.type.kind);
      if (artifact == nullptr || isKnownArtifact(*artifact) || !done.insert(artifact->name).second) continue;
      text += "class " + artifact->name + "(Artifact):\n    schema_title = " + support::quotePython(artifact->schema) +
              "\n    schema_version = " + support::quotePython(artifact->version) + "\n\n\n";
    }
  }
  return text;
}

/// The strings in Python code, if any of them may continue over the end of a line.
std::vector<embedded::Range> stringsOfLines(std::string_view code) {
  std::vector<embedded::Range> strings;
  const auto has = [&](std::string_view text) { return code.find(text) != std::string_view::npos; };
  if (!has("\"\"\"") && !has("'''") && !has("\\\n") && !has("\\\r\n")) return strings;
  const embedded::SyntaxTree tree(code);
  for (uint32_t i = 0; i < tree.size(); ++i) {
    const embedded::Node node = tree.node(i);
    const bool outer = strings.empty() || node.range().begin >= strings.back().end;
    if (outer && node.is("string")) strings.push_back(node.range());
  }
  return strings;
}

}  // namespace

std::string pythonLiteral(const support::Constant& constant, bool wholeAsFloat) {
  return std::visit(Overload{
                        [](std::monostate) { return std::string("None"); },
                        [](bool value) { return std::string(value ? "True" : "False"); },
                        [&](int64_t value) {
                          return wholeAsFloat ? support::formatDouble(static_cast<double>(value))
                                              : std::to_string(value);
                        },
                        [](double value) { return support::formatDouble(value); },
                        [](const std::string& value) { return support::quotePython(value); },
                        [](const support::Quantity& value) { return support::quotePython(value.text()); },
                        [](const support::Duration& value) { return support::quotePython(value.text()); },
                        [&](const Constant::List& list) {
                          std::string text = "[";
                          for (size_t i = 0; i < list.size(); ++i)
                            text += (i != 0 ? ", " : "") + pythonLiteral(list[i], wholeAsFloat);
                          return text + "]";
                        },
                        [&](const Constant::Record& record) {
                          std::string text = "{";
                          for (size_t i = 0; i < record.size(); ++i) {
                            text += (i != 0 ? ", " : "") + support::quotePython(record[i].name) + ": " +
                                    pythonLiteral(record[i].value, wholeAsFloat);
                          }
                          return text + "}";
                        },
                    },
                    constant.storage());
}

std::string functionName(const ir::Component& component) {
  if (const auto* module = std::get_if<ir::PythonModule>(&component.body)) return module->entry;
  const auto among = [&](const auto& words) {
    return std::find(words.begin(), words.end(), component.name) != words.end();
  };
  const bool keyword = support::isPythonKeyword(component.name);
  return keyword || among(kBuiltins) || among(kTaken) ? component.name + '_' : component.name;
}

std::string functionSource(const ir::Component& component, std::string_view body) {
  // Python expects parameters without a default first. The KFP runtime passes all of them by name.
  std::vector<std::string> required;
  std::vector<std::string> optional;
  for (const ir::Port& port : component.inputs) {
    (isOptionalInPython(port) ? optional : required).push_back(inputParameter(port));
  }
  std::string fields;
  std::string returns;
  for (const ir::Port& port : component.outputs) {
    if (component.unnamedOutput) {
      returns = annotation(port.type);
    } else if (port.type.isArtifact()) {
      required.push_back(port.name + ": Output[" + annotation(port.type) + "]");
    } else {
      fields += (fields.empty() ? "" : ", ");
      fields += "(" + support::quotePython(port.name) + ", " + annotation(port.type) + ")";
    }
  }
  if (component.embedded && std::holds_alternative<ir::PythonBody>(component.body)) {
    required.emplace_back("embedded: dsl.EmbeddedInput[dsl.Artifact]");
  }
  if (!fields.empty()) returns = "Outputs";

  std::string text = artifactClasses(component);
  if (!fields.empty()) text += "Outputs = NamedTuple('Outputs', [" + fields + "])\n\n\n";
  text += "def " + functionName(component) + '(';
  required.insert(required.end(), optional.begin(), optional.end());
  if (!required.empty()) {
    text += '\n';
    for (const std::string& parameter : required) text += "    " + parameter + ",\n";
  }
  text += returns.empty() ? std::string("):\n") : ") -> " + returns + ":\n";
  if (!component.description.empty()) text += docstring(component.description);
  text += indentPython(body, "    ");
  if (text.back() != '\n') text += '\n';
  if (!hasStatement(body)) text += "    pass\n";
  return text;
}

std::string notebookBody(const ir::Component& component) {
  std::string text = "dsl.run_notebook(\n";
  const auto add = [&](const ir::Port& port, bool output) {
    std::string value = port.name;
    if (port.type.isArtifact()) {
      value += ".path";
      if (port.optional) value += " if " + port.name + " is not None else None";
      if (port.type.artifactList) value = "[item.path for item in " + port.name + "]";
    } else if (output) {
      return;
    }
    text += "    " + port.name + "=" + value + ",\n";
  };
  for (const ir::Port& port : component.inputs) add(port, false);
  for (const ir::Port& port : component.outputs) add(port, true);
  return text + ")\n";
}

std::string moduleSource(std::string_view helper, std::string_view code) {
  std::string text(support::kfp_sdk::kImports);
  if (!helper.empty()) {
    text += '\n';
    text += helper;
    text += '\n';
  }
  text += '\n';
  text += code;
  if (text.back() != '\n') text += '\n';
  return text + '\n';
}

std::string indentPython(std::string_view code, std::string_view indent) {
  const std::vector<embedded::Range> strings = stringsOfLines(code);
  std::string out;
  out.reserve(code.size() + code.size() / 8);
  auto string = strings.begin();
  for (size_t line = 0; line < code.size();) {
    while (string != strings.end() && string->end <= line) ++string;
    const bool inside = string != strings.end() && string->begin < line;
    const size_t end = std::min(code.find('\n', line), code.size());
    if (!inside && end != line) out += indent;
    out += code.substr(line, std::min(end + 1, code.size()) - line);
    line = end + 1;
  }
  return out;
}

}  // namespace mlpc::backends::kfp
