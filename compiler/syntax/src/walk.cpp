#include "mlpc/syntax/walk.h"

namespace mlpc::syntax {
namespace {

using support::Overload;

void add(ExprId expr, std::vector<ExprId>& out) {
  if (expr) out.push_back(expr);
}

void add(const std::vector<StringPart>& parts, std::vector<ExprId>& out) {
  for (const StringPart& part : parts) {
    if (const auto* placeholder = std::get_if<PlaceholderPart>(&part)) add(placeholder->value, out);
  }
}

void add(const std::vector<Argument>& arguments, std::vector<ExprId>& out) {
  for (const Argument& argument : arguments) add(argument.value, out);
}

void add(const std::vector<Decorator>& decorators, std::vector<ExprId>& out) {
  for (const Decorator& decorator : decorators) add(decorator.arguments, out);
}

void add(const Tree& tree, TypeId root, std::vector<ExprId>& out);

void add(const Tree& tree, const std::vector<Parameter>& parameters, std::vector<ExprId>& out) {
  for (const Parameter& parameter : parameters) {
    add(parameter.decorators, out);
    add(tree, parameter.type, out);
    add(parameter.defaultValue, out);
  }
}

/// The expressions in a type as written.
void add(const Tree& tree, TypeId root, std::vector<ExprId>& out) {
  std::vector<TypeId> open{root};
  while (!open.empty()) {
    const TypeId next = open.back();
    open.pop_back();
    if (!next) continue;
    const auto later = [&](const std::vector<TypeId>& types) { open.insert(open.end(), types.rbegin(), types.rend()); };
    std::visit(Overload{
                   [](const ErrorType&) {},
                   [&](const NamedType& t) { later(t.arguments); },
                   [&](const RecordType& t) {
                     for (const Parameter& field : t.fields) {
                       add(field.decorators, out);
                       add(field.defaultValue, out);
                     }
                     for (const RecordSpread& spread : t.spreads) open.push_back(spread.type);
                     for (auto it = t.fields.rbegin(); it != t.fields.rend(); ++it) open.push_back(it->type);
                   },
                   [&](const LiteralType& t) { add(t.value, out); },
                   [&](const OptionalType& t) { open.push_back(t.inner); },
                   [&](const RuntimeType& t) { open.push_back(t.inner); },
                   [&](const UnionType& t) { later(t.members); },
               },
               tree.types[next].node);
  }
}

void add(const Tree& tree, const Outputs& outputs, std::vector<ExprId>& out) {
  add(tree, outputs.single, out);
  add(tree, outputs.named, out);
}

}  // namespace

void appendParts(const Tree& tree, ExprId expr, std::vector<ExprId>& out) {
  std::visit(Overload{
                 [](const ErrorExpr&) {},
                 [](const NameExpr&) {},
                 [&](const MemberExpr& e) { add(e.base, out); },
                 [&](const IndexExpr& e) {
                   add(e.base, out);
                   add(e.index, out);
                 },
                 [&](const CallExpr& e) {
                   add(e.callee, out);
                   add(e.arguments, out);
                 },
                 [&](const VersionExpr& e) { add(e.base, out); },
                 [&](const UnaryExpr& e) { add(e.operand, out); },
                 [&](const BinaryExpr& e) {
                   add(e.left, out);
                   add(e.right, out);
                 },
                 [&](const ChainExpr& e) {
                   for (const ExprId operand : e.operands) add(operand, out);
                 },
                 [&](const ConditionalExpr& e) {
                   add(e.condition, out);
                   add(e.then, out);
                   add(e.otherwise, out);
                 },
                 [&](const ListExpr& e) {
                   for (const ListItem& item : e.items) add(item.value, out);
                 },
                 [&](const RecordExpr& e) {
                   for (const RecordItem& item : e.items) add(item.value, out);
                 },
                 [&](const StringExpr& e) { add(e.parts, out); },
                 [&](const FenceExpr& e) { add(e.parts, out); },
                 [](const NumberExpr&) {},
                 [](const BoolExpr&) {},
                 [](const NullExpr&) {},
             },
             tree.exprs[expr].node);
}

void appendExpressions(const Stmt& stmt, std::vector<ExprId>& out) {
  std::visit(Overload{
                 [](const ErrorStmt&) {},
                 [&](const SettingStmt& s) { add(s.value, out); },
                 [&](const LetStmt& s) {
                   add(s.value, out);
                   add(s.settings, out);
                 },
                 [&](const IfStmt& s) {
                   for (const IfBranch& branch : s.branches) add(branch.condition, out);
                 },
                 [&](const ForStmt& s) { add(s.items, out); },
                 [](const TryStmt&) {},
                 [&](const ReturnStmt& s) { add(s.value, out); },
                 [&](const YieldStmt& s) { add(s.value, out); },
                 [&](const CallStmt& s) {
                   add(s.call, out);
                   add(s.settings, out);
                 },
                 [&](const CodeStmt& s) {
                   add(s.body, out);
                   add(s.settings, out);
                 },
                 [&](const ItemStmt& s) {
                   add(s.call, out);
                   add(s.settings, out);
                 },
                 [](const HookStmt&) {},
             },
             stmt.node);
}

void appendBlocks(const Stmt& stmt, std::vector<const Block*>& out) {
  std::visit(Overload{
                 [](const ErrorStmt&) {},
                 [](const SettingStmt&) {},
                 [](const LetStmt&) {},
                 [&](const IfStmt& s) {
                   for (const IfBranch& branch : s.branches) out.push_back(&branch.body);
                 },
                 [&](const ForStmt& s) { out.push_back(&s.body); },
                 [&](const TryStmt& s) {
                   out.push_back(&s.body);
                   out.push_back(&s.finally);
                 },
                 [](const ReturnStmt&) {},
                 [](const YieldStmt&) {},
                 [](const CallStmt&) {},
                 [](const CodeStmt&) {},
                 [&](const ItemStmt& s) { out.push_back(&s.body); },
                 [&](const HookStmt& s) { out.push_back(&s.body); },
             },
             stmt.node);
}

void appendExpressions(const Tree& tree, const Decl& decl, std::vector<ExprId>& out) {
  add(decl.decorators, out);
  std::visit(Overload{
                 [](const ErrorDecl&) {},
                 [](const ImportDecl&) {},
                 [&](const ConstDecl& d) {
                   add(tree, d.type, out);
                   add(d.value, out);
                 },
                 [&](const TypeDecl& d) { add(tree, d.type, out); },
                 [&](const ArtifactDecl& d) { add(d.record, out); },
                 [&](const SecretDecl& d) { add(d.record, out); },
                 [&](const ExistingDecl& d) { add(d.record, out); },
                 [&](const ResourceDecl& d) { add(d.record, out); },
                 [&](const ComponentDecl& d) {
                   add(tree, d.parameters, out);
                   add(tree, d.outputs, out);
                 },
                 [&](const PipelineDecl& d) {
                   add(tree, d.parameters, out);
                   add(tree, d.outputs, out);
                 },
                 [&](const TrainJobDecl& d) {
                   add(tree, d.parameters, out);
                   add(d.record, out);
                 },
                 [&](const WorkflowDecl& d) { add(tree, d.parameters, out); },
                 [&](const TemplateDecl& d) { add(tree, d.parameters, out); },
             },
             decl.node);
}

const Block* bodyOf(const Decl& decl) {
  return std::visit(Overload{
                        [](const ComponentDecl& d) { return &d.body; },
                        [](const PipelineDecl& d) { return &d.body; },
                        [](const WorkflowDecl& d) { return &d.body; },
                        [](const TemplateDecl& d) { return &d.body; },
                        [](const auto&) -> const Block* { return nullptr; },
                    },
                    decl.node);
}

}  // namespace mlpc::syntax
