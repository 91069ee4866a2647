#pragma once

#include <variant>

#include "mlpc/syntax/stmt.h"

namespace mlpc::syntax {

/// `import azure.devops as ado`, `import "./parts.mlp" as parts`. The declaration's name is the alias or the last word
/// of the path.
struct ImportDecl {
  std::vector<Name> path;   ///< empty for a file
  std::string_view file;    ///< the text of the string; empty for a module of the standard library
  source::Span targetSpan;  ///< of the path or the string
};
struct ConstDecl {
  TypeId type;  ///< invalid if not written
  ExprId value;
};
struct TypeDecl {
  TypeId type;
};
/// `artifact X {…}`
struct ArtifactDecl {
  ExprId record;
};
/// `secret x {…}`
struct SecretDecl {
  ExprId record;
};
/// `existing x: Kind {…}`
struct ExistingDecl {
  std::vector<Name> kind;
  ExprId record;  ///< invalid if not written
};
/// `resource x: Kind {…}`
struct ResourceDecl {
  std::vector<Name> kind;
  ExprId record;  ///< invalid if not written
};
/// What a component or pipeline returns.
struct Outputs {
  TypeId single;                 ///< `-> T`, or invalid
  std::vector<Parameter> named;  ///< `-> (a: T, b: U)`
  source::Span span;             ///< has no file if there is no `->`
};
struct ComponentDecl {
  bool hasParameters = false;  ///< false for `component f {…}`: the signature comes from the code
  std::vector<Parameter> parameters;
  Outputs outputs;
  Block body;
};
struct PipelineDecl {
  std::vector<Parameter> parameters;
  Outputs outputs;
  Block body;
};
struct TrainJobDecl {
  std::vector<Parameter> parameters;
  ExprId record;
};
struct WorkflowDecl {
  std::vector<Parameter> parameters;
  Block body;
};
enum class TemplateKind : uint8_t { Steps, Job, Stage };
/// `steps s(…) {…}`, `job j(…) {…}`, `stage g(…) {…}` at the top of a file.
struct TemplateDecl {
  TemplateKind kind;
  std::vector<Parameter> parameters;
  Block body;
};
struct ErrorDecl {};

using DeclNode = std::variant<ErrorDecl, ImportDecl, ConstDecl, TypeDecl, ArtifactDecl, SecretDecl, ExistingDecl,
                              ResourceDecl, ComponentDecl, PipelineDecl, TrainJobDecl, WorkflowDecl, TemplateDecl>;

struct Decl {
  source::Span span;
  std::string_view doc;
  std::vector<Decorator> decorators;
  Name name;  ///< empty for an ErrorDecl
  DeclNode node;
  /// A syntax error was reported in it: something that was written may be missing from the tree.
  bool broken = false;
};

}  // namespace mlpc::syntax
