#pragma once

#include <map>
#include <string>
#include <unordered_set>

#include "mlpc/diag/engine.h"
#include "model.h"

namespace mlpc::importers::kfp {

/// Analyses a document: which components are the same, which graphs are groups and which are pipelines, and what each
/// reference means. The document has passed the check of its schema. False, and an error is reported, if it refers to
/// something that does not exist.
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
  void ports(const Node& component, Ports& inputs, Ports& outputs);
  /// Reports outputs that have the name of an input, if both are variables of the component.
  void keepApart(const Callee& callee);
  void badName(source::Span span, const std::string& name, std::string_view why);
  /// The beginning of a task's name: `train` for `train-2`, if there is a `train` too.
  [[nodiscard]] std::string baseOf(const std::string& task) const;
  /// A number that is equal for components that do the same, down to the executors and their settings for Kubernetes. 0
  /// if the component contains itself.
  size_t identity(const std::string& label, unsigned depth);

  // ---- binding.cpp: what statements take as inputs and wait for
  void bind(Block& block);
  void bindTask(Statement& statement);
  /// Records the outputs that the settings of a pod read.
  void readPod(const Node& node, Statement& statement);
  /// One value of them, and where it comes from.
  void readPodValue(const Node& node, Statement& statement);
  void bindGroup(Statement& statement);
  void bindInputs(const Node& task, Scope& outer, Scope& inner);
  void bindCondition(Branch& branch, Scope& outer, const std::vector<Condition>& earlier);
  bool bindReferences(Condition& condition, const Node& task, Scope& scope);
  void dependencies(Statement& statement, const Node& task, Block& block);

  // ---- values.cpp: the values of inputs
  Value parameter(const Node& source, Statement* statement, Scope& scope);
  Value artifact(const Node& source, Scope& scope);
  Value selected(Value value, const Node& selector);
  Value constant(const Node& node, const std::unordered_map<std::string_view, Value>& passed);
  Value text(const Node& node, const std::unordered_map<std::string_view, Value>& passed);
  /// The field of a loop's item that an input is named after, which the SDK forgot to pass in.
  const Value* lostItem(const Node& name, const Scope& scope);
  /// The value of an input of a graph, including one that the SDK forgot to pass on to the graph, which is reported.
  /// Null, and an error is reported, if there is none.
  const Value* inputOf(const Node& name, const Scope& scope);

  // ---- outputs.cpp: the outputs of groups and pipelines
  Ref output(const Node& producer, const Node& key, Scope& scope);
  Ref outputOf(Statement& statement, const std::string& key, source::Span at);
  void yield(Block& block, const std::string& key, Statement& group, const std::string& groupKey, source::Span at);
  void bindReturned(Pipeline& pipeline);
  /// Lets the branch of an `if` yield directly to the loop around it, if nothing else needs its values.
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
  bool badNames_ = false;  ///< all of them are reported before the document is given up
};

Value refValue(Ref ref, source::Span span);

/// Puts the entries of an importer's metadata in the order in which they were written; the numbers of the inputs that
/// they read show it.
void orderMetadata(const Node& node, Value& value);

/// The value of an input of a graph, or null. This also finds inputs that the SDK forgot to pass on to a group, and
/// those that have their name in the pipeline instead of that in the group (pods before version 2 of kfp-kubernetes,
/// items in strings).
const Value* findInput(std::string_view name, const Scope& scope);

/// What a pod's setting takes from the run: `{componentInputParameter: …}` and the like.
Value podParameter(const Node& source, const Statement& statement);

}  // namespace mlpc::importers::kfp
