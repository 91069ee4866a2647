// Which values are allowed where a type is expected.

#include "expressions/assignment.h"

#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/sema/type_rules.h"
#include "types/constraints.h"

namespace mlpc::sema {

using support::Constant;

namespace {

/// The possible values of an item of a loop over a constant list, or of a field of such items; empty if not known.
std::vector<Constant> itemValues(const FileContext& file, syntax::ExprId exprId) {
  const Use& use = file.known(exprId).use;
  if (const auto* field = std::get_if<FieldUse>(&use)) {
    const auto* member = std::get_if<syntax::MemberExpr>(&file.tree.exprs[exprId].node);
    if (member == nullptr) return {};
    std::vector<Constant> values;
    for (const Constant& item : itemValues(file, member->base)) {
      const Constant* value = item.field(field->field);
      if (value == nullptr) return {};
      values.push_back(*value);
    }
    return values;
  }
  const auto* name = std::get_if<SymbolUse>(&use);
  if (name == nullptr || !name->symbol || file.program.symbols[name->symbol].kind != SymbolKind::LoopVariable)
    return {};
  const auto* loop = std::get_if<syntax::ForStmt>(&file.tree.stmts[file.program.symbols[name->symbol].stmt].node);
  if (loop == nullptr) return {};
  const auto items = file.constant(loop->items);
  const auto* list = items ? items->as<Constant::List>() : nullptr;
  return list == nullptr ? std::vector<Constant>() : std::vector<Constant>(list->begin(), list->end());
}

/// Whether a type applies whatever the values are: records with a name are equal by declaration, and nothing is known
/// about the contents of an untyped list or map.
bool holdsRegardless(const TypeStore& types, TypeId id) {
  if (!id) return true;
  const Type& type = types[id];
  if (type.kind == TypeKind::List || type.kind == TypeKind::Map) return holdsRegardless(types, type.element);
  return type.kind == TypeKind::Optional || type.kind == TypeKind::Json ||
         (type.kind == TypeKind::Record && !type.text.empty());
}

/// Suggests what someone who wrote a string where `to` is expected may have meant.
void suggestForText(const FileContext& file, syntax::ExprId exprId, TypeId to, diag::Builder& report) {
  const syntax::Expr& e = file.expr(exprId);
  const std::string written(file.program.sources.text(e.span));
  const TypeId list = memberOfKind(file.types, to, TypeKind::List);
  if (list && file.type(list).element && accepts(file.types, file.type(list).element, TypeKind::String)) {
    report.fix("write a list", false, {{e.span, "[" + written + "]"}});
    return;
  }
  std::vector<TypeId> members{bareType(file.types, to)};
  if (members[0] && file.kind(members[0]) == TypeKind::Union) members = file.type(members[0]).members;
  for (const TypeId member : members) {
    if (!member || file.kind(member) != TypeKind::Record) continue;
    const Type& record = file.type(member);
    if (record.isKind) {
      report.note({}, diag::declareExisting, record.text);
      return;
    }
    // A record for which the string is all that is needed.
    const auto needed =
        std::find_if(record.fields.begin(), record.fields.end(), [](const Field& f) { return !f.optional; });
    const bool one = needed != record.fields.end() &&
                     std::none_of(needed + 1, record.fields.end(), [](const Field& f) { return !f.optional; });
    if (!one || !accepts(file.types, needed->type, TypeKind::String)) continue;
    report.note({}, diag::writeRecord, "{ " + std::string(needed->name) + ": " + written + " }");
    return;
  }
}

}  // namespace

bool requireAssignable(FileContext& file, syntax::ExprId exprId, TypeId from, TypeId to) {
  const ExprInfo& own = file.info(exprId);
  if (fits(file.types, from, to, own.phase)) return true;
  const syntax::Expr& e = file.expr(exprId);
  const std::string text = syntax::describe(file.tree, file.program.sources, exprId);
  const TypeId bare = bareType(file.types, to);

  // A constant of a wider type may still be one of the values.
  if (!holdsRegardless(file.types, from)) {
    std::vector<Constant> values;
    if (own.phase != Phase::Compile) {
      values = itemValues(file, exprId);
    } else if (auto value = file.constant(exprId)) {
      values.push_back(std::move(*value));
    }
    bool all = !values.empty();
    for (const Constant& value : values) {
      const Fitting fitting = fitOf(file.types, value, to);
      if (fitting.fit == Fit::OtherValue) {
        reportOtherValue(file.diags, fitting, e.span, std::holds_alternative<syntax::StringExpr>(e.node));
        return false;
      }
      all = all && fitting.fit == Fit::Fits;
    }
    if (all) return true;
  }
  if (file.kind(bareType(file.types, from)) == TypeKind::SecretKey && accepts(file.types, to, TypeKind::Secret)) {
    file.diags.report(e.span, diag::keyForSecret, file.nameOf(to));
    return false;
  }
  if (holdsSecret(file.types, from) && !holdsSecret(file.types, to)) {
    file.diags.report(e.span, diag::secretAsValue, file.nameOf(to)).note({}, diag::secretWays);
    return false;
  }
  if (std::holds_alternative<syntax::NumberExpr>(e.node) &&
      (accepts(file.types, to, TypeKind::String) || accepts(file.types, to, TypeKind::Duration))) {
    auto report = file.diags.report(e.span, diag::numberAsText, file.nameOf(to), text);
    if (accepts(file.types, to, TypeKind::String)) {
      report.fix("write it as a string", true, {{e.span, "\"" + text + "\""}});
    } else {
      report.fix("write seconds", false, {{e.span, text + "s"}});
    }
    return false;
  }
  if (file.kind(bare) == TypeKind::Record && file.type(bare).isKind) {
    file.diags.report(e.span, diag::resourceExpected, file.nameOf(bare), file.nameOf(from))
        .note({}, diag::declareExisting, file.types.name(bare));
    return false;
  }
  if (file.kind(from) == TypeKind::Optional && fits(file.types, file.type(from).element, to)) {
    file.diags.report(e.span, diag::maybeAbsent, file.nameOf(to), file.nameOf(from)).note({}, diag::giveADefault);
    return false;
  }
  auto report = file.diags.report(e.span, diag::typeMismatch, file.nameOf(to), file.nameOf(from));
  if (file.kind(from) == TypeKind::Record && file.type(from).isKind && accepts(file.types, to, TypeKind::String)) {
    report.note({}, diag::writeName, text).fix("write `" + text + ".name`", false, {{e.span, text + ".name"}});
  }
  if (file.kind(plainType(file.types, from)) == TypeKind::String) suggestForText(file, exprId, to, report);
  const auto* string = std::get_if<syntax::StringExpr>(&e.node);
  if (string != nullptr && string->parts.size() == 1 && std::holds_alternative<syntax::TextPart>(string->parts[0])) {
    const std::string_view content = std::get<syntax::TextPart>(string->parts[0]).text;
    const bool quantity = accepts(file.types, to, TypeKind::Quantity) && support::Quantity::parse(content).has_value();
    const bool duration = accepts(file.types, to, TypeKind::Duration) && support::Duration::parse(content).has_value();
    const bool plainNumber = !content.empty() && content.find_first_not_of("0123456789") == std::string_view::npos;
    if (quantity || duration ||
        (plainNumber && (accepts(file.types, to, TypeKind::Int) || accepts(file.types, to, TypeKind::Float))) ||
        (accepts(file.types, to, TypeKind::Bool) && (content == "true" || content == "false"))) {
      report.fix("write it without quotes", true, {{e.span, std::string(content)}});
    }
  }
  return false;
}

void checkConstraints(FileContext& file, syntax::ExprId id, const Field& field) {
  const bool constrained = field.minimum || field.maximum || field.minLength || field.maxLength;
  if (!id || (!constrained && field.pattern.empty())) return;
  const ExprInfo& own = file.info(id);
  if (own.phase != Phase::Compile || file.isError(own.type)) return;
  if (const auto value = file.constant(id)) checkConstraints(file.diags, field, *value, file.expr(id).span);
}

}  // namespace mlpc::sema
