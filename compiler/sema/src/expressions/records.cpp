// Records against their schemas: the settings of everything.

#include "mlpc/diag/records.h"

#include <algorithm>
#include <unordered_set>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

std::vector<Checker::Item> Checker::itemsOf(ModuleId module, ExprId record) const {
  std::vector<Item> items;
  if (const auto* node = std::get_if<RecordExpr>(&expr(module, record).node)) {
    items.reserve(node->items.size());
    for (const RecordItem& item : node->items) items.push_back({item.key, item.spread, item.value});
  }
  return items;
}

void Checker::checkRecord(ModuleId module, ExprId record, const Scope& scope, TypeId schema) {
  if (!record) return;
  const Place where = scope.place();
  const bool early = std::exchange(state_->compileTime, where == Place::Pipeline || where == Place::Component);
  // A reference to a Kind would be wanted anywhere else; here the record is its declaration.
  if (schema && std::holds_alternative<RecordExpr>(expr(module, record).node) &&
      kind(bareType(program.types, schema)) == TypeKind::Record) {
    const TypeId bare = bareType(program.types, schema);
    info(module, record) = {bare, bare, {}, Phase::Compile};
    checkItems({module, scope}, itemsOf(module, record), bare, expr(module, record).span, {});
  } else {
    checkExpr(module, record, scope, schema);
  }
  state_->compileTime = early;
}

void Checker::checkSettings(ModuleId module, const Block& block, const Scope& scope, TypeId schema,
                            const std::vector<std::string_view>& except) {
  std::vector<Item> items;
  source::Span where{block.span.file, block.span.begin, block.span.begin + 1};
  for (const StmtId id : block.statements) {
    const Stmt& statement = tree(module).stmts[id];
    const auto* setting = std::get_if<SettingStmt>(&statement.node);
    if (setting != nullptr) items.push_back({setting->key, false, setting->value});
  }
  const Place place = scope.place();
  const bool early = std::exchange(state_->compileTime, place == Place::Pipeline || place == Place::Component);
  checkItems({module, scope}, items, bareType(program.types, schema), where, except);
  state_->compileTime = early;
}

void Checker::reportUnknownField(At, const Name& key, TypeId schema) {
  std::vector<std::string> names;
  for (const Field& field : type(schema).fields) {
    if (!field.attribute) names.emplace_back(field.name);
  }
  auto report = diags.report(key.span, diag::unknownField, diag::TypeName(program.types.name(schema)), key.text);
  if (auto near = support::closest(key.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{key.span, *near}});
  } else if (!names.empty() && names.size() <= 8) {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
}

namespace {

/// The value that a field has from a spread of constants, until what is written later takes its place.
struct Brought {
  support::Constant value;
  ExprId spread;
  TypeId type;
};

/// Checks a field of a spread against the field of the schema that it fills.
void checkBrought(const Program& program, diag::Engine& diags, const support::Constant& value, TypeId own,
                  const Field& field, source::Span span) {
  const TypeStore& types = program.types;
  const Fitting fitting = fitOf(types, value, field.type);
  if (fitting.fit == Fit::OtherValue) {
    reportOtherValue(diags, fitting, span, false);
  } else if (fitting.fit == Fit::OtherType) {
    diags.report(span, diag::typeMismatch, diag::TypeName(types.name(field.type)), diag::TypeName(types.name(own)))
        .note(field.span, diag::wantedBy, field.name, diag::TypeName(types.name(field.type)));
  } else {
    checkConstraints(diags, field, value, span);
    checkParts(types, diags, field.type, value, span);
  }
}

}  // namespace

void Checker::checkItems(At at, const std::vector<Item>& items, TypeId schema, source::Span where,
                         const std::vector<std::string_view>& except) {
  if (!schema || isError(schema)) return;
  if (kind(schema) != TypeKind::Record) {
    checkMapItems(at, items,
                  kind(schema) == TypeKind::Map && type(schema).element ? type(schema).element : basic(TypeKind::Json));
    return;
  }
  const std::vector<Field>& fields = type(schema).fields;
  std::vector<source::Span> given(fields.size());
  std::vector<bool> provided(fields.size());
  std::unordered_map<size_t, Brought> brought;
  std::unordered_set<std::string_view> unknown;
  auto find = [&](std::string_view name) {
    return static_cast<size_t>(
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; }) - fields.begin());
  };
  for (const Item& item : items) {
    if (item.spread) {
      const TypeId own = checkExpr(at.module, item.value, at.scope, {});
      if (isError(own)) {
        provided.assign(fields.size(), true);  // it may have brought anything
        continue;
      }
      const Type& spread = type(own);
      if (spread.kind != TypeKind::Record || spread.isKind) {
        diags.report(expr(at.module, item.value).span, diag::badSpread, diag::Phrase("a record"),
                     diag::TypeName(program.types.name(own)));
        continue;
      }
      const bool known = own != schema && info(at.module, item.value).phase == Phase::Compile;
      const auto value = known ? constantOf(program, at.module, item.value) : std::nullopt;
      for (const Field& field : spread.fields) {
        const size_t index = find(field.name);
        const support::Constant* part = value ? value->field(field.name) : nullptr;
        brought.erase(index);
        if (index == fields.size()) {
          diags.report(expr(at.module, item.value).span, diag::unknownField, diag::TypeName(program.types.name(schema)),
                       field.name);
        } else if (part != nullptr) {
          brought[index] = {*part, item.value, field.type};
          provided[index] = true;
        } else if (own != schema && !fits(program.types, field.type, fields[index].type)) {
          diags
              .report(expr(at.module, item.value).span, diag::typeMismatch,
                      diag::TypeName(program.types.name(fields[index].type)),
                      diag::TypeName(program.types.name(field.type)))
              .note(fields[index].span, diag::wantedBy, field.name,
                    diag::TypeName(program.types.name(fields[index].type)));
        } else if (!field.optional || own == schema) {
          provided[index] = true;
        }
      }
      continue;
    }
    if (item.key.empty()) continue;
    size_t index = find(item.key.text);
    if (index == fields.size()) {
      const std::string snake = support::toSnake(item.key.text);
      const size_t meant = find(snake);
      if (std::find(except.begin(), except.end(), item.key.text) != except.end()) continue;
      if (meant == fields.size()) {
        if (unknown.insert(item.key.text).second) reportUnknownField(at, item.key, schema);
        continue;
      }
      diags.report(item.key.span, diag::otherSpelling, item.key.text, snake)
          .fix("write `" + snake + "`", true, {{item.key.span, snake}});
      index = meant;
    }
    const Field field = fields[index];
    if (given[index].valid()) {
      diags.report(item.key.span, diag::duplicateField, item.key.text)
          .note(given[index], diag::declaredHere, item.key.text);
      continue;
    }
    given[index] = item.key.span;
    provided[index] = true;
    brought.erase(index);
    if (std::find(except.begin(), except.end(), field.name) != except.end()) continue;
    if (field.attribute) {
      diags.report(item.key.span, diag::attributeGiven, item.key.text);
      continue;
    }
    if (!field.deprecated.empty())
      diags.report(item.key.span, diag::deprecated, field.name, diag::Phrase(field.deprecated));
    checkExpr(at.module, item.value, at.scope, field.type);
    checkConstraints(at.module, item.value, field);
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    if (const auto found = brought.find(i); found != brought.end()) {
      const Brought& part = found->second;
      checkBrought(program, diags, part.value, part.type, Field(fields[i]), expr(at.module, part.spread).span);
    }
  }
  std::vector<std::string> names;
  for (const Field& field : fields) {
    if (!field.attribute) names.emplace_back(field.name);
  }
  std::vector<std::string> missing;
  for (size_t i = 0; i < fields.size(); ++i) {
    const bool excepted = std::find(except.begin(), except.end(), fields[i].name) != except.end();
    // What was only misspelt does not lack as well.
    const bool misspelt =
        !provided[i] && !fields[i].optional && std::any_of(unknown.begin(), unknown.end(), [&](std::string_view word) {
          return support::closest(word, names) == fields[i].name;
        });
    if (misspelt) continue;
    if (!provided[i] && !fields[i].optional && !excepted) missing.emplace_back(fields[i].name);
  }
  if (missing.empty()) return;
  // Of a record only its opening brace is marked.
  if (where.valid() && program.sources.text(where).starts_with("{")) where.end = where.begin + 1;
  diags.report(where, diag::missingField, diag::OneOf(missing, " and "), diag::TypeName(program.types.name(schema)));
}

void Checker::checkMapItems(At at, const std::vector<Item>& items, TypeId element) {
  std::unordered_map<std::string_view, source::Span> seen;
  for (const Item& item : items) {
    if (item.spread) {
      const TypeId own = checkExpr(at.module, item.value, at.scope, {});
      if (isError(own)) continue;
      const Phase phase = info(at.module, item.value).phase;
      if ((kind(own) != TypeKind::Map && kind(own) != TypeKind::Record) ||
          !fits(program.types, own, program.types.map(element), phase)) {
        const bool untyped = kind(element) == TypeKind::Json;
        if (untyped && kind(own) == TypeKind::Map) continue;
        const auto value = phase != Phase::Compile ? std::nullopt : constantOf(program, at.module, item.value);
        const Fitting fitting =
            value ? fitOf(program.types, *value, program.types.map(element)) : Fitting{Fit::OtherType, {}, {}};
        if (fitting.fit == Fit::Fits) continue;
        if (fitting.fit == Fit::OtherValue) {
          reportOtherValue(diags, fitting, expr(at.module, item.value).span, false);
          continue;
        }
        diags.report(
            expr(at.module, item.value).span, diag::badSpread,
            diag::Phrase("a `" + program.types.name(untyped ? basic(TypeKind::Map) : program.types.map(element)) + "`"),
            diag::TypeName(program.types.name(own)));
      }
      continue;
    }
    const auto [known, isNew] = seen.emplace(item.key.text, item.key.span);
    if (!isNew) {
      diags.report(item.key.span, diag::duplicateField, item.key.text)
          .note(known->second, diag::declaredHere, item.key.text);
      continue;
    }
    checkExpr(at.module, item.value, at.scope, element);
  }
}

TypeId Checker::inferFreeRecord(At at, const std::vector<Item>& items) {
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
  for (const Item& item : items) {
    const TypeId own = checkExpr(at.module, item.value, at.scope, {});
    if (item.spread) {
      if (isError(own)) return own;
      if (kind(own) != TypeKind::Record || type(own).isKind) {
        diags.report(expr(at.module, item.value).span, diag::badSpread, diag::Phrase("a record"),
                     diag::TypeName(program.types.name(own)));
        return error();
      }
      const std::vector<Field> fields = type(own).fields;
      for (const Field& field : fields) add(field);
      continue;
    }
    const auto [known, isNew] = written.emplace(item.key.text, item.key.span);
    if (!isNew) {
      diags.report(item.key.span, diag::duplicateField, item.key.text)
          .note(known->second, diag::declaredHere, item.key.text);
      continue;
    }
    Field field;
    field.name = item.key.text;
    field.type = plainType(program.types, own);
    field.span = item.key.span;
    add(std::move(field));
  }
  return program.types.add(std::move(made));
}

/// Which member of a union a record literal follows: the one that knows most of its keys.
TypeId Checker::pickRecord(At at, ExprId id, TypeId expected) {
  const auto items = itemsOf(at.module, id);
  TypeId best;
  size_t bestUnknown = 0;
  size_t bestMissing = 0;
  for (TypeId member : type(expected).members) {
    member = bareType(program.types, member);
    const Type& candidate = type(member);
    size_t unknown = 0;
    size_t missing = 0;
    if (candidate.kind == TypeKind::Record && !candidate.isKind) {
      for (const Item& item : items) {
        if (!item.spread && std::none_of(candidate.fields.begin(), candidate.fields.end(),
                                         [&](const Field& f) { return f.name == item.key.text; })) {
          ++unknown;
        }
      }
      for (const Field& field : candidate.fields) {
        if (!field.optional &&
            std::none_of(items.begin(), items.end(), [&](const Item& i) { return i.key.text == field.name; }))
          ++missing;
      }
    } else if (candidate.kind == TypeKind::Map || candidate.kind == TypeKind::Json) {
      missing = 1;  // a record that fits says more
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

TypeId Checker::inferRecord(At at, ExprId id, TypeId expected) {
  const std::vector<Item> items = itemsOf(at.module, id);
  auto addPhases = [&] {
    for (const Item& item : items) late(at, id, item.value);
  };
  TypeId wanted = bareType(program.types, expected);
  if (wanted && kind(wanted) == TypeKind::Union) {
    const TypeId picked = pickRecord(at, id, wanted);
    if (picked) wanted = picked;
  }
  if (!wanted || isError(wanted)) {
    const TypeId own = inferFreeRecord(at, items);
    addPhases();
    return own;
  }
  const source::Span span = expr(at.module, id).span;
  switch (kind(wanted)) {
    case TypeKind::Record:
      if (type(wanted).isKind) break;
      checkItems(at, items, wanted, span, {});
      addPhases();
      return wanted;
    case TypeKind::Map:
      checkMapItems(at, items, type(wanted).element ? type(wanted).element : basic(TypeKind::Json));
      addPhases();
      return wanted;
    case TypeKind::Json:
      checkMapItems(at, items, wanted);
      addPhases();
      return basic(TypeKind::Map);
    default: break;
  }
  const source::Span brace{span.file, span.begin, span.begin + 1};
  TypeId kindWanted;
  if (kind(wanted) == TypeKind::Record) kindWanted = wanted;
  if (kind(wanted) == TypeKind::Union) {
    for (const TypeId member : type(wanted).members) {
      if (kind(bareType(program.types, member)) == TypeKind::Record && type(bareType(program.types, member)).isKind)
        kindWanted = bareType(program.types, member);
    }
  }
  if (kindWanted) {
    Type none{TypeKind::Record};
    diags.report(brace, diag::resourceExpected, diag::TypeName(program.types.name(wanted)), diag::TypeName("a record"))
        .note({}, diag::declareExisting, program.types.name(kindWanted));
  } else {
    diags.report(brace, diag::notARecord, diag::TypeName(program.types.name(wanted)));
  }
  return error();
}

void Checker::checkConstraints(ModuleId module, ExprId id, const Field& field) {
  const bool constrained = field.minimum || field.maximum || field.minLength || field.maxLength;
  if (!id || (!constrained && field.pattern.empty())) return;
  const ExprInfo& own = info(module, id);
  if (own.phase != Phase::Compile || isError(own.type)) return;
  if (const auto value = constantOf(program, module, id))
    sema::checkConstraints(diags, field, *value, expr(module, id).span);
}

}  // namespace mlpc::sema
