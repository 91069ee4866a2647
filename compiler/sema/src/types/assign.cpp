// Which values may stand where a type is wanted.

#include <algorithm>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"
#include "types/type_rules.h"

namespace mlpc::sema {

using support::Constant;

namespace {

/// What an item of a loop over a constant list can be, or a field of such items; empty if that is not known.
std::vector<Constant> itemValues(const Program& program, ModuleId module, syntax::ExprId exprId) {
  const Use& use = program.info(module, exprId).use;
  const syntax::Tree& tree = *program.module(module).tree;
  if (const auto* field = std::get_if<FieldUse>(&use)) {
    const auto* member = std::get_if<syntax::MemberExpr>(&tree.exprs[exprId].node);
    if (member == nullptr) return {};
    std::vector<Constant> values;
    for (const Constant& item : itemValues(program, module, member->base)) {
      const Constant* value = item.field(field->field);
      if (value == nullptr) return {};
      values.push_back(*value);
    }
    return values;
  }
  const auto* name = std::get_if<SymbolUse>(&use);
  if (name == nullptr || !name->symbol || program.symbols[name->symbol].kind != SymbolKind::LoopVariable) return {};
  const auto* loop = std::get_if<syntax::ForStmt>(&tree.stmts[program.symbols[name->symbol].stmt].node);
  if (loop == nullptr) return {};
  const auto items = constantOf(program, module, loop->items);
  const auto* list = items ? items->as<Constant::List>() : nullptr;
  return list == nullptr ? std::vector<Constant>() : std::vector<Constant>(list->begin(), list->end());
}

/// Whether a type holds whatever the values are: records with a name are equal by declaration, and nothing is known of
/// what an untyped list or map holds.
bool holdsRegardless(const TypeStore& types, TypeId id) {
  if (!id) return true;
  const Type& type = types[id];
  if (type.kind == TypeKind::List || type.kind == TypeKind::Map) return holdsRegardless(types, type.element);
  return type.kind == TypeKind::Optional || type.kind == TypeKind::Json ||
         (type.kind == TypeKind::Record && !type.text.empty());
}

}  // namespace

void Checker::suggestForText(ModuleId module, ExprId exprId, TypeId to, diag::Builder& report) {
  const syntax::Expr& e = expr(module, exprId);
  const std::string written(program.sources.text(e.span));
  const TypeId list = memberOfKind(program.types, to, TypeKind::List);
  if (list && type(list).element && accepts(program.types, type(list).element, TypeKind::String)) {
    report.fix("write a list", false, {{e.span, "[" + written + "]"}});
    return;
  }
  std::vector<TypeId> members{bareType(program.types, to)};
  if (members[0] && kind(members[0]) == TypeKind::Union) members = type(members[0]).members;
  for (const TypeId member : members) {
    if (!member || kind(member) != TypeKind::Record) continue;
    const Type& record = type(member);
    if (record.isKind) {
      report.note({}, diag::declareExisting, record.text);
      return;
    }
    // A record that the text alone makes whole.
    const auto needed =
        std::find_if(record.fields.begin(), record.fields.end(), [](const Field& f) { return !f.optional; });
    const bool one = needed != record.fields.end() &&
                     std::none_of(needed + 1, record.fields.end(), [](const Field& f) { return !f.optional; });
    if (!one || !accepts(program.types, needed->type, TypeKind::String)) continue;
    report.note({}, diag::writeRecord, "{ " + std::string(needed->name) + ": " + written + " }");
    return;
  }
}

void Checker::requireAssignable(ModuleId module, ExprId exprId, TypeId from, TypeId to) {
  const ExprInfo& own = info(module, exprId);
  if (fits(program.types, from, to, own.phase)) return;
  const syntax::Expr& e = expr(module, exprId);
  const std::string text = syntax::describe(tree(module), program.sources, exprId);
  const TypeId bare = bareType(program.types, to);

  // A constant of a wider type may still be one of the values.
  if (!holdsRegardless(program.types, from)) {
    std::vector<Constant> values;
    if (own.phase != Phase::Compile) {
      values = itemValues(program, module, exprId);
    } else if (auto value = constantOf(program, module, exprId)) {
      values.push_back(std::move(*value));
    }
    bool all = !values.empty();
    for (const Constant& value : values) {
      const Fitting fitting = fitOf(program.types, value, to);
      if (fitting.fit == Fit::OtherValue) {
        reportOtherValue(diags, fitting, e.span, std::holds_alternative<syntax::StringExpr>(e.node));
        return;
      }
      all = all && fitting.fit == Fit::Fits;
    }
    if (all) return;
  }
  if (kind(bareType(program.types, from)) == TypeKind::SecretKey && accepts(program.types, to, TypeKind::Secret)) {
    diags.report(e.span, diag::keyForSecret, diag::TypeName(program.types.name(to)));
    return;
  }
  if (holdsSecret(program.types, from) && !holdsSecret(program.types, to)) {
    diags.report(e.span, diag::secretAsValue, diag::TypeName(program.types.name(to))).note({}, diag::secretWays);
    return;
  }
  if (std::holds_alternative<syntax::NumberExpr>(e.node) &&
      (accepts(program.types, to, TypeKind::String) || accepts(program.types, to, TypeKind::Duration))) {
    auto report = diags.report(e.span, diag::numberAsText, diag::TypeName(program.types.name(to)), text);
    if (accepts(program.types, to, TypeKind::String)) {
      report.fix("write it as a string", true, {{e.span, "\"" + text + "\""}});
    } else {
      report.fix("write seconds", false, {{e.span, text + "s"}});
    }
    return;
  }
  if (kind(bare) == TypeKind::Record && type(bare).isKind) {
    diags
        .report(e.span, diag::resourceExpected, diag::TypeName(program.types.name(bare)),
                diag::TypeName(program.types.name(from)))
        .note({}, diag::declareExisting, program.types.name(bare));
    return;
  }
  if (kind(from) == TypeKind::Optional && fits(program.types, type(from).element, to)) {
    diags
        .report(e.span, diag::maybeAbsent, diag::TypeName(program.types.name(to)),
                diag::TypeName(program.types.name(from)))
        .note({}, diag::giveADefault);
    return;
  }
  auto report = diags.report(e.span, diag::typeMismatch, diag::TypeName(program.types.name(to)),
                             diag::TypeName(program.types.name(from)));
  if (kind(from) == TypeKind::Record && type(from).isKind && accepts(program.types, to, TypeKind::String)) {
    report.note({}, diag::writeName, text).fix("write `" + text + ".name`", false, {{e.span, text + ".name"}});
  }
  if (kind(plainType(program.types, from)) == TypeKind::String) suggestForText(module, exprId, to, report);
  const auto* string = std::get_if<syntax::StringExpr>(&e.node);
  if (string != nullptr && string->parts.size() == 1 && std::holds_alternative<syntax::TextPart>(string->parts[0])) {
    const std::string_view content = std::get<syntax::TextPart>(string->parts[0]).text;
    const bool quantity =
        accepts(program.types, to, TypeKind::Quantity) && support::Quantity::parse(content).has_value();
    const bool duration =
        accepts(program.types, to, TypeKind::Duration) && support::Duration::parse(content).has_value();
    const bool plainNumber = !content.empty() && content.find_first_not_of("0123456789") == std::string_view::npos;
    if (quantity || duration ||
        (plainNumber && (accepts(program.types, to, TypeKind::Int) || accepts(program.types, to, TypeKind::Float))) ||
        (accepts(program.types, to, TypeKind::Bool) && (content == "true" || content == "false"))) {
      report.fix("write it without quotes", true, {{e.span, std::string(content)}});
    }
  }
}

}  // namespace mlpc::sema
