#include <algorithm>

#include "evaluator.h"
#include "mlpc/diag/internal.h"
#include "mlpc/sema/constants.h"
#include "mlpc/support/text.h"

namespace mlpc::lower {

using sema::Type;
using sema::TypeId;
using sema::TypeKind;
using support::Constant;

TypeId bareType(const sema::TypeStore& types, TypeId type) {
  while (type && (types[type].kind == TypeKind::Optional || types[type].kind == TypeKind::Runtime))
    type = types[type].element;
  return type;
}

ir::ArtifactType artifactType(Lowering& lowering, SymbolId artifact) {
  const std::string name(lowering.symbol(artifact).name);
  ir::ArtifactType result{"system." + name, "0.0.1", name};
  const auto text = [&](std::string_view field, std::string& into) {
    const auto value = lowering.fieldOf(artifact, field);
    if (value && value->text() != nullptr) into = *value->text();
  };
  text("schema", result.schema);
  text("version", result.version);
  return result;
}

ir::PortType portType(Lowering& lowering, TypeId id) {
  const sema::TypeStore& types = lowering.program.types;
  id = bareType(types, id);
  ir::PortType result;
  if (!id) return result;
  const Type& type = types[id];
  switch (type.kind) {
    case TypeKind::Int: result.kind = ir::ParameterKind::Int; break;
    case TypeKind::Float: result.kind = ir::ParameterKind::Float; break;
    case TypeKind::Bool: result.kind = ir::ParameterKind::Bool; break;
    case TypeKind::Literal:
      if (type.literal.as<bool>() != nullptr) result.kind = ir::ParameterKind::Bool;
      if (type.literal.as<int64_t>() != nullptr) result.kind = ir::ParameterKind::Int;
      break;
    case TypeKind::Union: return type.members.empty() ? result : portType(lowering, type.members[0]);
    case TypeKind::Artifact: result.kind = artifactType(lowering, type.symbol); break;
    case TypeKind::List: {
      ir::PortType element = type.element ? portType(lowering, type.element) : ir::PortType();
      if (element.isArtifact()) {
        element.artifactList = true;
        return element;
      }
      result.kind = ir::ParameterKind::List;
      const TypeId bare = bareType(types, type.element);
      if (bare && types[bare].kind != TypeKind::Json) result.element.push_back(std::move(element));
      break;
    }
    case TypeKind::Map: {
      result.kind = ir::ParameterKind::Map;
      const TypeId bare = bareType(types, type.element);
      if (bare && types[bare].kind != TypeKind::Json) result.element.push_back(portType(lowering, type.element));
      break;
    }
    case TypeKind::Record:
      // A reference to a resource is passed as its name.
      if (!type.isKind) result.kind = ir::ParameterKind::Map;
      break;
    case TypeKind::Json: result.kind = ir::ParameterKind::Map; break;
    case TypeKind::FinalStatus: result.kind = ir::ParameterKind::FinalStatus; break;
    case TypeKind::TaskConfig: result.kind = ir::ParameterKind::TaskConfig; break;
    default: break;
  }
  return result;
}

std::vector<ir::Port> ports(Lowering& lowering, const std::vector<sema::Field>& fields, bool inputs) {
  std::vector<ir::Port> result;
  for (const sema::Field& field : fields) {
    ir::Port port;
    port.name = field.name;
    port.type = portType(lowering, field.type);
    port.optional = inputs && field.optional;
    port.description = field.doc;
    port.origin = field.span;
    if (inputs && field.hasDefault()) {
      ir::Value value = Evaluator(lowering).defaultOf(field, {});
      coerce(lowering.program.types, value, field.type);
      port.defaultValue = value.constant();
      port.defaultOrigin = value.origin;
      if (!port.defaultValue)
        lowering.diags.report(value.origin, diag::internalError,
                              diag::Phrase("a value that is not known when compiling"));
      else if (port.defaultValue->isNull())
        port.defaultValue.reset();
    }
    result.push_back(std::move(port));
  }
  return result;
}

void coerce(const sema::TypeStore& types, ir::Value& value, TypeId expected) {
  expected = bareType(types, expected);
  if (!expected) return;
  const Type& type = types[expected];
  if (const Constant* constant = value.scalar()) {
    if (ir::eval::isConvertible(*constant))
      value.node = ir::eval::convert(*constant, sema::numberPlace(types, expected));
    return;
  }
  if (auto* list = value.as<ir::ListValue>(); list != nullptr && type.kind == TypeKind::List) {
    for (ir::Value& item : list->items) coerce(types, item, type.element);
  } else if (auto* record = value.as<ir::RecordValue>(); record != nullptr) {
    if (type.kind == TypeKind::Map) {
      for (ir::Field& field : record->fields) coerce(types, field.value, type.element);
    } else if (type.kind == TypeKind::Record) {
      for (ir::Field& field : record->fields) {
        const auto found = std::find_if(type.fields.begin(), type.fields.end(),
                                        [&](const sema::Field& f) { return f.name == field.key; });
        if (found != type.fields.end()) coerce(types, field.value, found->type);
      }
    }
  }
}

}  // namespace mlpc::lower
