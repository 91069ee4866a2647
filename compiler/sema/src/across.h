#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bodies.h"

namespace mlpc::sema {

/// A `resource` or `existing` of the program.
struct Declared {
  SymbolId symbol;
  ModuleId module;
  std::string_view kind;        ///< `KubernetesCompute`
  std::string_view kindModule;  ///< `azure.ml`
  syntax::ExprId record;
  bool existing = false;
  source::Span span;  ///< of the name
  std::string name;   ///< as it is emitted; empty if that is not known
};

/// All declarations of a program that stand for things, for the checks that look at several of them.
class World {
 public:
  explicit World(Checker& checker);

  Checker& checker;
  std::vector<Declared> declared;

  [[nodiscard]] const Declared* find(SymbolId symbol) const;
  /// Calls `visit` for every declaration of a kind.
  template <typename Visit>
  void each(std::string_view kind, const Visit& visit) const {
    for (const Declared& d : declared) {
      if (d.kind == kind) visit(d);
    }
  }
  [[nodiscard]] bool has(std::string_view kind) const;
  [[nodiscard]] const syntax::Tree& tree(const Declared& d) const { return checker.tree(d.module); }
  [[nodiscard]] syntax::ExprId field(const Declared& d, std::string_view name) const {
    return fieldValue(tree(d), d.record, name);
  }
  [[nodiscard]] source::Span spanOfField(const Declared& d, std::string_view name) const;
  [[nodiscard]] std::optional<std::string> text(ModuleId module, syntax::ExprId expr) const {
    return constantText(checker, module, expr);
  }
  /// The declaration that an expression refers to, or null.
  [[nodiscard]] const Declared* reference(ModuleId module, syntax::ExprId expr) const;
  /// The references in a list.
  [[nodiscard]] std::vector<const Declared*> references(ModuleId module, syntax::ExprId list) const;
};

/// Clusters, computes, endpoints and roles of Azure (across_azure.cpp).
void checkAzureAcross(const World& world);
/// Credentials that are written out (across_credentials.cpp).
void checkCredentials(Checker& checker);
/// Pipelines that run themselves, and workspaces (pipelines_calls.cpp).
void checkPipelineCalls(Checker& checker);

}  // namespace mlpc::sema
