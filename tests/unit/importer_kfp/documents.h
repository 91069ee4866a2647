#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "mlpc/importers/kfp/kfp.h"
#include "order.h"
#include "recovery.h"
#include "types.h"
#include "yaml_node.h"

namespace mlpc::test {

namespace kfp = importers::kfp;

/// A YAML text that was read, and the findings.
struct Read {
  explicit Read(std::string text) {
    file = sources.add("pipeline.yaml", "pipeline.yaml", std::move(text));
    documents = kfp::readYaml(sources, file, diags);
  }
  /// The only document.
  [[nodiscard]] const kfp::Node& only() const { return documents->at(0); }
  /// The codes of all findings, in order.
  [[nodiscard]] std::vector<int> codes() const {
    std::vector<int> found;
    for (const auto& report : diags.sorted()) found.push_back(report.record->code);
    return found;
  }

  source::SourceManager sources;
  source::FileId file;
  diag::Engine diags;
  std::optional<std::vector<kfp::Node>> documents;
};

/// A document after it was analysed, without a check of its schema.
struct Recovered : Read {
  explicit Recovered(std::string text) : Read(std::move(text)) {
    document.spec = &only();
    document.root = document.spec->find("root");
    fill("components", document.spec->find("components"), document.components);
    fill("executors", document.spec->find("deploymentSpec", "executors"), document.executors);
    good = kfp::Recovery(document, model, diags).run();
  }
  Recovered(const Recovered&) = delete;

  [[nodiscard]] const kfp::Pipeline& root() const { return model.pipelines.front(); }
  /// The names of the statements of a block, in order.
  static std::vector<std::string> names(const kfp::Block& block) {
    std::vector<std::string> found;
    for (const kfp::Statement* statement : block.statements) found.push_back(statement->name);
    return found;
  }
  /// The statement of that name, at any depth.
  [[nodiscard]] const kfp::Statement& statement(std::string_view name) const {
    const auto found = std::find_if(model.statements.begin(), model.statements.end(),
                                    [&](const kfp::Statement& one) { return one.name == name; });
    EXPECT_NE(found, model.statements.end()) << name;
    return *found;
  }

  kfp::Document document;
  kfp::Model model;
  bool good = false;

 private:
  template <typename Table>
  static void fill(std::string_view, const kfp::Node* node, Table& table) {
    if (node == nullptr) return;
    for (size_t i = 0; i < node->keys.size(); ++i) table.emplace(node->keys[i], &node->items[i]);
  }
};

/// A task of a document: `name: {componentRef: {name: comp-CALLEE}, more}`.
inline std::string task(const std::string& name, const std::string& callee, const std::string& more = {}) {
  return name + ": {taskInfo: {name: " + name + "}, componentRef: {name: comp-" + callee + "}" +
         (more.empty() ? "" : ", " + more) + "}";
}

/// A document with the tasks of its root, and containers `echo NAME` as the components; `more` are further components.
inline std::string document(const std::vector<std::string>& tasks, const std::vector<std::string>& containers,
                            const std::string& more = {}) {
  std::string text =
      "pipelineInfo: {name: p}\nschemaVersion: 2.1.0\nsdkVersion: kfp-2.15.2\nroot:\n  dag:\n    tasks:\n";
  for (const std::string& one : tasks) text += "      " + one + "\n";
  text += "components:\n";
  for (const std::string& one : containers) {
    text += "  comp-" + one + ": {executorLabel: exec-" + one +
            ", inputDefinitions: {parameters: {x: {parameterType: STRING, "
            "isOptional: true}}}, outputDefinitions: {parameters: {out: {parameterType: STRING}}}}\n";
  }
  text += more + "deploymentSpec:\n  executors:\n";
  for (const std::string& one : containers) {
    text += "    exec-" + one + ": {container: {image: busybox, command: [echo, " + one + "]}}\n";
  }
  return text;
}

}  // namespace mlpc::test
