// Records: which schema each follows, and the types of those without one.

#include "expressions/records.h"

#include <algorithm>

#include "expressions/expression_checker.h"
#include "expressions/record_filling.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

/// Which member of a union a record literal follows: the one that has most of its keys.
TypeId pick(const TypeStore& types, const std::vector<RecordItem>& items, TypeId expected) {
  TypeId best;
  size_t bestUnknown = 0;
  size_t bestMissing = 0;
  for (TypeId member : types[expected].members) {
    member = bareType(types, member);
    const Type& candidate = types[member];
    size_t unknown = 0;
    size_t missing = 0;
    if (candidate.kind == TypeKind::Record && !candidate.isKind) {
      for (const RecordItem& item : items) {
        if (!item.spread && std::none_of(candidate.fields.begin(), candidate.fields.end(),
                                         [&](const Field& f) { return f.name == item.key.text; })) {
          ++unknown;
        }
      }
      for (const Field& field : candidate.fields) {
        if (!field.optional &&
            std::none_of(items.begin(), items.end(), [&](const RecordItem& i) { return i.key.text == field.name; }))
          ++missing;
      }
    } else if (candidate.kind == TypeKind::Map || candidate.kind == TypeKind::Json) {
      missing = 1;  // a matching record is more specific
    } else {
      continue;
    }
    if (!best || std::pair(unknown, missing) < std::pair(bestUnknown, bestMissing)) {
      best = member;
      bestUnknown = unknown;
      bestMissing = missing;
    }
  }
  return best;
}

/// In settings of pipelines and components, values must be known at compile time.
Timing timingOfSettings(Place place) {
  return place == Place::Pipeline || place == Place::Component ? Timing::Early : Timing::Any;
}

}  // namespace

void RecordChecker::declaration(const Scope& scope, ExprId record, TypeId schema) {
  if (!record) return;
  const At at{scope, timingOfSettings(scope.place())};
  const auto* literal = std::get_if<RecordExpr>(&file_.expr(record).node);
  const TypeId bare = bareType(file_.types, schema);
  if (literal == nullptr || file_.kind(bare) != TypeKind::Record) {
    expressions_.check(at, record, schema);
    return;
  }
  file_.info(record) = {bare, bare, {}, Phase::Compile};
  items(at, literal->items, bare, file_.expr(record).span, {});
}

void RecordChecker::absent(const Scope& scope, source::Span where, TypeId schema) {
  items({scope}, {}, schema, where, {});
}

void RecordChecker::settings(const Scope& scope, const Block& block, TypeId schema,
                             std::initializer_list<vocabulary::FieldName> except) {
  std::vector<RecordItem> written;
  for (const StmtId id : block.statements) {
    const auto* setting = std::get_if<SettingStmt>(&file_.tree.stmts[id].node);
    if (setting != nullptr) written.push_back({.key = setting->key, .value = setting->value});
  }
  const source::Span brace{block.span.file, block.span.begin, block.span.begin + 1};
  items({scope, timingOfSettings(scope.place())}, written, bareType(file_.types, schema), brace, except);
}

void RecordChecker::items(const At& at, const std::vector<RecordItem>& items, TypeId schema, source::Span where,
                          std::span<const vocabulary::FieldName> except) {
  if (!schema || file_.isError(schema)) return;
  if (file_.kind(schema) != TypeKind::Record) {
    const bool typed = file_.kind(schema) == TypeKind::Map && file_.type(schema).element;
    mapItems(at, items, typed ? file_.type(schema).element : file_.basic(TypeKind::Json));
    return;
  }
  RecordFilling filling(file_, expressions_, schema, except);
  filling.run(at, items);
  filling.reportMissing(where);
}

void RecordChecker::mapItems(const At& at, const std::vector<RecordItem>& items, TypeId element) {
  std::unordered_map<std::string_view, source::Span> seen;
  for (const RecordItem& item : items) {
    if (item.spread) {
      mapSpread(at, item.value, element);
      continue;
    }
    const auto [known, isNew] = seen.emplace(item.key.text, item.key.span);
    if (!isNew) {
      file_.diags.report(item.key.span, diag::duplicateField, item.key.text)
          .note(known->second, diag::declaredHere, item.key.text);
      continue;
    }
    expressions_.check(at, item.value, element);
  }
}

void RecordChecker::mapSpread(const At& at, ExprId value, TypeId element) {
  const TypeId own = expressions_.check(at, value, {});
  if (file_.isError(own)) return;
  const TypeKind kind = file_.kind(own);
  const Phase phase = file_.info(value).phase;
  const TypeId wanted = file_.types.map(element);
  if ((kind == TypeKind::Map || kind == TypeKind::Record) && fits(file_.types, own, wanted, phase)) return;
  const bool untyped = file_.kind(element) == TypeKind::Json;
  if (untyped && kind == TypeKind::Map) return;
  const auto constant = phase != Phase::Compile ? std::nullopt : file_.constant(value);
  const Fitting fitting = constant ? fitOf(file_.types, *constant, wanted) : Fitting{Fit::OtherType, {}, {}};
  if (fitting.fit == Fit::Fits) return;
  const source::Span span = file_.expr(value).span;
  if (fitting.fit == Fit::OtherValue) {
    reportOtherValue(file_.diags, fitting, span, false);
    return;
  }
  const std::string name = file_.types.name(untyped ? file_.basic(TypeKind::Map) : wanted);
  file_.diags.report(span, diag::badSpread, diag::Phrase("a `" + name + "`"), file_.nameOf(own));
}

TypeId RecordChecker::free(const At& at, const std::vector<RecordItem>& items) {
  Type made{TypeKind::Record};
  std::unordered_map<std::string_view, size_t> index;
  std::unordered_map<std::string_view, source::Span> written;
  auto add = [&](Field field) {
    const auto [known, isNew] = index.emplace(field.name, made.fields.size());
    if (isNew) {
      made.fields.push_back(std::move(field));
    } else {
      made.fields[known->second] = std::move(field);
    }
  };
  for (const RecordItem& item : items) {
    const TypeId own = expressions_.check(at, item.value, {});
    if (item.spread) {
      if (file_.isError(own)) return own;
      if (file_.kind(own) != TypeKind::Record || file_.type(own).isKind) {
        file_.diags.report(file_.expr(item.value).span, diag::badSpread, diag::Phrase("a record"), file_.nameOf(own));
        return file_.error();
      }
      if (!file_.maySpread(file_.type(own).fields.size(), file_.expr(item.value).span)) return file_.error();
      const std::vector<Field> fields = file_.type(own).fields;
      for (const Field& field : fields) add(field);
      continue;
    }
    const auto [known, isNew] = written.emplace(item.key.text, item.key.span);
    if (!isNew) {
      file_.diags.report(item.key.span, diag::duplicateField, item.key.text)
          .note(known->second, diag::declaredHere, item.key.text);
      continue;
    }
    Field field;
    field.name = item.key.text;
    field.type = plainType(file_.types, own);
    field.span = item.key.span;
    add(std::move(field));
  }
  return file_.types.add(std::move(made));
}

TypeId RecordChecker::infer(const At& at, ExprId id, TypeId expected) {
  const std::vector<RecordItem>& written = std::get<RecordExpr>(file_.expr(id).node).items;
  auto addPhases = [&] {
    for (const RecordItem& item : written) file_.addPhase(id, item.value);
  };
  TypeId wanted = bareType(file_.types, expected);
  if (wanted && file_.kind(wanted) == TypeKind::Union) {
    const TypeId picked = pick(file_.types, written, wanted);
    if (picked) wanted = picked;
  }
  if (!wanted || file_.isError(wanted)) {
    const TypeId own = free(at, written);
    addPhases();
    return own;
  }
  const source::Span span = file_.expr(id).span;
  switch (file_.kind(wanted)) {
    case TypeKind::Record:
      if (file_.type(wanted).isKind) break;
      items(at, written, wanted, span, {});
      addPhases();
      return wanted;
    case TypeKind::Map:
      mapItems(at, written, file_.type(wanted).element ? file_.type(wanted).element : file_.basic(TypeKind::Json));
      addPhases();
      return wanted;
    case TypeKind::Json:
      mapItems(at, written, wanted);
      addPhases();
      return file_.basic(TypeKind::Map);
    default: break;
  }
  const source::Span brace{span.file, span.begin, span.begin + 1};
  TypeId kindWanted;
  if (file_.kind(wanted) == TypeKind::Record) kindWanted = wanted;
  if (file_.kind(wanted) == TypeKind::Union) {
    for (const TypeId member : file_.type(wanted).members) {
      if (file_.kind(bareType(file_.types, member)) == TypeKind::Record &&
          file_.type(bareType(file_.types, member)).isKind)
        kindWanted = bareType(file_.types, member);
    }
  }
  if (kindWanted) {
    file_.diags.report(brace, diag::resourceExpected, file_.nameOf(wanted), diag::TypeName("{ … }"))
        .note({}, diag::declareExisting, file_.types.name(kindWanted));
  } else {
    file_.diags.report(brace, diag::notARecord, file_.nameOf(wanted));
  }
  return file_.error();
}

}  // namespace mlpc::sema
