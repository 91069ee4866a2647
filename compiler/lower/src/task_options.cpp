#include "task_options.h"

#include <algorithm>

#include "evaluator.h"
#include "mlpc/diag/internal.h"
#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::lower {

using ir::Value;
using vocabulary::prelude::Accelerator;
using vocabulary::prelude::ImporterInput;
using vocabulary::prelude::Retry;
using vocabulary::prelude::TaskResources;

namespace {

/// Writes settings into options, each replacing the value from `defaults`.
class OptionsWriter {
 public:
  OptionsWriter(Lowering& lowering, ir::TaskOptions& options) : lowering_(lowering), o_(options) {}

  void set(ir::Field field) {
    origin(field);
    const auto given = vocabulary::find<vocabulary::prelude::TaskOptions>(field.key);
    if (!given) return;
    ir::TaskOptions::each([&](vocabulary::prelude::TaskOptions setting, auto member) {
      if (setting == *given) put(o_.*member, field.value);
    });
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

  static void put(ir::OptionalValue& into, Value& value) {
    into.reset();
    if (!isNull(value)) into = std::move(value);
  }
  void put(bool& into, const Value& value) {
    if (const bool* known = knownBool(value))
      into = *known;
    else if (!isNull(value))
      tooLate(value);
  }
  void put(std::optional<support::Duration>& into, const Value& value) {
    into.reset();
    if (isNull(value)) return;
    const auto* known = value.scalar() == nullptr ? nullptr : value.scalar()->as<support::Duration>();
    if (known != nullptr)
      into = *known;
    else
      tooLate(value);
  }
  void put(std::vector<ir::Field>& into, Value& value) {
    into.clear();
    if (auto* record = value.as<ir::RecordValue>())
      into = std::move(record->fields);
    else if (!isNull(value))
      tooLate(value);
  }
  void put(std::vector<Value>& into, Value& value) {
    into.clear();
    if (auto* items = value.as<ir::ListValue>())
      into = std::move(items->items);
    else if (!isNull(value))
      tooLate(value);
  }

  static void put(std::vector<ir::NodeRef>& into, const Value& value) {
    into.clear();
    const auto* items = value.as<ir::ListValue>();
    if (items == nullptr) return;
    for (const Value& item : items->items) {
      if (const auto* node = item.as<ir::NodeRef>()) into.push_back(*node);
    }
  }

  void put(ir::TaskResources& into, Value& value) {
    into = {};
    auto* record = value.as<ir::RecordValue>();
    if (record == nullptr) {
      if (!isNull(value)) tooLate(value);
      return;
    }
    for (ir::Field& part : record->fields)
      put(is(part.key, TaskResources::Requests) ? into.requests : into.limits, part.value);
  }

  void put(ir::Accelerator& into, Value& value) {
    into = {};
    auto* record = value.as<ir::RecordValue>();
    if (record == nullptr) {
      if (!isNull(value)) tooLate(value);
      return;
    }
    for (ir::Field& part : record->fields) put(is(part.key, Accelerator::Type) ? into.type : into.count, part.value);
  }

  void put(support::Boxed<ir::Retry>& into, const Value& value) {
    into.reset();
    if (isNull(value)) return;
    const auto constant = value.constant();
    if (!constant || constant->as<support::Constant::Record>() == nullptr) return tooLate(value);
    ir::Retry& retry = into.emplace();
    if (const auto* max = constant->field(name(Retry::Max)); max != nullptr && max->as<int64_t>() != nullptr)
      retry.max = *max->as<int64_t>();
    const auto span = [&](Retry field, support::Duration& time) {
      const auto* given = constant->field(name(field));
      if (given != nullptr && given->as<support::Duration>() != nullptr) time = *given->as<support::Duration>();
    };
    span(Retry::Backoff, retry.backoff);
    span(Retry::Cap, retry.cap);
    if (const auto* factor = constant->field(name(Retry::Factor))) {
      if (const auto* d = factor->as<double>()) retry.factor = *d;
      if (const auto* i = factor->as<int64_t>()) retry.factor = static_cast<double>(*i);
    }
  }

  Lowering& lowering_;
  ir::TaskOptions& o_;
};

/// Fields of `Passthrough` may be the same two words.
bool isBoth(const Value& mode) {
  return ir::choice<vocabulary::prelude::PassthroughEnv>(&mode) == vocabulary::prelude::PassthroughEnv::Both;
}

}  // namespace

std::vector<ir::PassedSetting> passedSettings(const Value& record) {
  std::vector<ir::PassedSetting> settings;
  for (const ir::Field& field : ir::fields(&record)) {
    const auto setting = vocabulary::find<vocabulary::prelude::Passthrough>(field.key);
    if (setting && field.value.text() != nullptr) settings.push_back({*setting, isBoth(field.value)});
  }
  return settings;
}

ir::SharedOptions taskOptions(Lowering& lowering, std::vector<ir::Field> settings, const ir::TaskOptions& base) {
  auto options = std::make_shared<ir::TaskOptions>(base);
  OptionsWriter writer(lowering, *options);
  for (ir::Field& field : settings) writer.set(std::move(field));
  return options;
}

ir::Importer importerOf(Lowering& lowering, const sema::CallUse& use, std::vector<ir::Argument> arguments) {
  ir::Importer importer;
  importer.type = artifactType(lowering, use.typeArgument);
  for (ir::Argument& argument : arguments) {
    const bool* known = knownBool(argument.value);
    if (is(argument.port, ImporterInput::Reimport) && known != nullptr)
      importer.reimport = *known;
    else if (is(argument.port, ImporterInput::DownloadToWorkspace) && known != nullptr)
      importer.downloadToWorkspace = *known;
    else if (is(argument.port, ImporterInput::Uri))
      importer.uri = std::move(argument.value);
    else if (is(argument.port, ImporterInput::Metadata))
      importer.metadata = std::move(argument.value);
    else
      lowering.diags.report(argument.origin, diag::internalError,
                            diag::Phrase("a value that is not known when compiling"));
  }
  return importer;
}

}  // namespace mlpc::lower
