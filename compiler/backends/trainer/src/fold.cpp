#include "fold.h"

#include <algorithm>
#include <compare>

namespace mlpc::backends::trainer {

namespace {

using ir::Operator;
using support::Constant;

std::partial_ordering order(const Constant& a, const Constant& b) {
  const auto number = [](const Constant& c) -> std::optional<double> {
    if (const auto* i = c.as<int64_t>()) return static_cast<double>(*i);
    if (const auto* d = c.as<double>()) return *d;
    return std::nullopt;
  };
  if (const auto x = number(a), y = number(b); x && y) return *x <=> *y;
  if (const auto* x = a.as<std::string>(), *y = b.as<std::string>(); x != nullptr && y != nullptr) return *x <=> *y;
  if (a == b) return std::partial_ordering::equivalent;
  return std::partial_ordering::unordered;
}

std::optional<bool> compare(Operator op, const Constant& a, const Constant& b) {
  const auto result = order(a, b);
  switch (op) {
    case Operator::Equal: return result == std::partial_ordering::equivalent;
    case Operator::NotEqual: return result != std::partial_ordering::equivalent;
    case Operator::Less: return result < 0;
    case Operator::LessEqual: return result <= 0;
    case Operator::Greater: return result > 0;
    case Operator::GreaterEqual: return result >= 0;
    case Operator::In:
      if (const auto* list = b.as<Constant::List>()) return std::find(list->begin(), list->end(), a) != list->end();
      return std::nullopt;
    default: return std::nullopt;
  }
}

/// A bool of the constant `value`, if it is one.
std::optional<bool> truth(const ir::Value& value) {
  const Constant* constant = value.scalar();
  const bool* result = constant == nullptr ? nullptr : constant->as<bool>();
  return result == nullptr ? std::nullopt : std::optional(*result);
}

class Folder {
 public:
  explicit Folder(const std::vector<ir::Port>& inputs) : inputs_(inputs) {}

  ir::Value fold(const ir::Value& value) const {
    ir::Value out = value;
    std::visit(support::Overload{
                   [&](const ir::InputRef& ref) { foldInput(ref, out); },
                   [&](const ir::Interpolation& text) { foldText(text, out); },
                   [&](const ir::Operation& operation) { foldOperation(operation, out); },
                   [&](const ir::FieldRef& ref) { foldField(ref, out); },
                   [&](const ir::ListValue& list) {
                     ir::ListValue folded;
                     for (const ir::Value& item : list.items) folded.items.push_back(fold(item));
                     out.node = std::move(folded);
                   },
                   [&](const ir::RecordValue& record) { out.node = fold(record); },
                   [&](const ir::Call& call) {
                     ir::Call folded = call;
                     for (ir::Field& argument : folded.arguments) argument.value = fold(argument.value);
                     out.node = std::move(folded);
                   },
                   [](const auto&) {},
               },
               value.node);
    return out;
  }

  ir::RecordValue fold(const ir::RecordValue& record) const {
    ir::RecordValue out;
    for (const ir::Field& field : record.fields) {
      ir::Value value = fold(field.value);
      if (value.scalar() != nullptr && value.scalar()->isNull()) continue;
      out.fields.push_back({field.key, field.keyOrigin, std::move(value)});
    }
    return out;
  }

 private:
  void foldInput(const ir::InputRef& ref, ir::Value& out) const {
    const auto port =
        std::find_if(inputs_.begin(), inputs_.end(), [&](const ir::Port& p) { return p.name == ref.name; });
    if (port == inputs_.end()) return;
    if (port->defaultValue) {
      out = ir::Value::of(*port->defaultValue, out.origin);
    } else if (port->optional) {
      out = ir::Value::of(Constant(), out.origin);
    }
  }

  void foldText(const ir::Interpolation& text, ir::Value& out) const {
    ir::Interpolation folded;
    std::string whole;
    bool constant = true;
    for (const ir::Value& part : text.parts) {
      folded.parts.push_back(fold(part));
      if (const auto known = folded.parts.back().constant()) {
        whole += known->toText();
      } else {
        constant = false;
      }
    }
    if (constant) {
      out.node = Constant(std::move(whole));
    } else {
      out.node = std::move(folded);
    }
  }

  void foldField(const ir::FieldRef& ref, ir::Value& out) const {
    if (ref.base.size() != 1) return;
    const ir::Value base = fold(ref.base.front());
    if (const ir::Value* field = base.field(ref.field)) {
      const ir::Value found = *field;
      out.node = found.node;
    }
  }

  void foldOperation(const ir::Operation& operation, ir::Value& out) const {
    ir::Operation folded{operation.op, {}};
    for (const ir::Value& operand : operation.operands) folded.operands.push_back(fold(operand));
    const auto& operands = folded.operands;
    std::optional<bool> result;
    switch (operation.op) {
      case Operator::Not:
        if (const auto value = truth(operands[0])) result = !*value;
        break;
      case Operator::And:
      case Operator::Or: {
        const bool decisive = operation.op == Operator::Or;
        const auto is = [&](bool wanted) {
          return [wanted](const ir::Value& v) { return truth(v) == std::optional(wanted); };
        };
        if (std::any_of(operands.begin(), operands.end(), is(decisive))) result = decisive;
        if (std::all_of(operands.begin(), operands.end(), is(!decisive))) result = !decisive;
        break;
      }
      case Operator::Conditional:
        if (const auto value = truth(operands[0])) {
          const ir::Value chosen = operands[*value ? 1 : 2];
          out.node = chosen.node;
          return;
        }
        break;
      default: {
        const auto a = operands[0].constant();
        const auto b = operands[1].constant();
        if (a && b) result = compare(operation.op, *a, *b);
      }
    }
    if (result) {
      out.node = Constant(*result);
    } else {
      out.node = std::move(folded);
    }
  }

  const std::vector<ir::Port>& inputs_;
};

}  // namespace

ir::Value applyDefaults(const ir::Value& value, const std::vector<ir::Port>& inputs) {
  return Folder(inputs).fold(value);
}

ir::RecordValue applyDefaults(const ir::RecordValue& record, const std::vector<ir::Port>& inputs) {
  return Folder(inputs).fold(record);
}

}  // namespace mlpc::backends::trainer
