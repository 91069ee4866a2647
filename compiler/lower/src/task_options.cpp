#include "task_options.h"

#include <algorithm>

#include "evaluator.h"
#include "mlpc/diag/internal.h"

namespace mlpc::lower {

using ir::Value;

namespace {

/// Writes settings into options, each replacing the value from `defaults`.
class OptionsWriter {
 public:
  OptionsWriter(Lowering& lowering, ir::TaskOptions& options) : lowering_(lowering), o_(options) {}

  void set(ir::Field field) {
    origin(field);
    const std::string& key = field.key;
    Value& value = field.value;
    if (key == "name")
      one(o_.name, value);
    else if (key == "display_name")
      one(o_.displayName, value);
    else if (key == "after")
      after(value);
    else if (key == "always_run")
      flag(o_.alwaysRun, value);
    else if (key == "cache")
      flag(o_.cache, value);
    else if (key == "cache_key")
      one(o_.cacheKey, value);
    else if (key == "timeout")
      duration(o_.timeout, value);
    else if (key == "retry")
      retry(value);
    else if (key == "image")
      one(o_.image, value);
    else if (key == "env")
      fields(o_.env, value);
    else if (key == "resources")
      resources(value);
    else if (key == "accelerator")
      accelerator(value);
    else if (key == "volumes")
      fields(o_.volumes, value);
    else if (key == "node_selector")
      one(o_.nodeSelector, value);
    else if (key == "tolerations")
      one(o_.tolerations, value);
    else if (key == "node_affinity")
      one(o_.nodeAffinity, value);
    else if (key == "labels")
      fields(o_.labels, value);
    else if (key == "annotations")
      fields(o_.annotations, value);
    else if (key == "image_pull_secrets")
      list(o_.imagePullSecrets, value);
    else if (key == "image_pull_policy")
      one(o_.imagePullPolicy, value);
    else if (key == "security_context")
      one(o_.securityContext, value);
    else if (key == "init_containers")
      list(o_.initContainers, value);
  }

 private:
  void origin(const ir::Field& field) {
    const auto known =
        std::find_if(o_.origins.begin(), o_.origins.end(), [&](const auto& one) { return one.name == field.key; });
    if (known == o_.origins.end())
      o_.origins.push_back({field.key, field.keyOrigin, field.value.origin});
    else
      *known = {field.key, field.keyOrigin, field.value.origin};
  }
  void tooLate(const Value& value) {
    lowering_.diags.report(value.origin, diag::internalError, diag::Phrase("a value that is not known when compiling"));
  }

  static void one(ir::OptionalValue& into, Value& value) {
    into.reset();
    if (!isNull(value)) into = std::move(value);
  }
  void flag(bool& into, const Value& value) {
    if (const bool* known = knownBool(value))
      into = *known;
    else if (!isNull(value))
      tooLate(value);
  }
  void duration(std::optional<support::Duration>& into, const Value& value) {
    into.reset();
    if (isNull(value)) return;
    const auto* known = value.scalar() == nullptr ? nullptr : value.scalar()->as<support::Duration>();
    if (known != nullptr)
      into = *known;
    else
      tooLate(value);
  }
  void fields(std::vector<ir::Field>& into, Value& value) {
    into.clear();
    if (auto* record = value.as<ir::RecordValue>())
      into = std::move(record->fields);
    else if (!isNull(value))
      tooLate(value);
  }
  void list(std::vector<Value>& into, Value& value) {
    into.clear();
    if (auto* items = value.as<ir::ListValue>())
      into = std::move(items->items);
    else if (!isNull(value))
      tooLate(value);
  }

  void after(const Value& value) {
    o_.after.clear();
    const auto* items = value.as<ir::ListValue>();
    if (items == nullptr) return;
    for (const Value& item : items->items) {
      if (const auto* node = item.as<ir::NodeRef>()) o_.after.push_back(*node);
    }
  }

  void resources(Value& value) {
    o_.requests.clear();
    o_.limits.clear();
    auto* record = value.as<ir::RecordValue>();
    if (record == nullptr) {
      if (!isNull(value)) tooLate(value);
      return;
    }
    for (ir::Field& part : record->fields) fields(part.key == "requests" ? o_.requests : o_.limits, part.value);
  }

  void accelerator(Value& value) {
    o_.acceleratorType.reset();
    o_.acceleratorCount.reset();
    auto* record = value.as<ir::RecordValue>();
    if (record == nullptr) {
      if (!isNull(value)) tooLate(value);
      return;
    }
    for (ir::Field& part : record->fields)
      one(part.key == "type" ? o_.acceleratorType : o_.acceleratorCount, part.value);
  }

  void retry(const Value& value) {
    o_.retry.reset();
    if (isNull(value)) return;
    const auto constant = value.constant();
    if (!constant || constant->as<support::Constant::Record>() == nullptr) return tooLate(value);
    ir::Retry& retry = o_.retry.emplace();
    if (const auto* max = constant->field("max"); max != nullptr && max->as<int64_t>() != nullptr)
      retry.max = *max->as<int64_t>();
    const auto span = [&](std::string_view name, support::Duration& into) {
      const auto* given = constant->field(name);
      if (given != nullptr && given->as<support::Duration>() != nullptr) into = *given->as<support::Duration>();
    };
    span("backoff", retry.backoff);
    span("cap", retry.cap);
    if (const auto* factor = constant->field("factor")) {
      if (const auto* d = factor->as<double>()) retry.factor = *d;
      if (const auto* i = factor->as<int64_t>()) retry.factor = static_cast<double>(*i);
    }
  }

  Lowering& lowering_;
  ir::TaskOptions& o_;
};

}  // namespace

ir::SharedOptions taskOptions(Lowering& lowering, std::vector<ir::Field> settings, const ir::TaskOptions& base) {
  auto options = std::make_shared<ir::TaskOptions>(base);
  OptionsWriter writer(lowering, *options);
  for (ir::Field& field : settings) writer.set(std::move(field));
  return options;
}

}  // namespace mlpc::lower
