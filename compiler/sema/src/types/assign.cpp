// Which values may stand where a type is wanted.

#include <algorithm>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using support::Constant;

namespace {

TypeKind kindOfLiteral(const Constant& value) {
  if (value.as<bool>() != nullptr) return TypeKind::Bool;
  if (value.as<int64_t>() != nullptr) return TypeKind::Int;
  if (value.as<double>() != nullptr) return TypeKind::Float;
  return TypeKind::String;
}

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

TypeId Checker::strip(TypeId id) const {
  while (id && (kind(id) == TypeKind::Optional || kind(id) == TypeKind::Runtime)) id = type(id).element;
  return id;
}

/// A literal type as the type of its value.
TypeId Checker::plain(TypeId id) const {
  return id && kind(id) == TypeKind::Literal ? basic(kindOfLiteral(type(id).literal)) : id;
}

bool Checker::accepts(TypeId expected, TypeKind wanted) const { return findMember(expected, wanted).valid(); }

TypeId Checker::findMember(TypeId expected, TypeKind wanted) const {
  expected = strip(expected);
  if (!expected) return {};
  if (kind(expected) == wanted) return expected;
  if (kind(expected) != TypeKind::Union) return {};
  for (const TypeId member : type(expected).members) {
    if (const TypeId found = findMember(member, wanted)) return found;
  }
  return {};
}

void Checker::collectLiterals(TypeId id, std::vector<std::string>& out) const {
  id = strip(id);
  if (!id) return;
  if (kind(id) == TypeKind::Literal) out.push_back(type(id).literal.toText());
  if (kind(id) == TypeKind::Union) {
    for (const TypeId member : type(id).members) collectLiterals(member, out);
  }
}

bool Checker::isHandedOn(TypeId id) const {
  TypeId inner = strip(id);
  if (kind(inner) == TypeKind::List && type(inner).element) inner = type(inner).element;
  return kind(inner) == TypeKind::Artifact || isJson(id);
}

bool Checker::isJson(TypeId id, int depth) const {
  if (!id || depth > 64) return true;
  const Type& t = type(id);
  switch (t.kind) {
    case TypeKind::Error:
    case TypeKind::Null:
    case TypeKind::String:
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Bool:
    case TypeKind::Literal:
    case TypeKind::Json:
    case TypeKind::FinalStatus: return true;
    case TypeKind::List:
    case TypeKind::Map:
    case TypeKind::Optional:
    case TypeKind::Runtime: return isJson(t.element, depth + 1);
    case TypeKind::Union:
      return std::all_of(t.members.begin(), t.members.end(), [&](TypeId m) { return isJson(m, depth + 1); });
    case TypeKind::Record:
      return !t.isKind &&
             std::all_of(t.fields.begin(), t.fields.end(), [&](const Field& f) { return isJson(f.type, depth + 1); });
    default: return false;
  }
}

bool Checker::holdsSecret(TypeId id) const {
  id = strip(id);
  if (!id) return false;
  const TypeKind k = kind(id);
  return k == TypeKind::Secret || k == TypeKind::SecretKey;
}

bool Checker::fitsRecord(const Type& from, const Type& to, bool atRuntime) const {
  if (from.isKind || to.isKind) return to.isKind && to.fields.empty() && !to.symbol && from.isKind;
  // Records are equal by declaration; one that has none is compared field by field.
  if (!from.text.empty() && !to.text.empty()) return false;
  for (const Field& wanted : to.fields) {
    const auto given =
        std::find_if(from.fields.begin(), from.fields.end(), [&](const Field& f) { return f.name == wanted.name; });
    if (given == from.fields.end()) {
      if (!wanted.optional) return false;
    } else if (!fits(given->type, wanted.type, atRuntime)) {
      return false;
    }
  }
  return std::all_of(from.fields.begin(), from.fields.end(), [&](const Field& f) {
    return std::any_of(to.fields.begin(), to.fields.end(), [&](const Field& w) { return w.name == f.name; });
  });
}

bool Checker::fits(TypeId from, TypeId to, bool atRuntime) const {
  if (!from || !to || from == to || isError(from) || isError(to)) return true;
  const Type& f = type(from);
  const Type& t = type(to);
  if (f.kind == TypeKind::Runtime) return fits(f.element, to, atRuntime);
  if (t.kind == TypeKind::Runtime) {
    if (fits(from, t.element, atRuntime)) return true;
    if (!atRuntime) return false;
    // What arrives while running is text or JSON of the right shape: KFP fills it into the pod's spec as it comes.
    const TypeKind given = kind(strip(from));
    const TypeKind wanted = kind(strip(t.element));
    switch (wanted) {
      case TypeKind::Int:
      case TypeKind::Float:
      case TypeKind::Quantity: return given == TypeKind::String || given == TypeKind::Int || given == TypeKind::Float;
      case TypeKind::String: return given == TypeKind::String;
      case TypeKind::Record:
      case TypeKind::Map: return given == TypeKind::Map;
      case TypeKind::List: return given == TypeKind::List;
      default: return false;
    }
  }
  if (t.kind == TypeKind::Optional) {
    return f.kind == TypeKind::Null || fits(f.kind == TypeKind::Optional ? f.element : from, t.element, atRuntime);
  }
  if (t.kind == TypeKind::Union && f.kind != TypeKind::Union) {
    return std::any_of(t.members.begin(), t.members.end(), [&](TypeId m) { return fits(from, m, atRuntime); });
  }
  if (t.kind == TypeKind::Json) return isJson(from);
  if (f.kind == TypeKind::Union) {
    return std::all_of(f.members.begin(), f.members.end(), [&](TypeId m) { return fits(m, to, atRuntime); });
  }
  if (f.kind == TypeKind::Literal) return fits(plain(from), to, atRuntime);
  if (f.kind != t.kind) {
    switch (t.kind) {
      case TypeKind::Float: return f.kind == TypeKind::Int;
      case TypeKind::Map:
        if (f.kind == TypeKind::FinalStatus) return !t.element;
        if (f.kind != TypeKind::Record || f.isKind) return false;
        return std::all_of(f.fields.begin(), f.fields.end(), [&](const Field& field) {
          return t.element ? fits(field.type, t.element, atRuntime) : isJson(field.type);
        });
      case TypeKind::String: return f.kind == TypeKind::Code;
      case TypeKind::Record:
        // `trainer.apply(job: finetune)`: the declaration stands for its record.
        return f.kind == TypeKind::Callable && f.text == "TrainJob" && t.text == "trainer.TrainJob";
      default: return false;
    }
  }
  switch (t.kind) {
    case TypeKind::List:
    case TypeKind::Map: {
      if (!t.element) return isJson(f.element);
      return f.element.valid() && fits(f.element, t.element, atRuntime);
    }
    case TypeKind::Record: return fitsRecord(f, t, atRuntime);
    case TypeKind::Artifact: return f.text == "Artifact" || t.text == "Artifact" || f.symbol == t.symbol;
    case TypeKind::Task: return !t.symbol || t.symbol == f.symbol;
    case TypeKind::VolumeSource:
    case TypeKind::Callable: return t.text.empty() || t.text == f.text;
    case TypeKind::Literal: return f.literal == t.literal;
    default: return true;  // the same basic type
  }
}

bool Checker::assignable(TypeId from, TypeId to) const { return fits(from, to, false); }

void Checker::suggestForText(ModuleId module, ExprId exprId, TypeId to, diag::Builder& report) {
  const syntax::Expr& e = expr(module, exprId);
  const std::string written(program.sources.text(e.span));
  const TypeId list = findMember(to, TypeKind::List);
  if (list && type(list).element && accepts(type(list).element, TypeKind::String)) {
    report.fix("write a list", false, {{e.span, "[" + written + "]"}});
    return;
  }
  std::vector<TypeId> members{strip(to)};
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
    if (!one || !accepts(needed->type, TypeKind::String)) continue;
    report.note({}, diag::writeRecord, "{ " + std::string(needed->name) + ": " + written + " }");
    return;
  }
}

void Checker::requireAssignable(ModuleId module, ExprId exprId, TypeId from, TypeId to) {
  const ExprInfo& own = info(module, exprId);
  if (fits(from, to, own.phase != Phase::Compile)) return;
  const syntax::Expr& e = expr(module, exprId);
  const std::string text = syntax::describe(tree(module), program.sources, exprId);
  const TypeId bare = strip(to);

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
  if (kind(strip(from)) == TypeKind::SecretKey && accepts(to, TypeKind::Secret)) {
    diags.report(e.span, diag::keyForSecret, diag::TypeName(program.types.name(to)));
    return;
  }
  if (holdsSecret(from) && !holdsSecret(to)) {
    diags.report(e.span, diag::secretAsValue, diag::TypeName(program.types.name(to))).note({}, diag::secretWays);
    return;
  }
  if (std::holds_alternative<syntax::NumberExpr>(e.node) &&
      (accepts(to, TypeKind::String) || accepts(to, TypeKind::Duration))) {
    auto report = diags.report(e.span, diag::numberAsText, diag::TypeName(program.types.name(to)), text);
    if (accepts(to, TypeKind::String)) {
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
  if (kind(from) == TypeKind::Optional && fits(type(from).element, to, false)) {
    diags
        .report(e.span, diag::maybeAbsent, diag::TypeName(program.types.name(to)),
                diag::TypeName(program.types.name(from)))
        .note({}, diag::giveADefault);
    return;
  }
  auto report = diags.report(e.span, diag::typeMismatch, diag::TypeName(program.types.name(to)),
                             diag::TypeName(program.types.name(from)));
  if (kind(from) == TypeKind::Record && type(from).isKind && accepts(to, TypeKind::String)) {
    report.note({}, diag::writeName, text).fix("write `" + text + ".name`", false, {{e.span, text + ".name"}});
  }
  if (kind(plain(from)) == TypeKind::String) suggestForText(module, exprId, to, report);
  const auto* string = std::get_if<syntax::StringExpr>(&e.node);
  if (string != nullptr && string->parts.size() == 1 && std::holds_alternative<syntax::TextPart>(string->parts[0])) {
    const std::string_view content = std::get<syntax::TextPart>(string->parts[0]).text;
    const bool quantity = accepts(to, TypeKind::Quantity) && support::Quantity::parse(content).has_value();
    const bool duration = accepts(to, TypeKind::Duration) && support::Duration::parse(content).has_value();
    const bool plainNumber = !content.empty() && content.find_first_not_of("0123456789") == std::string_view::npos;
    if (quantity || duration || (plainNumber && (accepts(to, TypeKind::Int) || accepts(to, TypeKind::Float))) ||
        (accepts(to, TypeKind::Bool) && (content == "true" || content == "false"))) {
      report.fix("write it without quotes", true, {{e.span, std::string(content)}});
    }
  }
}

}  // namespace mlpc::sema
