// Indexes: the meaning of `x[y]`.

#include "declarations/declarations.h"
#include "expressions/expression_checker.h"
#include "expressions/references.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/types.h"
#include "mlpc/sema/constants.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

TypeId ReferenceChecker::index(const At& at, ExprId id, const IndexExpr& index) {
  TypeId base = expressions_.checkBase(at, index.base);
  if (file_.isError(base)) return base;
  const auto* found = file_.symbolUse(index.base);
  const SymbolId used = found != nullptr ? found->symbol : SymbolId();
  if (used && file_.kind(base) == TypeKind::Task && file_.program.symbols[used].kind == SymbolKind::Let) {
    base = task(index.base, used, {}, Role::Value);
    file_.info(index.base).type = base;
    if (file_.isError(base)) return base;
  }
  const TypeId indexType = expressions_.check(at, index.index, {});
  if (file_.isError(indexType)) return indexType;
  file_.addPhase(id, index.base);
  file_.addPhase(id, index.index);
  const std::optional<std::string_view> text = keyText(index.index);
  const Name key{text.value_or(std::string_view()), file_.expr(index.index).span};
  const auto refuse = [&] { return noKey(index.index, base, indexType); };

  if (used) {
    switch (file_.program.symbols[used].kind) {
      case SymbolKind::Secret: return text ? keyOfSecret(id, used, key) : refuse();
      case SymbolKind::Existing:
      case SymbolKind::Resource: return text ? resourceMember(id, used, key, Access::Key) : refuse();
      case SymbolKind::Namespace: return text ? property(at, id, used, key) : refuse();
      default: break;
    }
  }
  if (const auto* port = std::get_if<PortUse>(&file_.info(index.base).use);
      port != nullptr && is(port->attribute, vocabulary::ArtifactPart::Metadata)) {
    if (!text) return refuse();
    PortUse entry = *port;
    entry.key = *text;
    file_.info(id).use = entry;
    return file_.basic(TypeKind::String);
  }
  const Type& t = file_.type(base);
  if (t.kind == TypeKind::Secret || t.resource == Kind::K8sConfigMap) {
    if (!text) return refuse();
    file_.info(id).use = FieldUse{*text};
    file_.info(id).phase = Phase::Compile;
    return file_.basic(t.kind == TypeKind::Secret ? TypeKind::SecretKey : TypeKind::ConfigKey);
  }
  switch (t.kind) {
    case TypeKind::Record: return text ? recordMember(id, base, key) : refuse();
    case TypeKind::List:
    case TypeKind::Map: {
      const TypeKind wanted = t.kind == TypeKind::List ? TypeKind::Int : TypeKind::String;
      if (file_.kind(plainType(file_.types, indexType)) == wanted) return elementOf(at, id, index, base, text);
      break;
    }
    case TypeKind::Json:
      file_.diags.report(file_.expr(index.base).span, diag::untypedField, file_.nameOf(base));
      return file_.error();
    case TypeKind::Optional:
      file_.diags.report(file_.expr(index.base).span, diag::maybeAbsent, file_.nameOf(t.element), file_.nameOf(base))
          .note({}, diag::giveADefault);
      return file_.error();
    default: break;
  }
  file_.diags.report(key.span, diag::badIndex, file_.nameOf(base), file_.nameOf(indexType));
  return file_.error();
}

std::optional<std::string_view> ReferenceChecker::keyText(ExprId index) {
  if (file_.kind(plainType(file_.types, file_.info(index).type)) != TypeKind::String) return std::nullopt;
  const auto* string = std::get_if<StringExpr>(&file_.expr(index).node);
  if (string != nullptr && string->parts.size() == 1 && std::holds_alternative<TextPart>(string->parts[0]))
    return std::get<TextPart>(string->parts[0]).text;
  const auto value = file_.constant(index);
  return value ? std::optional(file_.tables.keep(value->toText())) : std::nullopt;
}

TypeId ReferenceChecker::noKey(ExprId index, TypeId base, TypeId indexType) {
  const source::Span span = file_.expr(index).span;
  if (file_.kind(plainType(file_.types, indexType)) == TypeKind::String) {
    file_.diags.report(span, diag::knownLate, file_.sourceOf(index));
  } else {
    file_.diags.report(span, diag::badIndex, file_.nameOf(base), file_.nameOf(indexType));
  }
  return file_.error();
}

TypeId ReferenceChecker::elementOf(const At& at, ExprId id, const IndexExpr& index, TypeId base,
                                   std::optional<std::string_view> key) {
  const Type& t = file_.type(base);
  const TypeId element = t.element;
  if (!element) {
    file_.diags.report(file_.expr(index.base).span, diag::untypedField, file_.nameOf(base));
    return file_.error();
  }
  if (at.place() == Place::Pipeline && file_.info(id).phase == Phase::Run) {
    file_.diags.report(file_.expr(id).span, diag::computedLate, "[ ]");
    return file_.error();
  }
  if (key && t.kind == TypeKind::Map) file_.info(id).use = FieldUse{*key};
  const auto failure = failureOf(file_, id);
  if (!failure) return element;
  const source::Span span = file_.expr(index.index).span;
  if (failure->failure == ir::eval::Failure::MissingField) {
    file_.diags.report(span, diag::unknownMember, file_.nameOf(base), *key);
  } else {
    reportFailure(file_.diags, *failure, span, "[ ]");
  }
  return file_.error();
}

}  // namespace mlpc::sema
