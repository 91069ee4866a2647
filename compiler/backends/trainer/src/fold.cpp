#include "fold.h"

#include <algorithm>

#include "mlpc/ir/fold.h"

namespace mlpc::backends::trainer {

namespace {

using support::Constant;

class Folder {
 public:
  explicit Folder(const std::vector<ir::Port>& inputs) : inputs_(inputs) {}

  ir::Value fold(const ir::Value& value) const {
    ir::Value out = value;
    std::visit(support::Overload{
                   [&](const ir::InputRef& ref) { foldInput(ref, out); },
                   [&](const ir::Interpolation& text) { out = ir::foldText(folded(text.parts), out.origin); },
                   [&](const ir::Operation& operation) {
                     out = ir::foldOperation(operation.op, folded(operation.operands), out.origin);
                   },
                   [&](const ir::FieldRef& ref) { foldField(ref, out); },
                   [&](const ir::ListValue& list) { out.node = ir::ListValue{folded(list.items)}; },
                   [&](const ir::RecordValue& record) { out.node = fold(record); },
                   [&](const ir::Call& call) {
                     ir::Call changed = call;
                     for (ir::Field& argument : changed.arguments) argument.value = fold(argument.value);
                     out = ir::foldCall(std::move(changed), out.origin);
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

  [[nodiscard]] std::vector<ir::Value> folded(const std::vector<ir::Value>& values) const {
    std::vector<ir::Value> out;
    out.reserve(values.size());
    for (const ir::Value& value : values) out.push_back(fold(value));
    return out;
  }

  void foldField(const ir::FieldRef& ref, ir::Value& out) const {
    if (ref.base.size() != 1) return;
    if (auto field = ir::foldMember(fold(ref.base.front()), ref.field)) out.node = std::move(field->node);
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
