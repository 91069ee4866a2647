#include "mlpc/lint/lint.h"

#include <array>

#include "mlpc/support/id.h"
#include "rules.h"

namespace mlpc::lint {

using namespace syntax;

namespace {

constexpr std::array kRules = {
    findUnused,         findUnusedDeclarations, findDecidedConditions,
    findRedundantOrder, findClaimsLeft,         findNarrowedArtifacts,
};

void addString(const std::vector<StringPart>& parts, std::vector<ExprId>& open) {
  for (const StringPart& part : parts) {
    if (const auto* placeholder = std::get_if<PlaceholderPart>(&part)) open.push_back(placeholder->value);
  }
}

}  // namespace

sema::SymbolId Unit::declared(StmtId stmt) const {
  const auto found = module.letSymbols.find(stmt.index());
  return found == module.letSymbols.end() ? sema::SymbolId() : found->second;
}

void forEachExpr(const Tree& tree, ExprId expr, const std::function<void(ExprId)>& visit) {
  std::vector<ExprId> open{expr};
  while (!open.empty()) {
    const ExprId next = open.back();
    open.pop_back();
    if (!next) continue;
    visit(next);
    std::visit(support::Overload{
                   [](const ErrorExpr&) {},
                   [](const NameExpr&) {},
                   [&](const MemberExpr& e) { open.push_back(e.base); },
                   [&](const IndexExpr& e) {
                     open.insert(open.end(), {e.base, e.index});
                   },
                   [&](const CallExpr& e) {
                     open.push_back(e.callee);
                     for (const Argument& argument : e.arguments) open.push_back(argument.value);
                   },
                   [&](const VersionExpr& e) { open.push_back(e.base); },
                   [&](const UnaryExpr& e) { open.push_back(e.operand); },
                   [&](const BinaryExpr& e) {
                     open.insert(open.end(), {e.left, e.right});
                   },
                   [&](const ChainExpr& e) { open.insert(open.end(), e.operands.begin(), e.operands.end()); },
                   [&](const ConditionalExpr& e) {
                     open.insert(open.end(), {e.condition, e.then, e.otherwise});
                   },
                   [&](const ListExpr& e) {
                     for (const ListItem& item : e.items) open.push_back(item.value);
                   },
                   [&](const RecordExpr& e) {
                     for (const RecordItem& item : e.items) open.push_back(item.value);
                   },
                   [&](const StringExpr& e) { addString(e.parts, open); },
                   [&](const FenceExpr& e) { addString(e.parts, open); },
                   [](const NumberExpr&) {},
                   [](const BoolExpr&) {},
                   [](const NullExpr&) {},
               },
               tree.exprs[next].node);
  }
}

std::vector<const Block*> pipelineBodies(const Unit& unit) {
  std::vector<const Block*> bodies;
  for (const DeclId id : unit.tree.order) {
    if (const auto* pipeline = std::get_if<PipelineDecl>(&unit.tree.decls[id].node)) bodies.push_back(&pipeline->body);
  }
  return bodies;
}

void lint(const sema::Program& program, diag::Engine& diags) {
  for (const sema::ModuleId id : program.roots) {
    const sema::Module& module = program.module(id);
    if (module.standard || module.tree == nullptr) continue;
    const Unit unit{program, id, module, *module.tree, diags};
    for (const auto rule : kRules) rule(unit);
  }
}

}  // namespace mlpc::lint
