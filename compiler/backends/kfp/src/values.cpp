#include "values.h"

#include <cmath>

#include "mlpc/support/id.h"

namespace mlpc::backends::kfp {

using support::Constant;
using support::Overload;

namespace {

/// Beyond this, whole numbers are no longer exact as doubles.
constexpr int64_t kLargestExact = int64_t{1} << 53;

bool usesItem(const ir::Value& value, ir::NodeId loop) {
  bool found = false;
  ir::forEach(value, [&](const ir::Value& part) {
    const auto* item = part.as<ir::ItemRef>();
    found = found || (item != nullptr && item->loop == loop);
  });
  return found;
}

bool usesItem(const ir::Pipeline& pipeline, const ir::Task& task, ir::NodeId loop);

}  // namespace

bool usesItem(const ir::Pipeline& pipeline, const ir::Region& region, ir::NodeId loop) {
  return std::any_of(region.nodes.begin(), region.nodes.end(), [&](ir::NodeId id) {
    return std::visit(
        Overload{
            [&](const ir::Task& task) { return usesItem(pipeline, task, loop); },
            [&](const ir::Conditional& conditional) {
              return std::any_of(conditional.branches.begin(), conditional.branches.end(),
                                 [&](const ir::Branch& branch) {
                                   return (branch.condition && usesItem(*branch.condition, loop)) ||
                                          usesItem(pipeline, branch.body, loop);
                                 });
            },
            [&](const ir::Loop& inner) { return usesItem(inner.items, loop) || usesItem(pipeline, inner.body, loop); },
            [&](const ir::ExitHandler& handler) { return usesItem(pipeline, handler.body, loop); },
        },
        pipeline.nodes[id].what);
  });
}

namespace {

bool usesItem(const ir::Pipeline&, const ir::Task& task, ir::NodeId loop) {
  const auto value = [&](const ir::OptionalValue& v) { return v && usesItem(*v, loop); };
  const auto fields = [&](const std::vector<ir::Field>& list) {
    return std::any_of(list.begin(), list.end(), [&](const ir::Field& field) { return usesItem(field.value, loop); });
  };
  const ir::TaskOptions& options = *task.options;
  if (const auto* importer = std::get_if<ir::Importer>(&task.callee)) {
    if (usesItem(importer->uri, loop) || value(importer->metadata)) return true;
  }
  return std::any_of(task.arguments.begin(), task.arguments.end(),
                     [&](const ir::Argument& argument) { return usesItem(argument.value, loop); }) ||
         value(options.image) || fields(options.env) || fields(options.requests) || fields(options.limits) ||
         value(options.acceleratorType) || value(options.acceleratorCount) || fields(options.volumes) ||
         value(options.nodeSelector) || value(options.tolerations) || value(options.nodeAffinity) ||
         std::any_of(options.imagePullSecrets.begin(), options.imagePullSecrets.end(),
                     [&](const ir::Value& secret) { return usesItem(secret, loop); });
}

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

const int64_t* inexactInteger(const Constant& constant) {
  if (const auto* value = constant.as<int64_t>()) {
    return *value > kLargestExact || *value < -kLargestExact ? value : nullptr;
  }
  if (const auto* list = constant.as<Constant::List>()) {
    for (const Constant& item : *list) {
      if (const int64_t* found = inexactInteger(item)) return found;
    }
  }
  if (const auto* record = constant.as<Constant::Record>()) {
    for (const auto& field : *record) {
      if (const int64_t* found = inexactInteger(field.value)) return found;
    }
  }
  return nullptr;
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
