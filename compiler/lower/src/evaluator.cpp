#include "evaluator.h"

#include <algorithm>

#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/types.h"
#include "mlpc/schema/schema.h"
#include "mlpc/sema/constants.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Value;
using sema::SymbolKind;
using support::Constant;
using support::Overload;
using vocabulary::Builtin;

namespace {

/// Roughly the bytes that a copy of it takes.
size_t sizeOf(const Value& value) {
  size_t size = 0;
  ir::forEach(value, [&](const Value& v) {
    size += sizeof(Value);
    if (const std::string* text = v.text()) size += text->size();
  });
  return size;
}

const sema::Field* findField(const sema::Type& record, std::string_view name) {
  const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                  [&](const sema::Field& field) { return field.name == name; });
  return found == record.fields.end() ? nullptr : &*found;
}

}  // namespace

Value Evaluator::eval(ModuleId module, ExprId expr, const Environment& environment) {
  if (!expr) return {};
  Value value = node({module, environment}, expr);
  const sema::ExprInfo& info = lowering_.program.info(module, expr);
  if (info.expected) coerce(lowering_.program.types, value, info.expected);
  return value;
}

Value Evaluator::node(At at, ExprId id) {
  const Expr& expr = lowering_.expr(at.module, id);
  const source::Span origin = expr.span;
  const auto constant = [&](Constant value) { return Value::of(std::move(value), origin); };
  return std::visit(
      Overload{
          [&](const ErrorExpr&) { return constant({}); },
          [&](const NameExpr& n) {
            // Only the names of types in `outputs: { version: string }` have no use.
            const bool unused = std::holds_alternative<std::monostate>(lowering_.program.info(at.module, id).use);
            return unused ? constant(n.name.text) : use(at, id);
          },
          [&](const MemberExpr& n) {
            const auto* field = std::get_if<sema::FieldUse>(&lowering_.program.info(at.module, id).use);
            if (field == nullptr) return use(at, id);
            if (auto part = fieldOfConst(at, n.base, field->field, origin)) return std::move(*part);
            return this->field(eval(at.module, n.base, at.environment), field->field,
                               lowering_.program.info(at.module, n.base).type, origin);
          },
          [&](const IndexExpr& n) { return index(at, id, n); },
          [&](const CallExpr&) { return call(at, id); },
          [&](const VersionExpr&) { return constant({}); },
          [&](const UnaryExpr& n) { return unary(at, id, n); },
          [&](const BinaryExpr& n) { return binary(at, id, n); },
          [&](const ChainExpr& n) { return chain(at, n, origin); },
          [&](const ConditionalExpr& n) { return conditional(at, n, origin); },
          [&](const ListExpr& n) { return list(at, n, origin); },
          [&](const RecordExpr& n) { return record(at, id, n); },
          [&](const StringExpr& n) { return text(at, n.parts, origin); },
          [&](const FenceExpr& n) { return fence(at, id, n); },
          [&](const NumberExpr&) {
            return computed(sema::evaluate(lowering_.program, at.module, id).result, origin, origin, "number");
          },
          [&](const BoolExpr& n) { return constant(n.value); },
          [&](const NullExpr&) { return constant({}); },
      },
      expr.node);
}

std::optional<Value> Evaluator::fieldOfConst(At at, ExprId base, std::string_view name, source::Span origin) {
  const auto* used = std::get_if<sema::SymbolUse>(&lowering_.program.info(at.module, base).use);
  if (used == nullptr || lowering_.symbol(used->symbol).kind != SymbolKind::Const) return std::nullopt;
  const Value& whole = lowering_.constValue(used->symbol);
  const Value* part = whole.as<ir::RecordValue>() != nullptr ? whole.field(vocabulary::FieldName(name)) : nullptr;
  if (part == nullptr) return std::nullopt;
  if (!lowering_.spend(sizeOf(*part), origin)) return Value{Constant(), origin};
  Value copy = *part;
  copy.origin = origin;
  return copy;
}

Value Evaluator::use(At at, ExprId id) {
  const source::Span origin = lowering_.span(at.module, id);
  const auto made = [&](Value::Node node) { return Value{std::move(node), origin}; };
  return std::visit(Overload{
                        [&](std::monostate) { return made(Constant()); },
                        [&](const sema::SymbolUse& u) { return symbolUse(at, id, u.symbol); },
                        [&](const sema::OutputUse& u) { return outputUse(at, u, origin); },
                        [&](const sema::StepOutputUse& u) { return stepOutput(at, u, origin); },
                        [&](const sema::FieldUse&) { return made(Constant()); },
                        [&](const sema::KeyUse& u) {
                          if (lowering_.symbol(u.symbol).kind == SymbolKind::Secret) {
                            return made(ir::SecretRef{lowering_.secret(u.symbol), std::string(u.key)});
                          }
                          return made(ir::ResourceRef{lowering_.resource(u.symbol), std::string(u.key)});
                        },
                        [&](const sema::AttributeUse& u) { return attribute(u.symbol, u.attribute, origin); },
                        [&](const sema::PortUse& u) {
                          const sema::Symbol& port = lowering_.symbol(u.port);
                          return made(ir::PortRef{port.kind == SymbolKind::Output, std::string(port.name),
                                                  std::string(u.attribute), std::string(u.key)});
                        },
                        [&](const sema::PropertyUse& u) {
                          return made(ir::PropertyRef{u.space, std::string(u.property)});
                        },
                        [&](const sema::FinalStatusUse& u) {
                          if (!u.task) return made(ir::FinalStatusRef{at.environment.finallyOf});
                          const Binding* task = at.environment.find(u.task);
                          const auto* ref = task == nullptr ? nullptr : task->value.as<ir::NodeRef>();
                          return made(ir::FinalStatusRef{ref == nullptr ? ir::NodeId() : ref->node});
                        },
                        [&](const sema::ExecutorInputUse&) { return made(ir::ExecutorInput{}); },
                        [&](const sema::CallUse&) { return call(at, id); },
                    },
                    lowering_.program.info(at.module, id).use);
}

Value Evaluator::symbolUse(At at, ExprId id, SymbolId symbolId) {
  const source::Span origin = lowering_.span(at.module, id);
  const auto copy = [&](const Value& known) {
    if (!lowering_.spend(sizeOf(known), origin)) return Value{Constant(), origin};
    Value value = known;
    value.origin = origin;
    return value;
  };
  if (const Binding* binding = at.environment.find(symbolId)) return copy(binding->value);
  const sema::Symbol& symbol = lowering_.symbol(symbolId);
  const std::string name(symbol.name);
  const auto made = [&](Value::Node node) { return Value{std::move(node), origin}; };
  switch (symbol.kind) {
    case SymbolKind::Const: return copy(lowering_.constValue(symbolId));
    case SymbolKind::Secret: return made(ir::SecretRef{lowering_.secret(symbolId), {}});
    case SymbolKind::Existing:
    case SymbolKind::Resource: return made(ir::ResourceRef{lowering_.resource(symbolId), {}});
    case SymbolKind::Component: return made(ir::DeclarationRef{{}, {}, lowering_.component(symbolId)});
    case SymbolKind::Pipeline: return made(ir::DeclarationRef{lowering_.pipeline(symbolId), {}, {}});
    case SymbolKind::TrainJob: return made(ir::DeclarationRef{{}, lowering_.trainJob(symbolId), {}});
    case SymbolKind::Parameter:
      if (symbol.owner && lowering_.symbol(symbol.owner).kind == SymbolKind::Component) {
        return made(ir::PortRef{false, name, {}, {}});
      }
      return made(ir::InputRef{name});
    case SymbolKind::Output: return made(ir::PortRef{true, name, {}, {}});
    case SymbolKind::Stage:
    case SymbolKind::Job: return made(ir::NodeRef{{}, name});
    case SymbolKind::TypeName:
    case SymbolKind::Artifact:
    case SymbolKind::Import:
    case SymbolKind::Namespace:
    case SymbolKind::Workflow:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate:
    case SymbolKind::Let:
    case SymbolKind::LoopVariable: break;
  }
  return made(Constant(name));
}

Value Evaluator::outputUse(At at, const sema::OutputUse& use, source::Span origin) {
  const std::string output(use.output);
  const Binding* binding = at.environment.find(use.task);
  if (binding == nullptr) return {Constant(), origin};
  std::string name = output;
  if (binding->group && lowering_.signature(use.task).unnamedOutput) name.clear();
  if (binding->dissolved) {
    for (const auto& [yielded, value] : binding->yields) {
      if (yielded != name) continue;
      Value copy = value;
      copy.origin = origin;
      return copy;
    }
    lowering_.diags.report(lowering_.symbol(use.task).span, diag::yieldNever);
    return {Constant(), origin};
  }
  if (const auto* step = binding->value.as<ir::StepOutputRef>()) {
    ir::StepOutputRef ref = *step;
    ref.output = output;
    return {std::move(ref), origin};
  }
  const auto* node = binding->value.as<ir::NodeRef>();
  return {ir::OutputRef{node == nullptr ? ir::NodeId() : node->node, std::move(name)}, origin};
}

Value Evaluator::stepOutput(At at, const sema::StepOutputUse& use, source::Span origin) {
  ir::StepOutputRef ref;
  ref.output = use.output;
  for (const SymbolId part : use.path) {
    const sema::Symbol& symbol = lowering_.symbol(part);
    std::string name(symbol.name);
    if (const Binding* binding = at.environment.find(part)) {
      if (const auto* node = binding->value.as<ir::NodeRef>()) name = node->name;
      if (const auto* step = binding->value.as<ir::StepOutputRef>()) name = step->step;
    }
    if (symbol.kind == SymbolKind::Stage)
      ref.stage = std::move(name);
    else if (symbol.kind == SymbolKind::Job)
      ref.job = std::move(name);
    else
      ref.step = std::move(name);
  }
  return {std::move(ref), origin};
}

Value Evaluator::attribute(SymbolId resource, std::string_view name, source::Span origin) {
  if (is(name, vocabulary::ResourceField::Name)) return Value::of(lowering_.resourceName(resource), origin);
  if (auto value = lowering_.fieldOf(resource, name)) {
    const bool whole = value->as<ir::ResourceRef>() != nullptr && value->as<ir::ResourceRef>()->attribute.empty();
    if (whole || value->isConstant()) {
      value->origin = origin;
      return std::move(*value);
    }
  }
  return {ir::ResourceRef{lowering_.resource(resource), std::string(name)}, origin};
}

Value Evaluator::field(Value base, std::string_view name, sema::TypeId baseType, source::Span origin) {
  if (const auto* ref = base.as<ir::ResourceRef>(); ref != nullptr && ref->attribute.empty()) {
    return attribute(lowering_.symbolOf(ref->resource), name, origin);
  }
  if (auto* choice = base.as<ir::Operation>(); choice != nullptr && choice->op == ir::Operator::Conditional) {
    for (size_t i = 1; i < 3; ++i) choice->operands[i] = field(std::move(choice->operands[i]), name, baseType, origin);
    base.origin = origin;
    return base;
  }
  if (base.as<ir::RecordValue>() != nullptr) {
    if (auto found = ir::foldMember(base, name)) {
      found->origin = origin;
      return std::move(*found);
    }
    // If the field is not written, its default in the record's type applies.
    const sema::TypeStore& types = lowering_.program.types;
    const sema::TypeId bare = bareType(types, baseType);
    if (bare) {
      for (const sema::Field& field : types[bare].fields) {
        if (field.name == name && field.hasDefault()) return defaultOf(field, {});
      }
    }
    // The checker had no value here, but an expansion provided one.
    if (bare && types[bare].kind == sema::TypeKind::Map)
      lowering_.diags.report(origin, diag::unknownMember, diag::TypeName(types.name(bare)), name);
    return {Constant(), origin};
  }
  if (isNull(base)) return {Constant(), origin};
  ir::FieldRef ref{{std::move(base)}, std::string(name)};
  const sema::TypeStore& types = lowering_.program.types;
  if (const sema::TypeId record = bareType(types, baseType)) {
    for (const sema::Field& known : types[record].fields) {
      const ir::PortType type = known.name == name ? portType(lowering_, known.type) : ir::PortType();
      if (known.name == name && !type.isArtifact()) ref.type = *std::get_if<ir::ParameterKind>(&type.kind);
    }
  }
  return {std::move(ref), origin};
}

Value Evaluator::index(At at, ExprId id, const IndexExpr& index) {
  const sema::ExprInfo& info = lowering_.program.info(at.module, id);
  if (!std::holds_alternative<std::monostate>(info.use) && !std::holds_alternative<sema::FieldUse>(info.use)) {
    return use(at, id);
  }
  const source::Span origin = lowering_.span(at.module, id);
  Value base = eval(at.module, index.base, at.environment);
  Value key = eval(at.module, index.index, at.environment);
  if (auto* call = base.as<ir::Call>();
      call != nullptr && (call->function == Builtin::Secret || call->function == Builtin::ConfigMap)) {
    call->arguments.push_back({"key", key.origin, std::move(key)});
    base.origin = origin;
    return base;
  }
  if (const std::string* name = key.text()) {
    return field(std::move(base), *name, lowering_.program.info(at.module, index.base).type, origin);
  }
  const auto* list = base.as<ir::ListValue>();
  const auto* position = key.scalar() == nullptr ? nullptr : key.scalar()->as<int64_t>();
  const source::Span span = lowering_.span(at.module, index.index);
  if (list != nullptr && position != nullptr) {
    if (const auto error = ir::eval::checkItem(*position, list->items.size())) {
      sema::reportFailure(lowering_.diags, *error, span, "[ ]");
      return {Constant(), origin};
    }
    Value item = list->items[static_cast<size_t>(*position)];
    item.origin = origin;
    return item;
  }
  if (!isNull(base)) {
    lowering_.diags.report(span, diag::knownLate, "[ ]");
  }
  return {Constant(), origin};
}

Value Evaluator::call(At at, ExprId id) {
  const source::Span origin = lowering_.span(at.module, id);
  const auto* use = std::get_if<sema::CallUse>(&lowering_.program.info(at.module, id).use);
  if (use == nullptr) {
    // `cast[T](x)` is `x`; only the checker reads another type in it.
    const auto* cast = std::get_if<CallExpr>(&lowering_.expr(at.module, id).node);
    if (cast != nullptr && cast->arguments.size() == 1) {
      return eval(at.module, cast->arguments.front().value, at.environment);
    }
  }
  if (use == nullptr || !use->callee) return {Constant(), origin};
  const sema::Signature& signature = lowering_.signature(use->callee);
  if (!signature.builtin) return {Constant(), origin};
  ir::Call call{*signature.builtin, {}};
  for (size_t i = 0; i < use->arguments.size(); ++i) {
    if (!use->arguments[i] || signature.parameters.empty()) continue;
    // The arguments of a variadic parameter are distinguished by a number.
    const size_t last = signature.parameters.size() - 1;
    std::string name(signature.parameters[std::min(i, last)].name);
    if (i > last) name += "_" + std::to_string(i - last + 1);
    const source::Span span = lowering_.span(at.module, use->arguments[i]);
    call.arguments.push_back({std::move(name), span, eval(at.module, use->arguments[i], at.environment)});
  }
  std::optional<ir::eval::Error> error;
  Value result = ir::foldCall(std::move(call), origin, &error);
  if (error && error->failure == ir::eval::Failure::TooLarge)
    sema::reportFailure(lowering_.diags, *error, origin, vocabulary::name(result.as<ir::Call>()->function));
  return result;
}

Value Evaluator::list(At at, const ListExpr& list, source::Span origin) {
  ir::ListValue result;
  result.items.reserve(list.items.size());
  bool whole = true;
  for (const ListItem& item : list.items) {
    // In `after`, an `if` without a node of its own stands for the nodes in it.
    if (const auto* use = std::get_if<sema::SymbolUse>(&lowering_.program.info(at.module, item.value).use)) {
      const Binding* binding = at.environment.find(use->symbol);
      if (binding != nullptr && binding->dissolved) {
        for (const ir::NodeId node : binding->nodes) {
          result.items.push_back({ir::NodeRef{node, {}}, lowering_.span(at.module, item.value)});
        }
        continue;
      }
    }
    Value value = eval(at.module, item.value, at.environment);
    if (!item.spread) {
      result.items.push_back(std::move(value));
    } else if (auto* inner = value.as<ir::ListValue>()) {
      std::move(inner->items.begin(), inner->items.end(), std::back_inserter(result.items));
    } else {
      // What is missing must not look like a shorter list.
      whole = false;
      if (!isNull(value)) lowering_.diags.report(value.origin, diag::spreadTooLate);
    }
  }
  return whole ? Value{std::move(result), origin} : Value{Constant(), origin};
}

Value Evaluator::argument(ModuleId module, ExprId expr, const Environment& environment, const sema::Field& parameter) {
  Value value = eval(module, expr, environment);
  checkExpanded({module, environment}, expr, value, parameter);
  return value;
}

void Evaluator::checkExpanded(At at, ExprId expr, const Value& value, const sema::Field& field) {
  if (!expr || lowering_.program.info(at.module, expr).phase != sema::Phase::Expand) return;
  if (const auto known = value.constant())
    sema::checkConstraints(lowering_.program, lowering_.diags, field, *known, lowering_.span(at.module, expr),
                           at.environment.uses);
}

Value Evaluator::record(At at, ExprId id, const RecordExpr& record) {
  const source::Span origin = lowering_.span(at.module, id);
  const sema::TypeStore& types = lowering_.program.types;
  const sema::TypeId schema = bareType(types, lowering_.program.info(at.module, id).expected);
  ir::FieldMerger result;
  for (const RecordItem& item : record.items) {
    Value value = eval(at.module, item.value, at.environment);
    if (!item.spread) {
      const sema::Field* field = schema ? findField(types[schema], item.key.text) : nullptr;
      if (field != nullptr) checkExpanded(at, item.value, value, *field);
      result.add({std::string(item.key.text), item.key.span, std::move(value)});
    } else if (auto* inner = value.as<ir::RecordValue>()) {
      for (ir::Field& field : inner->fields) result.add(std::move(field));
    } else if (!isNull(value)) {
      lowering_.diags.report(value.origin, diag::spreadTooLate);
    }
  }
  return {ir::RecordValue{std::move(result).take()}, origin};
}

Value Evaluator::defaultOf(const sema::Field& field, const Environment& environment) {
  return field.constantDefault ? Value::of(*field.constantDefault, field.defaultSpan)
                               : eval(field.defaultModule, field.defaultValue, environment);
}

std::vector<ir::Field> Evaluator::fields(ModuleId module, ExprId record, const Environment& environment) {
  if (!record) return {};
  Value value = eval(module, record, environment);
  auto* fields = value.as<ir::RecordValue>();
  return fields == nullptr ? std::vector<ir::Field>() : std::move(fields->fields);
}

std::vector<ir::Field> Evaluator::settings(ModuleId module, const Block& block, const Environment& environment,
                                           std::string_view schema) {
  std::vector<ir::Field> result;
  const sema::Type* type = schema.empty() ? nullptr : &lowering_.program.types[schema::standard().type(schema)];
  const Tree& tree = lowering_.tree(module);
  for (const StmtId id : block.statements) {
    const auto* setting = std::get_if<SettingStmt>(&tree.stmts[id].node);
    if (setting == nullptr) continue;
    Value value = eval(module, setting->value, environment);
    const sema::Field* field = type != nullptr ? findField(*type, setting->key.text) : nullptr;
    if (field != nullptr) checkExpanded({module, environment}, setting->value, value, *field);
    result.push_back({std::string(setting->key.text), setting->key.span, std::move(value)});
  }
  return result;
}

}  // namespace mlpc::lower
