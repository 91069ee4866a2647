#include "same_tree.h"

#include <algorithm>

namespace mlpc::format {
namespace {

using namespace syntax;

// The parser makes the nodes in the order of the text, so equal trees have equal ids, and the nodes can be compared one
// by one. `same` compares what a node says; where it says it may differ.

template <typename T>
bool same(const std::vector<T>& a, const std::vector<T>& b);
template <typename... Ts>
bool same(const std::variant<Ts...>& a, const std::variant<Ts...>& b);
template <typename Tag>
bool same(support::Id<Tag> a, support::Id<Tag> b) {
  return a == b;
}
bool same(BinaryOp a, BinaryOp b) { return a == b; }
bool same(const Name& a, const Name& b) { return a.text == b.text; }
bool same(const Argument& a, const Argument& b) { return same(a.name, b.name) && a.value == b.value; }
bool same(const Decorator& a, const Decorator& b) { return same(a.path, b.path) && same(a.arguments, b.arguments); }
bool same(const Parameter& a, const Parameter& b) {
  return a.doc == b.doc && same(a.decorators, b.decorators) && same(a.name, b.name) && a.quotedName == b.quotedName &&
         a.type == b.type && a.defaultValue == b.defaultValue;
}
bool same(const Block& a, const Block& b) { return same(a.statements, b.statements); }

// ---- expressions
bool same(const ErrorExpr&, const ErrorExpr&) { return true; }
bool same(const NameExpr& a, const NameExpr& b) { return same(a.name, b.name); }
bool same(const MemberExpr& a, const MemberExpr& b) { return a.base == b.base && same(a.member, b.member); }
bool same(const IndexExpr& a, const IndexExpr& b) { return a.base == b.base && a.index == b.index; }
bool same(const CallExpr& a, const CallExpr& b) { return a.callee == b.callee && same(a.arguments, b.arguments); }
bool same(const VersionExpr& a, const VersionExpr& b) { return a.base == b.base && a.version == b.version; }
bool same(const UnaryExpr& a, const UnaryExpr& b) { return a.op == b.op && a.operand == b.operand; }
bool same(const BinaryExpr& a, const BinaryExpr& b) { return a.op == b.op && a.left == b.left && a.right == b.right; }
bool same(const ChainExpr& a, const ChainExpr& b) { return same(a.operands, b.operands) && same(a.ops, b.ops); }
bool same(const ConditionalExpr& a, const ConditionalExpr& b) {
  return a.condition == b.condition && a.then == b.then && a.otherwise == b.otherwise;
}
bool same(const ListItem& a, const ListItem& b) { return a.value == b.value && a.spread == b.spread; }
bool same(const ListExpr& a, const ListExpr& b) { return same(a.items, b.items); }
bool same(const RecordItem& a, const RecordItem& b) {
  return same(a.key, b.key) && a.quotedKey == b.quotedKey && a.shorthand == b.shorthand && a.spread == b.spread &&
         a.value == b.value;
}
bool same(const RecordExpr& a, const RecordExpr& b) { return same(a.items, b.items); }
bool same(const TextPart& a, const TextPart& b) { return a.text == b.text; }
bool same(const PlaceholderPart& a, const PlaceholderPart& b) { return a.value == b.value; }
bool same(const StringExpr& a, const StringExpr& b) { return same(a.parts, b.parts); }
bool same(const FenceExpr& a, const FenceExpr& b) { return same(a.language, b.language) && same(a.parts, b.parts); }
bool same(const NumberExpr& a, const NumberExpr& b) { return a.kind == b.kind && a.text == b.text; }
bool same(const BoolExpr& a, const BoolExpr& b) { return a.value == b.value; }
bool same(const NullExpr&, const NullExpr&) { return true; }

// ---- types
bool same(const ErrorType&, const ErrorType&) { return true; }
bool same(const NamedType& a, const NamedType& b) { return same(a.path, b.path) && same(a.arguments, b.arguments); }
bool same(const RecordSpread& a, const RecordSpread& b) { return a.type == b.type && a.before == b.before; }
bool same(const RecordType& a, const RecordType& b) { return same(a.fields, b.fields) && same(a.spreads, b.spreads); }
bool same(const LiteralType& a, const LiteralType& b) { return a.value == b.value; }
bool same(const OptionalType& a, const OptionalType& b) { return a.inner == b.inner; }
bool same(const RuntimeType& a, const RuntimeType& b) { return a.inner == b.inner; }
bool same(const UnionType& a, const UnionType& b) { return same(a.members, b.members); }

// ---- statements
bool same(const ErrorStmt&, const ErrorStmt&) { return true; }
bool same(const SettingStmt& a, const SettingStmt& b) {
  return same(a.key, b.key) && a.quotedKey == b.quotedKey && a.value == b.value;
}
bool same(const LetStmt& a, const LetStmt& b) {
  return same(a.name, b.name) && a.type == b.type && a.value == b.value && a.settings == b.settings &&
         a.group == b.group;
}
bool same(const IfBranch& a, const IfBranch& b) { return a.condition == b.condition && same(a.body, b.body); }
bool same(const IfStmt& a, const IfStmt& b) { return same(a.branches, b.branches); }
bool same(const ForStmt& a, const ForStmt& b) {
  return same(a.variable, b.variable) && a.items == b.items && same(a.body, b.body);
}
bool same(const TryStmt& a, const TryStmt& b) { return same(a.body, b.body) && same(a.finally, b.finally); }
bool same(const ReturnStmt& a, const ReturnStmt& b) { return a.value == b.value; }
bool same(const YieldStmt& a, const YieldStmt& b) { return a.value == b.value; }
bool same(const CallStmt& a, const CallStmt& b) { return a.call == b.call && a.settings == b.settings; }
bool same(const CodeStmt& a, const CodeStmt& b) {
  return same(a.language, b.language) && a.module == b.module && a.body == b.body && a.settings == b.settings;
}
bool same(const ItemStmt& a, const ItemStmt& b) {
  return a.kind == b.kind && same(a.name, b.name) && same(a.body, b.body) && a.call == b.call &&
         a.settings == b.settings && a.doc == b.doc;
}
bool same(const HookStmt& a, const HookStmt& b) { return same(a.name, b.name) && same(a.body, b.body); }

// ---- declarations
bool same(const ErrorDecl&, const ErrorDecl&) { return true; }
bool same(const ImportDecl& a, const ImportDecl& b) { return same(a.path, b.path) && a.file == b.file; }
bool same(const ConstDecl& a, const ConstDecl& b) { return a.type == b.type && a.value == b.value; }
bool same(const TypeDecl& a, const TypeDecl& b) { return a.type == b.type; }
bool same(const ArtifactDecl& a, const ArtifactDecl& b) { return a.record == b.record; }
bool same(const SecretDecl& a, const SecretDecl& b) { return a.record == b.record; }
bool same(const ExistingDecl& a, const ExistingDecl& b) { return same(a.kind, b.kind) && a.record == b.record; }
bool same(const ResourceDecl& a, const ResourceDecl& b) { return same(a.kind, b.kind) && a.record == b.record; }
bool same(const Outputs& a, const Outputs& b) { return a.single == b.single && same(a.named, b.named); }
bool same(const ComponentDecl& a, const ComponentDecl& b) {
  return a.hasParameters == b.hasParameters && same(a.parameters, b.parameters) && same(a.outputs, b.outputs) &&
         same(a.body, b.body);
}
bool same(const PipelineDecl& a, const PipelineDecl& b) {
  return same(a.parameters, b.parameters) && same(a.outputs, b.outputs) && same(a.body, b.body);
}
bool same(const TrainJobDecl& a, const TrainJobDecl& b) {
  return same(a.parameters, b.parameters) && a.record == b.record;
}
bool same(const WorkflowDecl& a, const WorkflowDecl& b) {
  return same(a.parameters, b.parameters) && same(a.body, b.body);
}
bool same(const TemplateDecl& a, const TemplateDecl& b) {
  return a.kind == b.kind && same(a.parameters, b.parameters) && same(a.body, b.body);
}

bool same(const Expr& a, const Expr& b) { return same(a.node, b.node); }
bool same(const TypeExpr& a, const TypeExpr& b) { return same(a.node, b.node); }
bool same(const Stmt& a, const Stmt& b) { return same(a.node, b.node); }
bool same(const Decl& a, const Decl& b) {
  return a.doc == b.doc && same(a.decorators, b.decorators) && same(a.name, b.name) && a.broken == b.broken &&
         same(a.node, b.node);
}

template <typename T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return same(x, y); });
}
template <typename... Ts>
bool same(const std::variant<Ts...>& a, const std::variant<Ts...>& b) {
  if (a.index() != b.index()) return false;
  return std::visit([&](const auto& node) { return same(node, std::get<std::decay_t<decltype(node)>>(b)); }, a);
}

template <typename Store>
bool sameNodes(const Store& a, const Store& b) {
  if (a.headCount() != b.headCount() || a.bodyCount() != b.bodyCount()) return false;
  bool equal = true;
  a.forEachId([&](auto id) { equal = equal && same(a[id], b[id]); });
  return equal;
}

bool sameFindings(const diag::Findings& a, const diag::Findings& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const diag::Report& x, const diag::Report& y) { return x.record == y.record; });
}

}  // namespace

bool sameTree(const ParsedFile& a, const ParsedFile& b) {
  const Tree& x = a.tree;
  const Tree& y = b.tree;
  if (!sameNodes(x.exprs, y.exprs) || !sameNodes(x.types, y.types) || !sameNodes(x.stmts, y.stmts)) return false;
  const auto sameDecl = [&](DeclId p, DeclId q) { return same(x.decls[p], y.decls[q]); };
  return std::equal(x.order.begin(), x.order.end(), y.order.begin(), y.order.end(), sameDecl) &&
         sameFindings(a.findings, b.findings);
}

}  // namespace mlpc::format
