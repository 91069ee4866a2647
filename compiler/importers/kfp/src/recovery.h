#pragma once

#include <map>
#include <string>
#include <unordered_set>

#include "mlpc/diag/engine.h"
#include "model.h"

namespace mlpc::importers::kfp {

/// Takes a document apart: which components are one, which graphs are groups and which pipelines, what each reference
/// stands for. The document has passed the check of its schema. False if it refers to what it does not hold; that is
/// reported.
class Recovery {
 public:
  Recovery(const Document& document, Model& model, diag::Engine& diags)
      : document_(document), model_(model), diags_(diags) {}

  bool run();

 private:
  // ---- recovery.cpp: which graph is what
  const Node* componentOf(const Node& task);
  Pipeline* addPipeline(const Node* component, Callee* callee);
  void graph(const Node& component, Block& block, Pipeline& pipeline, Statement* parent, uint32_t branch);
  void group(Statement& statement, Statement::Kind kind);
  void branches(Statement& statement);
  void task(Statement& statement);
  Callee* calleeOf(Statement& statement, const Node* executor);
  static void ports(const Node& component, Ports& inputs, Ports& outputs);
  /// What the name of a task begins with: `train` for `train-2`, if there is a `train` too.
  [[nodiscard]] std::string baseOf(const std::string& task) const;
  /// A number that is equal for components that do the same, down to the executors and their settings for Kubernetes. 0
  /// if it holds itself.
  size_t identity(const std::string& label, unsigned depth);

  // ---- binding.cpp: what statements take and wait for
  void bind(Block& block);
  void bindTask(Statement& statement);
  /// Notes the outputs that the settings of a pod read.
  void readPod(const Node& node, Statement& statement);
  void bindGroup(Statement& statement);
  void bindInputs(const Node& task, Scope& outer, Scope& inner);
  void bindCondition(Branch& branch, Scope& outer, const std::vector<Condition>& earlier);
  bool bindReferences(Condition& condition, const Node& task, Scope& scope);
  void dependencies(Statement& statement, const Node& task, Block& block);

  // ---- values.cpp: what inputs take
  Value parameter(const Node& source, Statement* statement, Scope& scope);
  Value artifact(const Node& source, Scope& scope);
  Value selected(Value value, const Node& selector);
  Value constant(const Node& node, const std::unordered_map<std::string_view, Value>& passed);
  Value text(const Node& node, const std::unordered_map<std::string_view, Value>& passed);
  /// The field of a loop's item that an input is named after, which the SDK forgot to hand in.
  const Value* lostItem(const Node& name, const Scope& scope);
  /// What an input of a graph stands for; also one that the SDK forgot to pass on to the graph, which is reported.
  /// Null, and an error, if there is none.
  const Value* inputOf(const Node& name, const Scope& scope);

  // ---- outputs.cpp: what groups and pipelines give
  Ref output(const Node& producer, const Node& key, Scope& scope);
  Ref outputOf(Statement& statement, const std::string& key, source::Span at);
  void yield(Block& block, const std::string& key, Statement& group, const std::string& groupKey, source::Span at);
  void bindReturned(Pipeline& pipeline);
  /// Lets the branch of an `if` yield to the loop around it, where nothing else needs its values.
  static void foldYields(Statement& loop, Block& block);

  bool dangling(const Node& at, std::string_view what);

  const Document& document_;
  Model& model_;
  diag::Engine& diags_;
  std::map<std::string, size_t> identities_;
  std::unordered_map<std::string, size_t> identityOfLabel_;
  std::unordered_set<std::string> open_;
  std::map<std::string, Callee*> callees_;
  std::unordered_set<std::string_view> taskNames_;        ///< of all graphs
  std::unordered_map<const Node*, source::Span> groups_;  ///< the task of each group's component
  unsigned depth_ = 0;
  bool failed_ = false;
};

Value refValue(Ref ref, source::Span span);

/// Puts the entries of an importer's metadata in the order in which they were written: the inputs that they read were
/// counted in it.
void orderMetadata(const Node& node, Value& value);

/// What an input of a graph stands for, or null. This also finds those that the SDK forgot to pass on to a group, and
/// those that are called as in the pipeline and not as in the group (pods before version 2 of kfp-kubernetes, items in
/// texts).
const Value* findInput(std::string_view name, const Scope& scope);

/// What a pod's setting takes from the run: `{componentInputParameter: …}` and the like.
Value podParameter(const Node& source, const Statement& statement);

}  // namespace mlpc::importers::kfp
