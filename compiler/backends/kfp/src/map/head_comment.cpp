#include <algorithm>

#include "map/builder.h"
#include "mlpc/support/text.h"
#include "names.h"
#include "python_source.h"

namespace mlpc::backends::kfp {

namespace {

std::string_view typeText(const ChannelType& type) {
  if (type.artifact != nullptr) return type.artifact->schema;
  switch (type.parameter) {
    case ir::ParameterKind::String: return "str";
    case ir::ParameterKind::Int: return "int";
    case ir::ParameterKind::Float: return "float";
    case ir::ParameterKind::Bool: return "bool";
    case ir::ParameterKind::List: return "list";
    case ir::ParameterKind::Map: return "dict";
    case ir::ParameterKind::TaskConfig: return "TaskConfig";
    case ir::ParameterKind::FinalStatus: return "PipelineTaskFinalStatus";
  }
  return "str";
}

void appendPorts(std::string& text, std::string_view title,
                 std::vector<std::pair<std::string, const ir::Port*>> ports) {
  if (ports.empty()) return;
  std::sort(ports.begin(), ports.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  text += title;
  for (const auto& [name, port] : ports) {
    text += "#    " + name + ": ";
    text += typeText(channelType(port->type));
    // Line breaks in a default are escaped here, which the SDK fails to do.
    if (port->defaultValue && !port->defaultValue->isNull() && !port->type.isArtifact()) {
      // Data from a document: all numbers are floats.
      text += " [Default: " + pythonLiteral(*port->defaultValue, true) + ']';
    }
    text += '\n';
  }
}

}  // namespace

std::string headComment(const ir::Pipeline& pipeline, std::string_view name) {
  std::string text = "# PIPELINE DEFINITION\n# Name: ";
  text += support::visible(name) + '\n';
  if (!pipeline.description.empty()) {
    text += "# Description: ";
    std::string line;
    for (const char c : pipeline.description) {
      if (c == '\n') {
        text += support::visible(line) + "\n#              ";
        line.clear();
      } else {
        const auto byte = static_cast<unsigned char>(c);
        line += byte < 0x20 || byte == 0x7f ? ' ' : c;
      }
    }
    text += support::visible(line) + '\n';
  }
  std::vector<std::pair<std::string, const ir::Port*>> inputs;
  for (const ir::Port& port : pipeline.inputs) inputs.emplace_back(port.name, &port);
  appendPorts(text, "# Inputs:\n", std::move(inputs));
  std::vector<std::pair<std::string, const ir::Port*>> outputs;
  for (const ir::Output& output : pipeline.outputs) {
    outputs.emplace_back(pipeline.unnamedOutput ? std::string(kUnnamedOutput) : output.port.name, &output.port);
  }
  appendPorts(text, "# Outputs:\n", std::move(outputs));
  return text;
}

}  // namespace mlpc::backends::kfp
