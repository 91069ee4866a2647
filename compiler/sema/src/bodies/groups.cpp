// The groups of a pipeline: `if`, `for` and `try`, and what they yield.

#include <algorithm>

#include "bodies/pipelines.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/sema/written.h"
#include "mlpc/syntax/walk.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::sema {

using vocabulary::prelude::TaskOptions;

bool PipelineChecker::hasTasks(const syntax::Block& block) const {
  return std::any_of(block.statements.begin(), block.statements.end(), [&](syntax::StmtId id) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    if (const auto* let = std::get_if<syntax::LetStmt>(&node)) {
      return let->group || (let->value && std::holds_alternative<syntax::CallExpr>(tree_.exprs[let->value].node));
    }
    // A statement that could not be read may have been a task.
    return std::holds_alternative<syntax::CallStmt>(node) || std::holds_alternative<syntax::IfStmt>(node) ||
           std::holds_alternative<syntax::ForStmt>(node) || std::holds_alternative<syntax::TryStmt>(node) ||
           std::holds_alternative<syntax::ErrorStmt>(node);
  });
}

void PipelineChecker::leave(Scope& outer, const syntax::Block& block) {
  for (const syntax::StmtId id : block.statements) {
    const auto* let = std::get_if<syntax::LetStmt>(&tree_.stmts[id].node);
    if (let != nullptr && !let->name.empty()) outer.hide(let->name.text, let->name.span);
  }
}

void PipelineChecker::group(syntax::StmtId id, Scope& scope, SymbolId let, const Around& around) {
  const syntax::Stmt& stmt = tree_.stmts[id];
  if (const auto* branch = std::get_if<syntax::IfStmt>(&stmt.node)) {
    branches(*branch, stmt.span, scope, let, around);
  } else if (const auto* repeated = std::get_if<syntax::ForStmt>(&stmt.node)) {
    loop(id, *repeated, scope, let);
  } else if (const auto* guarded = std::get_if<syntax::TryStmt>(&stmt.node)) {
    handler(*guarded, stmt.span, scope, around.where);
  }
}

bool PipelineChecker::sameShape(const Yield& first, const Yield& other) {
  const TypeStore& types = file_.types;
  const auto complain = [&](source::Span at) {
    file_.diags.report(at, diag::yieldShape).note(first.span, diag::otherYield);
    return false;
  };
  if (first.record != other.record || first.fields.size() != other.fields.size()) return complain(other.span);
  for (const Field& field : other.fields) {
    const auto it =
        std::find_if(first.fields.begin(), first.fields.end(), [&](const Field& f) { return f.name == field.name; });
    if (it == first.fields.end()) return complain(other.span);
    const bool same = it->type == field.type || isErrorType(types, it->type) || isErrorType(types, field.type) ||
                      (isArtifactType(types, it->type) && isArtifactType(types, field.type) &&
                       (fits(types, field.type, it->type) || fits(types, it->type, field.type)));
    if (!same) {
      file_.diags.report(field.span, diag::yieldType, file_.nameOf(field.type), file_.nameOf(it->type))
          .note(it->span, diag::otherYield);
      return false;
    }
  }
  return true;
}

void PipelineChecker::nameYields(SymbolId let, std::vector<Field> fields, bool unnamed) {
  if (!let) return;
  Signature signature;
  signature.outputs = std::move(fields);
  signature.unnamedOutput = unnamed;
  file_.tables.signatures[let.index()] = std::move(signature);
}

void PipelineChecker::branches(const syntax::IfStmt& statement, source::Span span, Scope& scope, SymbolId let,
                               const Around& around) {
  const TypeStore& types = file_.types;
  std::vector<std::pair<const syntax::IfBranch*, std::vector<Yield>>> results;
  bool hasElse = false;
  bool decided = false;  // a branch before this one always runs
  bool yielded = false;  // in a branch that may run
  for (const syntax::IfBranch& branch : statement.branches) {
    bool dead = around.dead || decided;
    if (branch.condition) {
      const TypeId type = context_.expressions.check({scope}, branch.condition, types.basic(TypeKind::Bool));
      if (!isErrorType(types, type) && infoOf(branch.condition).phase == Phase::Compile) {
        const auto value = file_.constant(branch.condition);
        const bool* truth = value ? value->as<bool>() : nullptr;
        if (truth != nullptr) {
          file_.diags.report(spanOf(tree_, branch.condition), diag::constantCondition, *truth ? "true" : "false");
          dead = dead || !*truth;
          decided = decided || *truth;
        }
      }
    } else {
      hasElse = true;
    }
    Scope inner(&scope, Place::Pipeline);
    context_.expressions.records.settings(inner, branch.body, file_.standard.type("GroupSettings"));
    if (!hasTasks(branch.body)) file_.diags.report(branch.body.span, diag::emptyGroup);
    Target target;
    target.named = let.valid();
    target.firstSymbol = static_cast<uint32_t>(file_.program.symbols.size());
    // A `yield` under a plain `if` belongs to a group further out.
    const bool own = let.valid() || around.target == nullptr;
    statements(branch.body, inner, {Where::Branch, own ? &target : around.target, !own, dead});
    leave(scope, branch.body);
    yielded = yielded || (!dead && !target.yields.empty());
    results.emplace_back(&branch, std::move(target.yields));
  }
  if (!let) return;
  const auto first = std::find_if(results.begin(), results.end(), [](const auto& r) { return !r.second.empty(); });
  if (first == results.end()) return;  // a group
  // If a branch yields nothing, there may be no value.
  Maybe maybe{let, first->second.front().span, {}, {}, {}};
  if (!yielded) maybe.never = {span.file, span.begin, span.begin + 2};
  if (!hasElse) maybe.noElse = {span.file, span.begin, span.begin + 2};
  bool whole = true;
  for (const auto& [branch, yields] : results) {
    if (yields.empty()) {
      maybe.empty.push_back(branch->body.span);
    } else if (!sameShape(first->second.front(), yields.front())) {
      whole = false;
    }
  }
  if (maybe.noElse.valid() || !maybe.empty.empty() || maybe.never.valid()) maybe_.push_back(std::move(maybe));
  std::vector<Field> fields = first->second.front().fields;
  for (Field& field : fields) {
    // The general type, if branches have several.
    for (const auto& [branch, yields] : results) {
      if (yields.empty()) continue;
      for (const Field& other : yields.front().fields) {
        if (other.name == field.name && other.type != field.type && types.name(other.type) == "Artifact")
          field.type = other.type;
      }
    }
    if (!whole) field.type = types.basic(TypeKind::Error);
  }
  nameYields(let, std::move(fields), !first->second.front().record);
}

/// The record that different records have in common: a field that only some of them have is optional. Invalid if an
/// item is not a record, or if two fields with the same name differ in type.
TypeId PipelineChecker::commonRecord(const syntax::ListExpr& literal) const {
  TypeStore& types = file_.types;
  Type record;
  record.kind = TypeKind::Record;
  std::vector<size_t> counts;
  for (const syntax::ListItem& item : literal.items) {
    const TypeId type = infoOf(item.value).type;
    if (item.spread || !type || types[type].kind != TypeKind::Record || types[type].isKind) return {};
    for (const Field& field : types[type].fields) {
      const auto it = std::find_if(record.fields.begin(), record.fields.end(),
                                   [&](const Field& f) { return f.name == field.name; });
      if (it == record.fields.end()) {
        record.fields.push_back(field);
        counts.push_back(1);
      } else if (it->type == field.type) {
        ++counts[static_cast<size_t>(it - record.fields.begin())];
      } else {
        return {};
      }
    }
  }
  for (size_t i = 0; i < record.fields.size(); ++i) {
    if (counts[i] == literal.items.size()) continue;
    record.fields[i].type = types.optional(record.fields[i].type);
    record.fields[i].optional = true;
  }
  record.text = "{ … }";
  return types.add(std::move(record));
}

TypeId PipelineChecker::itemType(const syntax::ForStmt& statement, const Scope& scope) {
  TypeStore& types = file_.types;
  const TypeId error = types.basic(TypeKind::Error);
  const TypeId listType = context_.expressions.check({scope}, statement.items, {});
  if (isErrorType(types, listType)) return error;
  const source::Span at = spanOf(tree_, statement.items);
  const auto* literal = std::get_if<syntax::ListExpr>(&tree_.exprs[statement.items].node);
  if (literal != nullptr && literal->items.empty()) {
    file_.diags.report(at, diag::emptyLoop);
    return error;
  }
  const TypeId list = types[listType].kind == TypeKind::Runtime ? types[listType].element : listType;
  if (types[list].kind != TypeKind::List) {
    file_.diags.report(at, diag::loopItems, file_.nameOf(list));
    return error;
  }
  if (isArtifactType(types, list)) {
    file_.diags.report(at, diag::loopOverArtifacts);
    if (!file_.diags.allows(diag::loopOverArtifacts.record.code, at)) return error;
  }
  if (const auto value = file_.constant(statement.items)) {
    const auto* items = value->as<support::Constant::List>();
    if (items != nullptr && items->empty()) {
      file_.diags.report(at, diag::emptyLoop);
      return error;
    }
  }
  const TypeId element = types[list].element;
  if (literal != nullptr && (!element || types[element].kind == TypeKind::Json)) {
    if (const TypeId record = commonRecord(*literal)) return record;
  }
  // A list written here whose items have nothing in common.
  if (literal != nullptr && literal->items.size() > 1 && (!element || types[element].kind == TypeKind::Json)) {
    const TypeId firstType = infoOf(literal->items.front().value).type;
    for (const syntax::ListItem& item : literal->items) {
      const TypeId type = infoOf(item.value).type;
      if (item.spread || type == firstType || !type || !firstType || types[type].kind == types[firstType].kind)
        continue;
      file_.diags.report(spanOf(tree_, item.value), diag::mixedItems, file_.nameOf(type), file_.nameOf(firstType))
          .note(spanOf(tree_, literal->items.front().value), diag::firstItem);
      return error;
    }
  }
  return element ? element : types.basic(TypeKind::Json);
}

void PipelineChecker::loop(syntax::StmtId id, const syntax::ForStmt& statement, Scope& scope, SymbolId let) {
  TypeStore& types = file_.types;
  const TypeId item = itemType(statement, scope);
  Scope inner(&scope, Place::Pipeline);
  context_.expressions.records.settings(scope, statement.body, file_.standard.type("LoopSettings"));
  const SymbolId symbol = file_.addStatementSymbol(id, SymbolKind::LoopVariable, statement.variable, symbol_, item);
  if (!statement.variable.empty()) inner.declare(statement.variable.text, symbol);
  if (!hasTasks(statement.body)) file_.diags.report(statement.body.span, diag::emptyGroup);
  Target target;
  target.loop = true;
  target.named = let.valid();
  target.firstSymbol = static_cast<uint32_t>(file_.program.symbols.size());
  statements(statement.body, inner, {Where::Loop, &target});
  leave(scope, statement.body);
  if (!let || target.yields.empty()) return;
  if (std::all_of(target.yields.begin(), target.yields.end(), [](const Yield& yield) { return yield.dead; })) {
    const source::Span span = tree_.stmts[id].span;
    maybe_.push_back({let, target.yields.front().span, {}, {}, {span.file, span.begin, span.begin + 3}});
  }
  std::vector<Field> fields = target.yields.front().fields;
  for (Field& field : fields) {
    if (isErrorType(types, field.type)) continue;
    // Lists of artifacts from inner loops arrive as a single list.
    const bool flat = isArtifactType(types, field.type) && types[bareType(types, field.type)].kind == TypeKind::List;
    if (types[field.type].kind == TypeKind::Json) {
      field.type = types.basic(TypeKind::List);
    } else if (!flat) {
      field.type = types.list(field.type);
    }
  }
  nameYields(let, std::move(fields), !target.yields.front().record);
}

void PipelineChecker::checkMaybes() {
  if (maybe_.empty()) return;
  std::unordered_set<SymbolId> needed;
  std::unordered_set<SymbolId> used;
  walkDeclaration(tree_, file_.program.symbols[symbol_].decl, [&](syntax::ExprId part) {
    const auto* use = std::get_if<OutputUse>(&infoOf(part).use);
    if (use != nullptr) used.insert(use->task);
    if (use != nullptr && handedOut_.count(part) == 0) needed.insert(use->task);
  });
  for (const Maybe& maybe : maybe_) {
    if (maybe.never.valid() && used.count(maybe.let) != 0) {
      file_.diags.report(maybe.never, diag::yieldNever).note(maybe.yield, diag::otherYield);
      continue;
    }
    if (needed.count(maybe.let) == 0) continue;
    if (maybe.noElse.valid()) file_.diags.report(maybe.noElse, diag::elseMissing).note(maybe.yield, diag::otherYield);
    for (const source::Span& branch : maybe.empty)
      file_.diags.report(branch, diag::yieldMissing).note(maybe.yield, diag::otherYield);
  }
}

void PipelineChecker::handler(const syntax::TryStmt& statement, source::Span span, Scope& scope, Where where) {
  if (where != Where::Top) file_.diags.report({span.file, span.begin, span.begin + 3}, diag::tryPlace);
  Scope inner(&scope, Place::Pipeline);
  context_.expressions.records.settings(inner, statement.body, file_.standard.type("GroupSettings"));
  if (!hasTasks(statement.body)) file_.diags.report(statement.body.span, diag::emptyGroup);
  statements(statement.body, inner, {Where::Try});
  leave(scope, statement.body);
  finallyBlock(statement.finally, scope);
}

void PipelineChecker::finallyBlock(const syntax::Block& block, Scope& scope) {
  Scope inner(&scope, Place::Pipeline);
  Symbol status;
  status.kind = SymbolKind::Namespace;
  status.name = name(vocabulary::ImplicitName::FinalStatus);
  status.module = file_.module;
  status.span = block.span;
  status.type = file_.types.basic(TypeKind::FinalStatus);
  status.owner = symbol_;
  inner.declare(name(vocabulary::ImplicitName::FinalStatus), file_.addSymbol(std::move(status)));
  unsigned calls = 0;
  for (const syntax::StmtId id : block.statements) {
    const syntax::Stmt& stmt = tree_.stmts[id];
    if (std::holds_alternative<syntax::ErrorStmt>(stmt.node)) {
      ++calls;
      continue;
    }
    const auto* called = std::get_if<syntax::CallStmt>(&stmt.node);
    if (called == nullptr || calls != 0) {
      file_.diags.report(stmt.span, diag::finallyBody);
      ++calls;
      continue;
    }
    ++calls;
    call(*called, stmt.span, inner, Where::Finally);
    finallyDependencies(called->call);
    finallyDependencies(called->settings);
    if (const syntax::RecordItem* after = findItem(tree_, called->settings, TaskOptions::After)) {
      file_.diags.report(after->key.span, diag::finallyDependency);
    }
  }
  if (calls == 0) file_.diags.report(block.span, diag::finallyBody);
}

void PipelineChecker::finallyDependencies(syntax::ExprId expr) {
  walkExpressions(tree_, expr, [&](syntax::ExprId part) {
    if (std::holds_alternative<OutputUse>(infoOf(part).use))
      file_.diags.report(spanOf(tree_, part), diag::finallyDependency);
  });
}

}  // namespace mlpc::sema
