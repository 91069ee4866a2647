#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlpc/backends/kfp/kfp.h"

namespace mlpc::backends::kfp::test {

/// What the back end prints; names only where it found errors.
inline std::vector<emit::OutputFile> printed(const ir::Program& program, const emit::BackendOptions& options,
                                             diag::Engine& diags) {
  emit::Legalized legal = legalize(program, options, diags);
  if (diags.hasErrors()) return std::move(legal.files);
  emit::Outlet outlet(options, diags);
  legal.map(outlet);
  return outlet.take();
}

inline ir::Value constant(support::Constant value) { return ir::Value::of(std::move(value), {}); }
inline ir::Value input(std::string name) { return {ir::InputRef{std::move(name)}, {}}; }
inline ir::Value output(ir::NodeId node, std::string name = "Output") {
  return {ir::OutputRef{node, std::move(name)}, {}};
}
inline ir::Value compare(ir::Operator op, ir::Value left, ir::Value right) {
  ir::Operation operation{op, {}};
  operation.operands.push_back(std::move(left));
  operation.operands.push_back(std::move(right));
  return {std::move(operation), {}};
}

inline ir::Port port(std::string name, ir::ParameterKind kind) {
  ir::Port port;
  port.name = std::move(name);
  port.type.kind = kind;
  return port;
}
inline ir::Port artifactPort(std::string name, std::string type, bool list = false) {
  ir::Port port;
  port.name = std::move(name);
  port.type.kind = ir::ArtifactType{"system." + type, "0.0.1", type};
  port.type.artifactList = list;
  return port;
}

/// A pipeline `p` with components, built by hand.
class ProgramBuilder {
 public:
  ProgramBuilder() {
    pipeline.name = "p";
    pipeline.requested = true;
  }

  ir::ComponentId component(std::string name, std::vector<ir::Port> inputs, std::vector<ir::Port> outputs = {}) {
    ir::Component component;
    component.name = std::move(name);
    component.inputs = std::move(inputs);
    component.outputs = std::move(outputs);
    component.unnamedOutput = component.outputs.size() == 1 && component.outputs.front().name == "Output";
    component.body = ir::PythonBody{"pass\n"};
    return program.components.add(std::move(component));
  }

  /// A task, which the caller puts into a region.
  ir::NodeId task(ir::ComponentId callee, std::vector<std::pair<std::string, ir::Value>> arguments = {},
                  ir::TaskOptions options = {}) {
    ir::Task task;
    task.callee = callee;
    for (auto& [name, value] : arguments) task.arguments.push_back({name, std::move(value), {}});
    task.options = std::make_shared<const ir::TaskOptions>(std::move(options));
    return node(std::move(task));
  }

  template <typename Kind>
  ir::NodeId node(Kind kind) {
    ir::Node node;
    node.what = std::move(kind);
    return pipeline.nodes.add(std::move(node));
  }

  /// The text of the pipeline's file. Fails the test if anything was reported and `expectErrors` is not set.
  std::string emitted(bool expectErrors = false) {
    program.pipelines.add(pipeline);
    const auto files = printed(program, {}, diags);
    EXPECT_EQ(files.size(), 1U);
    if (!expectErrors) {
      for (const diag::Report& report : diags.sorted()) ADD_FAILURE() << report.message;
    }
    return files.empty() ? std::string() : files.front().text;
  }

  /// The codes that were reported.
  std::vector<int> codes() {
    emitted(/*expectErrors=*/true);
    std::vector<int> result;
    for (const diag::Report& report : diags.sorted()) result.push_back(report.record->code);
    return result;
  }

  /// What was reported.
  std::vector<std::string> messages() {
    emitted(/*expectErrors=*/true);
    std::vector<std::string> result;
    for (const diag::Report& report : diags.sorted()) result.push_back(report.message);
    return result;
  }

  ir::Program program;
  ir::Pipeline pipeline;
  diag::Engine diags;
};

}  // namespace mlpc::backends::kfp::test
