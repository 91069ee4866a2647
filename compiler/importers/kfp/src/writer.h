#pragma once

#include <set>
#include <string>

#include "layout.h"
#include "mlpc/diag/engine.h"
#include "model.h"
#include "python_code.h"
#include "types.h"

namespace mlpc::importers::kfp {

/// Writes the source of a model whose statements are ordered and whose types are known.
class Writer {
 public:
  Writer(const Document& document, Model& model, Types& types, diag::Engine& diags)
      : document_(document), model_(model), types_(types), diags_(diags) {}

  std::string run();

 private:
  /// A secret or config map that is declared.
  struct Object {
    std::string identifier;
    std::set<std::string> keys;
    bool optional = false;
  };
  /// By the name in the cluster, and by how many times a task has already taken variables from it: the document keeps
  /// these separate.
  using Objects = std::map<std::pair<std::string, size_t>, Object>;

  // ---- names.cpp: the names of everything
  void nameDeclarations();
  void nameStatements(Block& block);
  void nameStatement(Statement& statement);
  std::string wantedName(const Statement& statement) const;
  void nameYields(Statement& statement);
  [[nodiscard]] std::string groupName(const Statement& statement) const;
  /// The name of the inputs that take this output, if they all have the same.
  [[nodiscard]] std::string consumerName(const Statement& statement, const std::string& key) const;

  // ---- writer.cpp: declarations
  void findKfpVersion();
  void findObjects();
  void declareObjects(Page& page);
  void declareTypes(Page& page);
  void component(Page& page, Callee& callee);
  static void passthrough(Page& page, const Node& component);
  void containerBody(Page& page, const Callee& callee);
  void signature(Page& page, std::string_view head, const Ports& inputs, const Ports& outputs, bool unnamed);
  void pipeline(Page& page, Pipeline& pipeline);
  void pipelineSettings(Page& page, Pipeline& pipeline);
  void orderPorts(Callee& callee);
  [[nodiscard]] const PythonProgram* programOf(const Callee& callee) const;
  [[nodiscard]] std::string typeText(const Port& port) const;
  [[nodiscard]] std::string artifactName(const std::string& schema, const std::string& version) const;

  // ---- statements.cpp
  void block(Page& page, const Block& block);
  void statement(Page& page, const Statement& statement);
  void task(Page& page, const Statement& statement);
  void yields(Page& page, const Block& block);
  void groupSettings(Page& page, const Branch& branch);
  [[nodiscard]] Code callCode(const Statement& statement) const;
  [[nodiscard]] std::string conditionText(const Condition& condition, int binding = 0) const;
  [[nodiscard]] std::string refText(const Ref& ref) const;
  /// A reference in a string, where nothing may be absent.
  [[nodiscard]] std::string presentText(const Ref& ref) const;
  /// The reference, with a `cast` if the checker sees another type in it than the one expected.
  [[nodiscard]] std::string refText(const Ref& ref, std::string_view wanted) const;
  [[nodiscard]] Code valueCode(const Value& value, const std::string& type = {}) const;
  [[nodiscard]] Code constantCode(const Node& node, std::string_view type = {}) const;
  [[nodiscard]] Code rawCode(const Node& node) const;
  /// A setting that is a string with placeholders of the task.
  [[nodiscard]] Code passedText(const Node& node, const Statement& statement) const;

  // ---- options.cpp: the settings of tasks
  [[nodiscard]] Code taskSettings(const Statement& statement) const;
  void resources(const Statement& statement, Code& settings) const;
  void environment(const Statement& statement, Code& settings) const;
  void volumes(const Statement& statement, Code& settings) const;
  void placement(const Statement& statement, Code& settings) const;
  void pod(const Statement& statement, Code& settings) const;
  [[nodiscard]] Code objectCode(const Node& entry, bool secret, const Statement& statement) const;

  const Document& document_;
  Model& model_;
  Types& types_;
  diag::Engine& diags_;
  std::set<std::string> taken_;
  std::map<std::pair<std::string, std::string>, std::string> artifacts_;  ///< by title and version
  Objects secrets_;
  Objects configMaps_;
  std::map<const Node*, size_t> again_;  ///< objects from which a task takes variables more than once, and how often
  std::map<const Callee*, PythonProgram> programs_;
  std::map<const Callee*, std::string> images_;
  std::set<const Callee*> sharedEnvironment_;  ///< whose variables are the same in every task
  std::map<std::pair<const Statement*, std::string>, std::set<std::string>> consumers_;
  std::set<const Pipeline*> uncached_;  ///< none of whose tasks use the cache
  std::string kfpVersion_;
  bool claims_ = false;
};

/// Whether the only output of the callee has no name of its own.
bool hasUnnamedOutput(const Callee& callee, bool python);
/// A quantity as written in mlp: without quotes if it is one.
Code quantityCode(const std::string& text);
/// What the schema checked to be a whole number.
Code wholeCode(const Node& node);
/// Seconds as a duration.
Code durationCode(double seconds);

}  // namespace mlpc::importers::kfp
