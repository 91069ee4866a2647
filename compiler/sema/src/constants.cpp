#include "mlpc/sema/constants.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "mlpc/support/text.h"

namespace mlpc::sema {

using namespace syntax;
using support::Constant;
using support::Duration;
using support::Quantity;

namespace {

using Value = std::optional<Constant>;

/// One computation. Values of consts are kept, since a chain of consts that each name the one before twice would
/// otherwise double the work with every link; the size of what is made is capped for the same reason.
class Evaluator {
 public:
  Evaluator(const Program& program, const KnownSymbols& known) : program_(program), known_(known) {}

  Value eval(ModuleId module, ExprId id) {
    if (!id || ++depth_ > kMaxDepth) {
      if (id) --depth_;
      return std::nullopt;
    }
    Value result = evalNode(module, id);
    --depth_;
    if (!result) return result;
    // An int where a float is wanted is one.
    if (const auto* i = result->as<int64_t>()) {
      if (wantsFloat(program_.info(module, id))) return Constant(static_cast<double>(*i));
    }
    return result;
  }

 private:
  static constexpr int kMaxDepth = 2000;
  static constexpr size_t kMaxSize = size_t{16} << 20;

  struct Place {
    ModuleId module;
    ExprId expr;
  };

  [[nodiscard]] const Expr& expr(ModuleId module, ExprId id) const { return program_.module(module).tree->exprs[id]; }
  [[nodiscard]] const Type& type(TypeId id) const { return program_.types[id]; }

  [[nodiscard]] TypeId strip(TypeId id) const {
    while (id && (type(id).kind == TypeKind::Optional || type(id).kind == TypeKind::Runtime)) id = type(id).element;
    return id;
  }

  [[nodiscard]] bool wantsFloat(const ExprInfo& info) const {
    const TypeId wanted = strip(info.expected);
    return wanted && type(wanted).kind == TypeKind::Float;
  }

  [[nodiscard]] bool spend(size_t size) {
    spent_ += size;
    return spent_ <= kMaxSize;
  }

  static size_t sizeOf(const Constant& value) {
    if (const auto* text = value.as<std::string>()) return text->size() + 16;
    size_t size = 16;
    if (const auto* list = value.as<Constant::List>()) {
      for (const auto& one : *list) size += sizeOf(one);
    } else if (const auto* record = value.as<Constant::Record>()) {
      for (const auto& one : *record) size += one.name.size() + sizeOf(one.value);
    }
    return size;
  }

  Value evalNode(ModuleId module, ExprId id) {
    const Expr& e = expr(module, id);
    return std::visit(support::Overload{
                          [&](const ErrorExpr&) { return Value(); },
                          [&](const NameExpr&) { return evalUse(module, id); },
                          [&](const MemberExpr& n) {
                            if (std::holds_alternative<FieldUse>(program_.info(module, id).use))
                              return evalField(module, n.base, n.member.text);
                            return evalUse(module, id);
                          },
                          [&](const IndexExpr& n) { return evalIndex(module, id, n); },
                          [&](const CallExpr& n) {
                            // Of constants only a number that no literal is written for: `cast[float]("NaN")`.
                            const bool cast = n.arguments.size() == 1 && program_.info(module, id).use.index() == 0;
                            return cast ? namedNumber(eval(module, n.arguments.front().value)) : Value();
                          },
                          [&](const VersionExpr&) { return Value(); },
                          [&](const UnaryExpr& n) { return evalUnary(module, n); },
                          [&](const BinaryExpr& n) { return evalBinary(module, n); },
                          [&](const ChainExpr& n) { return evalChain(module, n); },
                          [&](const ConditionalExpr& n) {
                            const Value condition = eval(module, n.condition);
                            const auto* yes = condition ? condition->as<bool>() : nullptr;
                            return yes == nullptr ? Value() : eval(module, *yes ? n.then : n.otherwise);
                          },
                          [&](const ListExpr& n) { return evalList(module, n); },
                          [&](const RecordExpr& n) { return evalRecord(module, n); },
                          [&](const StringExpr& n) { return evalText(module, n.parts); },
                          [&](const FenceExpr& n) { return evalText(module, n.parts); },
                          [&](const NumberExpr& n) { return evalNumber(module, id, n); },
                          [&](const BoolExpr& n) { return Value(Constant(n.value)); },
                          [&](const NullExpr&) { return Value(Constant()); },
                      },
                      e.node);
  }

  Value evalNumber(ModuleId module, ExprId id, const NumberExpr& number) {
    const TypeId own = program_.info(module, id).type;
    const TypeKind kind = own ? type(own).kind : TypeKind::Error;
    if (kind == TypeKind::Quantity) {
      if (auto q = Quantity::parse(number.text)) return Constant(*q);
      return {};
    }
    if (kind == TypeKind::Duration) {
      if (auto d = Duration::parse(number.text)) return Constant(*d);
      return {};
    }
    if (number.kind == NumberKind::Unit) return {};
    if (number.kind == NumberKind::Float) {
      double value = 0;
      const char* end = number.text.data() + number.text.size();
      if (std::from_chars(number.text.data(), end, value).ec != std::errc() || !std::isfinite(value)) return {};
      return Constant(value);
    }
    int64_t value = 0;
    const char* end = number.text.data() + number.text.size();
    const auto [stop, problem] = std::from_chars(number.text.data(), end, value);
    if (problem != std::errc() || stop != end) return {};
    return Constant(value);
  }

  Value evalText(ModuleId module, const std::vector<StringPart>& parts) {
    std::string out;
    for (const StringPart& part : parts) {
      if (const auto* text = std::get_if<TextPart>(&part)) {
        out += text->text;
        continue;
      }
      const Value value = eval(module, std::get<PlaceholderPart>(part).value);
      if (!value) return {};
      out += value->toText();
      if (out.size() > kMaxSize) return {};
    }
    if (!spend(out.size())) return {};
    return Constant(std::move(out));
  }

  Value evalList(ModuleId module, const ListExpr& list) {
    Constant::List out;
    for (const ListItem& item : list.items) {
      Value value = eval(module, item.value);
      if (!value) return {};
      if (!spend(sizeOf(*value))) return {};
      if (!item.spread) {
        out.push_back(std::move(*value));
        continue;
      }
      const auto* inner = value->as<Constant::List>();
      if (inner == nullptr) return {};
      out.insert(out.end(), inner->begin(), inner->end());
    }
    return Constant(std::move(out));
  }

  Value evalRecord(ModuleId module, const RecordExpr& record) {
    Constant::Record out;
    std::unordered_map<std::string, size_t> index;
    auto add = [&](std::string name, Constant value) {
      const auto [known, isNew] = index.emplace(name, out.size());
      if (isNew) {
        out.push_back({std::move(name), std::move(value)});
      } else {
        out[known->second].value = std::move(value);
      }
    };
    for (const RecordItem& item : record.items) {
      Value value = eval(module, item.value);
      if (!value) return {};
      if (!spend(sizeOf(*value))) return {};
      if (!item.spread) {
        add(std::string(item.key.text), std::move(*value));
        continue;
      }
      const auto* inner = value->as<Constant::Record>();
      if (inner == nullptr) return {};
      for (const auto& field : *inner) add(field.name, field.value);
    }
    return Constant(std::move(out));
  }

  Value evalIndex(ModuleId module, ExprId id, const IndexExpr& index) {
    const ExprInfo& info = program_.info(module, id);
    if (std::holds_alternative<AttributeUse>(info.use)) return evalUse(module, id);
    if (!std::holds_alternative<FieldUse>(info.use) && !std::holds_alternative<std::monostate>(info.use)) return {};
    const Value base = eval(module, index.base);
    const Value at = eval(module, index.index);
    if (!base || !at) return {};
    if (const auto* key = at->as<std::string>()) {
      const Constant* found = base->field(*key);
      return found != nullptr ? Value(*found) : Value();
    }
    const auto* list = base->as<Constant::List>();
    const auto* position = at->as<int64_t>();
    if (list == nullptr || position == nullptr || *position < 0 || static_cast<size_t>(*position) >= list->size())
      return {};
    return (*list)[static_cast<size_t>(*position)];
  }

  Value evalField(ModuleId module, ExprId base, std::string_view field) {
    if (const SymbolId resource = resourceOf(module, base)) return attribute(resource, field);
    const Value value = eval(module, base);
    if (!value) return {};
    if (const Constant* found = value->field(field)) return *found;
    // A default of the record's type.
    const TypeId own = strip(program_.info(module, base).type);
    if (own && value->as<Constant::Record>() != nullptr) return defaultOf(own, field);
    return {};
  }

  Value defaultOf(TypeId record, std::string_view name) {
    for (const Field& field : type(record).fields) {
      if (field.name != name) continue;
      if (field.defaultValue) return eval(field.defaultModule, field.defaultValue);
      if (field.optional && !field.attribute) return Constant();
    }
    return {};
  }

  /// The declared resource that an expression comes down to.
  SymbolId resourceOf(ModuleId module, ExprId id) {
    if (!id || depth_ > kMaxDepth) return {};
    ++depth_;
    const SymbolId result = findResource(module, id);
    --depth_;
    return result;
  }

  SymbolId findResource(ModuleId module, ExprId id) {
    const ExprInfo& info = program_.info(module, id);
    if (const auto* use = std::get_if<SymbolUse>(&info.use)) {
      const Symbol& symbol = program_.symbols[use->symbol];
      if (symbol.kind == SymbolKind::Existing || symbol.kind == SymbolKind::Resource) return use->symbol;
      const Place value = valueOf(use->symbol);
      return value.expr ? resourceOf(value.module, value.expr) : SymbolId();
    }
    if (const auto* use = std::get_if<AttributeUse>(&info.use)) {
      const ModuleId owner = program_.symbols[use->symbol].module;
      const ExprId value = item(owner, recordOf(use->symbol), use->attribute);
      return value ? resourceOf(owner, value) : SymbolId();
    }
    if (const auto* choice = std::get_if<ConditionalExpr>(&expr(module, id).node)) {
      const Value condition = eval(module, choice->condition);
      const auto* yes = condition ? condition->as<bool>() : nullptr;
      return yes == nullptr ? SymbolId() : resourceOf(module, *yes ? choice->then : choice->otherwise);
    }
    if (std::holds_alternative<FieldUse>(info.use)) {
      const auto* member = std::get_if<MemberExpr>(&expr(module, id).node);
      const SymbolId base = member != nullptr ? resourceOf(module, member->base) : SymbolId();
      if (!base) return {};
      const ModuleId owner = program_.symbols[base].module;
      const ExprId value = item(owner, recordOf(base), member->member.text);
      return value ? resourceOf(owner, value) : SymbolId();
    }
    return {};
  }

  [[nodiscard]] ExprId recordOf(SymbolId id) const {
    const Symbol& symbol = program_.symbols[id];
    if (!symbol.decl) return {};
    const DeclNode& node = program_.module(symbol.module).tree->decls[symbol.decl].node;
    if (const auto* existing = std::get_if<ExistingDecl>(&node)) return existing->record;
    if (const auto* resource = std::get_if<ResourceDecl>(&node)) return resource->record;
    return {};
  }

  [[nodiscard]] ExprId item(ModuleId module, ExprId record, std::string_view name) const {
    const auto* node = record ? std::get_if<RecordExpr>(&expr(module, record).node) : nullptr;
    if (node == nullptr) return {};
    for (const RecordItem& one : node->items) {
      if (!one.spread && one.key.text == name) return one.value;
    }
    return {};
  }

  Value attribute(SymbolId id, std::string_view name) {
    const Symbol& symbol = program_.symbols[id];
    const ExprId record = recordOf(id);
    if (const ExprId value = item(symbol.module, record, name)) return eval(symbol.module, value);
    if (record) {
      for (const RecordItem& one : std::get<RecordExpr>(expr(symbol.module, record).node).items) {
        if (!one.spread) continue;
        const Value spread = eval(symbol.module, one.value);
        if (!spread) return {};
        if (const Constant* found = spread->field(name)) return *found;
      }
    }
    if (!symbol.type || type(symbol.type).kind != TypeKind::Record) return {};
    if (name == "name") return Constant(support::toKebab(symbol.name));
    return defaultOf(symbol.type, name);
  }

  /// The expression that a const or a let stands for.
  [[nodiscard]] Place valueOf(SymbolId id) const {
    const Symbol& symbol = program_.symbols[id];
    if (symbol.kind == SymbolKind::Const && symbol.decl) {
      const auto* node = std::get_if<ConstDecl>(&program_.module(symbol.module).tree->decls[symbol.decl].node);
      if (node != nullptr) return {symbol.module, node->value};
    }
    if (symbol.kind == SymbolKind::Let && symbol.stmt) {
      const auto* let = std::get_if<LetStmt>(&program_.module(symbol.module).tree->stmts[symbol.stmt].node);
      if (let != nullptr && let->value) return {symbol.module, let->value};
    }
    return {};
  }

  Value evalUse(ModuleId module, ExprId id) {
    const ExprInfo& info = program_.info(module, id);
    if (const auto* use = std::get_if<AttributeUse>(&info.use)) return attribute(use->symbol, use->attribute);
    const auto* use = std::get_if<SymbolUse>(&info.use);
    if (use == nullptr) return {};
    if (known_) {
      if (Value known = known_(use->symbol)) return known;
    }
    const auto cached = values_.find(use->symbol.index());
    if (cached != values_.end()) return cached->second;
    values_[use->symbol.index()] = std::nullopt;  // until it is known, so that a cycle ends
    const Place value = valueOf(use->symbol);
    Value result = value.expr ? eval(value.module, value.expr) : Value();
    values_[use->symbol.index()] = result;
    return result;
  }

  Value evalUnary(ModuleId module, const UnaryExpr& unary) {
    if (unary.op == UnaryOp::Negate) {
      // The smallest integer has no positive counterpart.
      const auto* number = std::get_if<NumberExpr>(&expr(module, unary.operand).node);
      if (number != nullptr && number->text == "9223372036854775808")
        return Constant(std::numeric_limits<int64_t>::min());
    }
    const Value value = eval(module, unary.operand);
    if (!value) return {};
    if (unary.op == UnaryOp::Not) {
      const auto* b = value->as<bool>();
      return b == nullptr ? Value() : Value(Constant(!*b));
    }
    if (const auto* i = value->as<int64_t>()) {
      int64_t result = 0;
      return __builtin_sub_overflow(int64_t{0}, *i, &result) ? Value() : Value(Constant(result));
    }
    if (const auto* d = value->as<double>()) return Constant(-*d);
    return {};
  }

  static Value namedNumber(const Value& value) {
    const std::string* name = value ? value->as<std::string>() : nullptr;
    if (name == nullptr) return {};
    if (*name == "NaN") return Constant(std::numeric_limits<double>::quiet_NaN());
    if (*name != "Infinity" && *name != "-Infinity") return {};
    const double infinity = std::numeric_limits<double>::infinity();
    return Constant(*name == "Infinity" ? infinity : -infinity);
  }

  static std::optional<double> number(const Constant& value) {
    if (const auto* i = value.as<int64_t>()) return static_cast<double>(*i);
    if (const auto* d = value.as<double>()) return *d;
    return std::nullopt;
  }

  static std::optional<bool> compare(BinaryOp op, const Constant& a, const Constant& b) {
    if (op == BinaryOp::Equal) return a == b;
    if (op == BinaryOp::NotEqual) return !(a == b);
    int order = 0;
    const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
    const auto* ai = a.as<int64_t>();
    const auto* bi = b.as<int64_t>();
    if (ai != nullptr && bi != nullptr) {
      order = sign(*ai, *bi);
    } else if (number(a) && number(b)) {
      order = sign(*number(a), *number(b));
    } else if (a.as<std::string>() != nullptr && b.as<std::string>() != nullptr) {
      order = sign(*a.as<std::string>(), *b.as<std::string>());
    } else if (a.as<Duration>() != nullptr && b.as<Duration>() != nullptr) {
      order = sign(*a.as<Duration>(), *b.as<Duration>());
    } else if (a.as<Quantity>() != nullptr && b.as<Quantity>() != nullptr) {
      order = sign(*a.as<Quantity>(), *b.as<Quantity>());
    } else {
      return std::nullopt;
    }
    switch (op) {
      case BinaryOp::Less: return order < 0;
      case BinaryOp::LessEqual: return order <= 0;
      case BinaryOp::Greater: return order > 0;
      case BinaryOp::GreaterEqual: return order >= 0;
      default: return std::nullopt;
    }
  }

  static Value arithmetic(BinaryOp op, const Constant& a, const Constant& b) {
    const auto* ai = a.as<int64_t>();
    const auto* bi = b.as<int64_t>();
    if (ai != nullptr && bi != nullptr) {
      int64_t result = 0;
      switch (op) {
        case BinaryOp::Add: return __builtin_add_overflow(*ai, *bi, &result) ? Value() : Value(Constant(result));
        case BinaryOp::Subtract: return __builtin_sub_overflow(*ai, *bi, &result) ? Value() : Value(Constant(result));
        case BinaryOp::Multiply: return __builtin_mul_overflow(*ai, *bi, &result) ? Value() : Value(Constant(result));
        default: break;
      }
      if (*bi == 0 || (*bi == -1 && *ai == std::numeric_limits<int64_t>::min())) return {};
      return Constant(op == BinaryOp::Divide ? *ai / *bi : *ai % *bi);
    }
    const auto x = number(a);
    const auto y = number(b);
    if (!x || !y) return {};
    double result = 0;
    switch (op) {
      case BinaryOp::Add: result = *x + *y; break;
      case BinaryOp::Subtract: result = *x - *y; break;
      case BinaryOp::Multiply: result = *x * *y; break;
      case BinaryOp::Divide: result = *x / *y; break;
      default: return {};
    }
    return std::isfinite(result) ? Value(Constant(result)) : Value();
  }

  Value evalBinary(ModuleId module, const BinaryExpr& binary) {
    const Value left = eval(module, binary.left);
    if (!left) return {};
    if (binary.op == BinaryOp::And || binary.op == BinaryOp::Or) {
      const auto* l = left->as<bool>();
      if (l == nullptr) return {};
      if (*l == (binary.op == BinaryOp::Or)) return Constant(*l);
      const Value right = eval(module, binary.right);
      return right && right->as<bool>() != nullptr ? right : Value();
    }
    const Value right = eval(module, binary.right);
    if (!right) return {};
    switch (binary.op) {
      case BinaryOp::Equal:
      case BinaryOp::NotEqual:
      case BinaryOp::Less:
      case BinaryOp::LessEqual:
      case BinaryOp::Greater:
      case BinaryOp::GreaterEqual: {
        const auto result = compare(binary.op, *left, *right);
        return result ? Value(Constant(*result)) : Value();
      }
      case BinaryOp::In: {
        const auto* list = right->as<Constant::List>();
        if (list == nullptr) return {};
        for (const auto& one : *list) {
          if (one == *left) return Constant(true);
        }
        return Constant(false);
      }
      default: return arithmetic(binary.op, *left, *right);
    }
  }

  Value evalChain(ModuleId module, const ChainExpr& chain) {
    Value left = eval(module, chain.operands[0]);
    bool holds = true;
    for (size_t i = 0; i < chain.ops.size(); ++i) {
      Value right = eval(module, chain.operands[i + 1]);
      if (!left || !right) return {};
      const auto result = compare(chain.ops[i], *left, *right);
      if (!result) return {};
      holds = holds && *result;
      left = std::move(right);
    }
    return Constant(holds);
  }

  const Program& program_;
  const KnownSymbols& known_;
  std::unordered_map<uint32_t, Value> values_;
  size_t spent_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<Constant> constantOf(const Program& program, ModuleId module, ExprId expr, const KnownSymbols& known) {
  return Evaluator(program, known).eval(module, expr);
}

}  // namespace mlpc::sema
