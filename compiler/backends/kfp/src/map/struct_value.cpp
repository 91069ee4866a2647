#include "map/struct_value.h"

#include <cmath>

#include "mlpc/support/id.h"

namespace mlpc::backends::kfp {

using support::Constant;
using support::Overload;

namespace {

template <typename Number>
emit::Node dataValue(const Constant& constant, Number&& number) {
  return std::visit(Overload{
                        [](std::monostate) { return emit::Node(); },
                        [](bool value) { return emit::Node(value); },
                        [&](int64_t value) { return number(value); },
                        // JSON has no such number; protobuf writes its name.
                        [](double value) {
                          if (std::isfinite(value)) return emit::Node(value);
                          return emit::Node(std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
                        },
                        [](const std::string& value) { return emit::Node(value); },
                        [](const support::Quantity& value) { return emit::Node(value.text()); },
                        [](const support::Duration& value) { return emit::Node(value.text()); },
                        [&](const Constant::List& list) {
                          emit::Node::Sequence items;
                          items.reserve(list.size());
                          for (const Constant& item : list) items.push_back(dataValue(item, number));
                          return emit::Node::sequence(std::move(items));
                        },
                        [&](const Constant::Record& record) {
                          emit::Node::Mapping entries;
                          entries.reserve(record.size());
                          for (const auto& field : record) {
                            entries.push_back({field.name, dataValue(field.value, number)});
                          }
                          return emit::Node::mapping(std::move(entries));
                        },
                    },
                    constant.storage());
}

}  // namespace

emit::Node structValue(const Constant& constant) {
  return dataValue(constant, [](int64_t value) { return emit::Node(static_cast<double>(value)); });
}

emit::Node plainValue(const Constant& constant) {
  return dataValue(constant, [](int64_t value) { return emit::Node(value); });
}

std::string_view parameterTypeName(ir::ParameterKind kind) {
  switch (kind) {
    case ir::ParameterKind::String: return "STRING";
    case ir::ParameterKind::Int: return "NUMBER_INTEGER";
    case ir::ParameterKind::Float: return "NUMBER_DOUBLE";
    case ir::ParameterKind::Bool: return "BOOLEAN";
    case ir::ParameterKind::List: return "LIST";
    case ir::ParameterKind::Map: return "STRUCT";
    case ir::ParameterKind::TaskConfig: return "TASK_CONFIG";
    case ir::ParameterKind::FinalStatus: return "TASK_FINAL_STATUS";
  }
  return "STRING";
}

}  // namespace mlpc::backends::kfp
