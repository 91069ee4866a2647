#include "mlpc/sema/constants.h"

#include <unordered_map>

#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/diag/types.h"
#include "mlpc/eval/access.h"
#include "mlpc/eval/functions.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::sema {

using namespace syntax;
using ir::eval::Error;
using ir::eval::Failure;
using ir::eval::Operator;
using ir::eval::Result;
using support::Constant;

namespace {

/// The limit for one evaluation, in bytes.
constexpr size_t kMostMebibytes = 16;
constexpr size_t kMaxSize = kMostMebibytes << 20U;

TypeId bare(const TypeStore& types, TypeId id) {
  while (id && (types[id].kind == TypeKind::Optional || types[id].kind == TypeKind::Runtime)) id = types[id].element;
  return id;
}

/// One walk. The values of consts are kept, since in a chain of consts that each refer to the previous one twice, every
/// link would otherwise double the work; the size of the results is limited for the same reason.
class Walk {
 public:
  explicit Walk(const Program& program) : program_(program) {}

  Result eval(ModuleId module, ExprId id) {
    if (!id || depth_ > kMaxDepth) return {};
    ++depth_;
    Result result = evalNode(module, id);
    --depth_;
    if (result.error() != nullptr && !failedAt_) {
      failedIn_ = module;
      failedAt_ = id;
    }
    if (!result.known() || !ir::eval::isConvertible(*result.value())) return result;
    if (const TypeId expected = program_.info(module, id).expected)
      return ir::eval::convert(std::move(*result.value()), numberPlace(program_.types, expected));
    return result;
  }

  Evaluated finish(Result result) { return {std::move(result), failedIn_, failedAt_}; }

 private:
  static constexpr int kMaxDepth = 2000;

  struct Place {
    ModuleId module;
    ExprId expr;
  };

  [[nodiscard]] const Expr& expr(ModuleId module, ExprId id) const { return program_.module(module).tree->exprs[id]; }
  [[nodiscard]] const Type& type(TypeId id) const { return program_.types[id]; }
  [[nodiscard]] const Use& use(ModuleId module, ExprId id) const { return program_.info(module, id).use; }

  [[nodiscard]] bool spend(size_t size) {
    spent_ += size;
    return spent_ <= kMaxSize;
  }

  Result evalNode(ModuleId module, ExprId id) {
    return std::visit(support::Overload{
                          [&](const ErrorExpr&) { return Result(); },
                          [&](const NameExpr&) { return evalUse(module, id); },
                          [&](const MemberExpr& n) {
                            const bool field = std::holds_alternative<FieldUse>(use(module, id));
                            return field ? evalField(module, n.base, n.member.text) : evalUse(module, id);
                          },
                          [&](const IndexExpr& n) { return evalIndex(module, id, n); },
                          [&](const CallExpr& n) { return evalCall(module, id, n); },
                          [&](const VersionExpr&) { return Result(); },
                          [&](const UnaryExpr& n) { return evalUnary(module, n); },
                          [&](const BinaryExpr& n) { return evalBinary(module, n); },
                          [&](const ChainExpr& n) { return evalChain(module, n); },
                          [&](const ConditionalExpr& n) {
                            Result condition = eval(module, n.condition);
                            if (!condition.known()) return condition;
                            const bool* yes = condition.as<bool>();
                            return yes == nullptr ? Result(Failure::WrongType)
                                                  : eval(module, *yes ? n.then : n.otherwise);
                          },
                          [&](const ListExpr& n) { return evalList(module, n); },
                          [&](const RecordExpr& n) { return evalRecord(module, n); },
                          [&](const StringExpr& n) { return evalText(module, n.parts); },
                          [&](const FenceExpr& n) {
                            const bool code = n.parts.size() > 1 && isScript(vocabulary::languageOf(n.language.text));
                            return code ? Result() : evalText(module, n.parts);
                          },
                          [&](const NumberExpr& n) { return evalNumber(module, id, n); },
                          [&](const BoolExpr& n) { return Result(Constant(n.value)); },
                          [&](const NullExpr&) { return Result(Constant()); },
                      },
                      expr(module, id).node);
  }

  Result evalNumber(ModuleId module, ExprId id, const NumberExpr& number) const {
    const TypeId own = program_.info(module, id).type;
    const TypeKind kind = own ? type(own).kind : TypeKind::Error;
    if (kind == TypeKind::Quantity) return ir::eval::quantity(number.text);
    if (kind == TypeKind::Duration) return ir::eval::duration(number.text);
    switch (number.kind) {
      case NumberKind::Unit: return {};
      case NumberKind::Float: return ir::eval::real(number.text);
      case NumberKind::Int: return ir::eval::integer(number.text);
    }
    return {};
  }

  Result evalText(ModuleId module, const std::vector<StringPart>& parts) {
    std::string out;
    for (const StringPart& part : parts) {
      if (const auto* text = std::get_if<TextPart>(&part)) {
        out += text->text;
        continue;
      }
      Result value = eval(module, std::get<PlaceholderPart>(part).value);
      if (!value.known()) return value;
      out += value.value()->toText();
      if (out.size() > kMaxSize) return Failure::TooLarge;
    }
    if (!spend(out.size())) return Failure::TooLarge;
    return Constant(std::move(out));
  }

  Result evalList(ModuleId module, const ListExpr& list) {
    Constant::List out;
    for (const ListItem& item : list.items) {
      Result value = eval(module, item.value);
      if (!value.known()) return value;
      if (!spend(ir::eval::sizeOf(*value.value()))) return Failure::TooLarge;
      if (!item.spread) {
        out.push_back(std::move(*value.value()));
      } else if (const auto* inner = value.as<Constant::List>()) {
        out.insert(out.end(), inner->begin(), inner->end());
      } else if (!value.value()->isNull()) {
        return Failure::WrongType;
      }
    }
    return Constant(std::move(out));
  }

  Result evalRecord(ModuleId module, const RecordExpr& record) {
    ir::eval::ConstantMerger out;
    for (const RecordItem& item : record.items) {
      Result value = eval(module, item.value);
      if (!value.known()) return value;
      if (!spend(ir::eval::sizeOf(*value.value()))) return Failure::TooLarge;
      if (!item.spread) {
        out.add({std::string(item.key.text), std::move(*value.value())});
      } else if (const auto* inner = value.as<Constant::Record>()) {
        for (const auto& field : *inner) out.add(field);
      } else if (!value.value()->isNull()) {
        return Failure::WrongType;
      }
    }
    return Constant(std::move(out).take());
  }

  Result evalIndex(ModuleId module, ExprId id, const IndexExpr& index) {
    const Use& meaning = use(module, id);
    if (std::holds_alternative<AttributeUse>(meaning)) return evalUse(module, id);
    if (!std::holds_alternative<FieldUse>(meaning) && !std::holds_alternative<std::monostate>(meaning)) return {};
    Result at = eval(module, index.index);
    if (!at.known()) return at;
    if (const auto* name = at.as<std::string>()) return evalField(module, index.base, *name);
    Result base = eval(module, index.base);
    return base.known() ? ir::eval::index(*base.value(), *at.value()) : base;
  }

  Result evalField(ModuleId module, ExprId base, std::string_view field) {
    if (const SymbolId resource = resourceOf(module, base)) return attribute(resource, field);
    const auto* name = std::get_if<SymbolUse>(&use(module, base));
    const auto shared = name != nullptr ? program_.constants.find(name->symbol) : nullptr;
    Result own = shared && shared->result.known() ? Result() : eval(module, base);
    const Result& value = shared && shared->result.known() ? shared->result : own;
    if (!value.known()) return value;
    Result found = ir::eval::member(*value.value(), field);
    const bool missing = found.error() != nullptr && found.error()->failure == Failure::MissingField;
    if (!missing) return found;
    // If the field is not written, its default in the record's type applies.
    Result standard = defaultOf(bare(program_.types, program_.info(module, base).type), field);
    return standard.known() ? standard : found;
  }

  Result defaultOf(TypeId record, std::string_view name) {
    if (!record) return {};
    for (const Field& field : type(record).fields) {
      if (field.name != name) continue;
      if (field.constantDefault) return *field.constantDefault;
      if (field.defaultValue) return eval(field.defaultModule, field.defaultValue);
      if (field.optional && !field.attribute) return Constant();
    }
    return {};
  }

  Result evalCall(ModuleId module, ExprId id, const CallExpr& call) {
    const auto* meaning = std::get_if<CallUse>(&use(module, id));
    if (meaning == nullptr) {
      // A cast of a constant gives a number that has no literal: `cast[float]("NaN")`.
      const bool cast = call.arguments.size() == 1 && std::holds_alternative<std::monostate>(use(module, id));
      const Result name = cast ? eval(module, call.arguments.front().value) : Result();
      const auto* text = name.as<std::string>();
      return text == nullptr ? Result() : ir::eval::namedNumber(*text);
    }
    const Signature* signature = meaning->callee ? program_.signature(meaning->callee) : nullptr;
    if (signature == nullptr || !signature->builtin) return {};
    std::vector<Constant> arguments;
    for (const ExprId argument : meaning->arguments) {
      if (!argument) continue;
      Result value = eval(module, argument);
      if (!value.known()) return value;
      arguments.push_back(std::move(*value.value()));
    }
    Result result = ir::eval::call(*signature->builtin, arguments);
    if (result.known() && !spend(ir::eval::sizeOf(*result.value()))) return Failure::TooLarge;
    return result;
  }

  Result evalUnary(ModuleId module, const UnaryExpr& unary) {
    if (unary.op == UnaryOp::Negate) {
      // The smallest integer has no positive counterpart.
      const auto* number = std::get_if<NumberExpr>(&expr(module, unary.operand).node);
      if (number != nullptr && number->kind == NumberKind::Int) return ir::eval::integer(number->text, true);
    }
    Result value = eval(module, unary.operand);
    if (!value.known()) return value;
    return ir::eval::unary(unary.op == UnaryOp::Not ? Operator::Not : Operator::Negate, *value.value());
  }

  Result evalBinary(ModuleId module, const BinaryExpr& binary) {
    const Operator op = evalOperator(binary.op);
    Result left = eval(module, binary.left);
    if (!left.known()) return left;
    if (op == Operator::And || op == Operator::Or) {
      if (const auto decided = ir::eval::decides(op, *left.value())) return Constant(*decided);
    }
    Result right = eval(module, binary.right);
    return right.known() ? ir::eval::binary(op, *left.value(), *right.value()) : right;
  }

  Result evalChain(ModuleId module, const ChainExpr& chain) {
    Result left = eval(module, chain.operands[0]);
    bool holds = true;
    for (size_t i = 0; i < chain.ops.size(); ++i) {
      if (!left.known()) return left;
      Result right = eval(module, chain.operands[i + 1]);
      if (!right.known()) return right;
      Result part = ir::eval::binary(evalOperator(chain.ops[i]), *left.value(), *right.value());
      const bool* flag = part.as<bool>();
      if (flag == nullptr) return part;
      holds = holds && *flag;
      left = std::move(right);
    }
    return Constant(holds);
  }

  Result evalUse(ModuleId module, ExprId id) {
    if (const auto* meaning = std::get_if<AttributeUse>(&use(module, id)))
      return attribute(meaning->symbol, meaning->attribute);
    const auto* meaning = std::get_if<SymbolUse>(&use(module, id));
    if (meaning == nullptr) return {};
    const uint32_t key = meaning->symbol.index();
    if (const auto known = values_.find(key); known != values_.end()) return known->second;
    if (const auto known = program_.constants.find(meaning->symbol)) return again(*known);
    if (const auto& standard = program_.symbols[meaning->symbol].value) return *standard;
    values_[key] = {};  // until it is known, so that a cycle ends
    const Place value = valueOf(meaning->symbol);
    const bool first = !failedAt_;
    Result result = value.expr ? eval(value.module, value.expr) : Result();
    // Before its check, a const may have another value: nobody has said yet which kind of number is expected.
    const Symbol& symbol = program_.symbols[meaning->symbol];
    const bool checked =
        symbol.kind == SymbolKind::Const && symbol.type && value.expr && program_.info(value.module, value.expr).type;
    if (checked && isDecided(result, first)) {
      program_.constants.keep(meaning->symbol, toKeep(result));
    } else {
      values_[key] = result;
    }
    return result;
  }

  /// A result that an earlier walk has kept.
  Result again(const ConstantValues::Known& known) {
    if (known.result.error() != nullptr && !failedAt_) {
      failedIn_ = known.failedIn;
      failedAt_ = known.failedAt;
    }
    return known.result;
  }

  /// Whether a result cannot change any more; `first`: nothing had failed before.
  static bool isDecided(const Result& result, bool first) {
    return result.known() || (result.error() != nullptr && first);
  }

  [[nodiscard]] ConstantValues::Known toKeep(const Result& result) const {
    if (result.error() == nullptr) return {result, {}, {}};
    return {result, failedIn_, failedAt_};
  }

  /// The expression of a const or a let.
  [[nodiscard]] Place valueOf(SymbolId id) const {
    const Symbol& symbol = program_.symbols[id];
    if (!symbol.module) return {};  // a namespace, such as `run`
    const Tree& tree = *program_.module(symbol.module).tree;
    if (symbol.kind == SymbolKind::Const && symbol.decl) {
      const auto* node = std::get_if<ConstDecl>(&tree.decls[symbol.decl].node);
      if (node != nullptr) return {symbol.module, node->value};
    }
    if (symbol.kind == SymbolKind::Let && symbol.stmt) {
      const auto* let = std::get_if<LetStmt>(&tree.stmts[symbol.stmt].node);
      if (let != nullptr && let->value) return {symbol.module, let->value};
    }
    return {};
  }

  /// The declared resource that an expression refers to.
  SymbolId resourceOf(ModuleId module, ExprId id) {
    if (!id || depth_ > kMaxDepth) return {};
    ++depth_;
    const SymbolId result = findResource(module, id);
    --depth_;
    return result;
  }

  SymbolId findResource(ModuleId module, ExprId id) {
    const Use& meaning = use(module, id);
    if (const auto* name = std::get_if<SymbolUse>(&meaning)) {
      const SymbolKind kind = program_.symbols[name->symbol].kind;
      if (kind == SymbolKind::Existing || kind == SymbolKind::Resource) return name->symbol;
      const Place value = valueOf(name->symbol);
      return value.expr ? resourceOf(value.module, value.expr) : SymbolId();
    }
    if (const auto* attribute = std::get_if<AttributeUse>(&meaning))
      return resourceIn(attribute->symbol, attribute->attribute);
    if (const auto* choice = std::get_if<ConditionalExpr>(&expr(module, id).node)) {
      const Result condition = eval(module, choice->condition);
      const bool* yes = condition.as<bool>();
      return yes == nullptr ? SymbolId() : resourceOf(module, *yes ? choice->then : choice->otherwise);
    }
    const auto* member = std::get_if<MemberExpr>(&expr(module, id).node);
    if (member == nullptr || !std::holds_alternative<FieldUse>(meaning)) return {};
    const SymbolId base = resourceOf(module, member->base);
    return base ? resourceIn(base, member->member.text) : SymbolId();
  }

  /// The resource that the setting `name` of `owner` refers to.
  SymbolId resourceIn(SymbolId owner, std::string_view name) {
    const RecordExpr* record = recordOf(owner);
    if (record == nullptr) return {};
    for (const RecordItem& one : record->items) {
      if (!one.spread && one.key.text == name) return resourceOf(program_.symbols[owner].module, one.value);
    }
    return {};
  }

  [[nodiscard]] ExprId recordIdOf(SymbolId id) const {
    const Symbol& symbol = program_.symbols[id];
    if (!symbol.decl) return {};
    const DeclNode& node = program_.module(symbol.module).tree->decls[symbol.decl].node;
    if (const auto* existing = std::get_if<ExistingDecl>(&node)) return existing->record;
    if (const auto* resource = std::get_if<ResourceDecl>(&node)) return resource->record;
    return {};
  }

  [[nodiscard]] const RecordExpr* recordOf(SymbolId id) const {
    const ExprId record = recordIdOf(id);
    return record ? std::get_if<RecordExpr>(&expr(program_.symbols[id].module, record).node) : nullptr;
  }

  Result attribute(SymbolId id, std::string_view name) {
    if (const auto known = program_.constants.find(id, name)) return again(*known);
    const bool first = !failedAt_;
    Result result = attributeNow(id, name);
    const ExprId record = recordIdOf(id);
    const bool checked = record && program_.info(program_.symbols[id].module, record).type;
    // The kind of a number may not have been decided yet.
    const bool text = result.as<std::string>() != nullptr || (result.error() != nullptr && isDecided(result, first));
    if (checked && text) program_.constants.keep(id, toKeep(result), name);
    return result;
  }

  Result attributeNow(SymbolId id, std::string_view name) {
    const Symbol& symbol = program_.symbols[id];
    Result written;
    bool found = false;
    if (const RecordExpr* record = recordOf(id)) {
      for (const RecordItem& one : record->items) {
        if (!one.spread && one.key.text != name) continue;
        Result value = eval(symbol.module, one.value);
        if (!one.spread) {
          written = std::move(value);
          found = true;
          continue;
        }
        if (!value.known()) return value;  // it may contain anything
        if (const Constant* field = value.value()->field(name)) {
          written = *field;
          found = true;
        }
      }
    }
    if (found) return written;
    if (!symbol.type || type(symbol.type).kind != TypeKind::Record) return {};
    if (is(name, vocabulary::ResourceField::Name)) return Constant(defaultName(program_, id));
    return defaultOf(symbol.type, name);
  }

  const Program& program_;
  std::unordered_map<uint32_t, Result> values_;
  size_t spent_ = 0;
  int depth_ = 0;
  ModuleId failedIn_;
  ExprId failedAt_;
};

}  // namespace

Evaluated evaluate(const Program& program, ModuleId module, ExprId expr) {
  Walk walk(program);
  Result result = walk.eval(module, expr);
  return walk.finish(std::move(result));
}

std::optional<Constant> constantOf(const Program& program, ModuleId module, ExprId expr) {
  return Walk(program).eval(module, expr).take();
}

Operator evalOperator(BinaryOp op) {
  switch (op) {
    case BinaryOp::Or: return Operator::Or;
    case BinaryOp::And: return Operator::And;
    case BinaryOp::Equal: return Operator::Equal;
    case BinaryOp::NotEqual: return Operator::NotEqual;
    case BinaryOp::Less: return Operator::Less;
    case BinaryOp::LessEqual: return Operator::LessEqual;
    case BinaryOp::Greater: return Operator::Greater;
    case BinaryOp::GreaterEqual: return Operator::GreaterEqual;
    case BinaryOp::In: return Operator::In;
    case BinaryOp::Add: return Operator::Add;
    case BinaryOp::Subtract: return Operator::Subtract;
    case BinaryOp::Multiply: return Operator::Multiply;
    case BinaryOp::Divide: return Operator::Divide;
    case BinaryOp::Remainder: return Operator::Remainder;
  }
  return Operator::Equal;
}

ir::eval::NumberPlace numberPlace(const TypeStore& types, TypeId expected) {
  ir::eval::NumberPlace place;
  const auto add = [&](TypeId id) {
    if (!id) return;
    const TypeKind kind = types[id].kind;
    place.integer |= kind == TypeKind::Int;
    place.real |= kind == TypeKind::Float;
    place.quantity |= kind == TypeKind::Quantity;
  };
  expected = bare(types, expected);
  add(expected);
  if (expected && types[expected].kind == TypeKind::Union) {
    for (const TypeId member : types[expected].members) add(bare(types, member));
  }
  return place;
}

std::string defaultName(const Program& program, SymbolId resource) {
  const Symbol& symbol = program.symbols[resource];
  // Azure DevOps uses names unchanged.
  const auto kind = symbol.type ? program.types[symbol.type].resource : std::nullopt;
  const bool verbatim = kind && moduleOf(*kind) == vocabulary::Module::AzureDevops;
  return verbatim ? std::string(symbol.name) : support::toKebab(symbol.name);
}

void reportFailure(diag::Engine& diags, const Error& error, source::Span span, std::string_view operation) {
  switch (error.failure) {
    case Failure::Overflow: diags.report(span, diag::arithmeticOverflow, operation); return;
    case Failure::DivisionByZero: diags.report(span, diag::divisionByZero, operation); return;
    case Failure::OutOfRange: diags.report(span, diag::noSuchItem, error.index, error.size); return;
    case Failure::TooLarge: diags.report(span, diag::expansionTooLarge, kMostMebibytes); return;
    case Failure::MissingField:
    case Failure::WrongType:
    case Failure::BadFormat: break;
  }
  diags.report(span, diag::internalError, diag::Phrase("an expression that has no value"));
}

}  // namespace mlpc::sema
