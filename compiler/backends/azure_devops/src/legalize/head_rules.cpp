#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "legalize/script_rules.h"
#include "legalize/value_rules.h"
#include "legalize/workflow_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/image.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::ado::Container;
using vocabulary::ado::FilterLists;
using vocabulary::ado::Pipeline;
using vocabulary::ado::PipelineTrigger;
using vocabulary::ado::PrTrigger;
using vocabulary::ado::Repository;
using vocabulary::ado::Schedule;
using vocabulary::ado::Trigger;
using vocabulary::ado::Workflow;

// One field of a cron line: numbers, names, ranges, steps and lists within bounds. Azure expects five fields, in UTC.
bool cronField(std::string_view field, int low, int high, std::span<const std::string_view> names) {
  auto number = [&](std::string_view word) -> int {
    for (size_t i = 0; i < names.size(); ++i) {
      if (word.size() >= 3 && std::equal(word.begin(), word.begin() + 3, names[i].begin(), [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
          }))
        return low + static_cast<int>(i);
    }
    if (word.empty() || word.size() > 3 ||
        !std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
      return -1;
    return std::stoi(std::string(word));
  };
  std::stringstream list{std::string(field)};
  std::string item;
  bool any = false;
  while (std::getline(list, item, ',')) {
    any = true;
    std::string_view range = item;
    if (const size_t slash = range.find('/'); slash != std::string_view::npos) {
      const int step = number(range.substr(slash + 1));
      if (step < 1 || step > high) return false;
      range = range.substr(0, slash);
    }
    if (range == "*") continue;
    const size_t dash = range.find('-');
    const int from = number(range.substr(0, dash));
    const int to = dash == std::string_view::npos ? from : number(range.substr(dash + 1));
    if (from < low || to > high || from > to) return false;
  }
  return any && field.back() != ',';
}

void checkCron(RuleContext& context, const ir::Value& value) {
  const std::string* cron = value.text();
  if (cron == nullptr) return;
  static constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                            "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::istringstream words(*cron);
  std::vector<std::string> fields;
  for (std::string word; words >> word;) fields.push_back(word);
  if (fields.size() != 5) {
    context.diags.report(
        value.origin, diag::badCron, *cron,
        diag::Phrase(fmt::format("it has {} fields, not minute, hour, day, month and weekday", fields.size())));
    return;
  }
  struct Part {
    std::string_view what;
    int low;
    int high;
    std::span<const std::string_view> names;
  };
  const std::array<Part, 5> parts{{{"minute", 0, 59, {}},
                                   {"hour", 0, 23, {}},
                                   {"day", 1, 31, {}},
                                   {"month", 1, 12, kMonths},
                                   {"weekday", 0, 6, kDays}}};
  for (size_t i = 0; i < 5; ++i) {
    if (!cronField(fields[i], parts[i].low, parts[i].high, parts[i].names)) {
      context.diags.report(value.origin, diag::badCron, *cron,
                           diag::Phrase(fmt::format("`{}` is not a valid {}", fields[i], parts[i].what)));
      return;
    }
  }
}

/// What a trigger contains has to be constant: Azure reads it before there is a run.
void needsConstant(RuleContext& context, const ir::Value& value) {
  context.diags.report(value.origin, diag::triggerNeedsConstant);
}

/// The record of a trigger, written out.
const ir::RecordValue* triggerRecord(RuleContext& context, const ir::Value* value) {
  if (!given(value)) return nullptr;
  const auto* record = value->as<ir::RecordValue>();
  if (record == nullptr) needsConstant(context, *value);
  return record;
}

void checkTriggerFlag(RuleContext& context, const ir::Value* value) {
  if (!given(value)) return;
  const bool known = value->scalar() != nullptr && value->scalar()->as<bool>() != nullptr;
  if (!known) needsConstant(context, *value);
}

void checkTriggerText(RuleContext& context, const ir::Value& value) {
  if (value.scalar() == nullptr) {
    needsConstant(context, value);
  } else {
    checkLiteralText(context, value);
  }
}

void checkFilterList(RuleContext& context, const ir::Value* value) {
  if (!given(value)) return;
  if (value->as<ir::ListValue>() == nullptr) needsConstant(context, *value);
  for (const ir::Value& item : ir::items(value)) checkTriggerText(context, item);
}

/// `Filter`: a plain list is what is included.
void checkFilters(RuleContext& context, const ir::RecordValue& record,
                  std::initializer_list<vocabulary::FieldName> names) {
  for (const vocabulary::FieldName name : names) {
    const ir::Value* filter = record.find(name);
    if (!given(filter)) continue;
    if (filter->as<ir::RecordValue>() == nullptr) {
      checkFilterList(context, filter);
    } else {
      for (const FilterLists list : {FilterLists::Include, FilterLists::Exclude})
        checkFilterList(context, filter->field(list));
    }
  }
}

void checkSchedule(RuleContext& context, const ir::Value& schedule) {
  const auto* record = triggerRecord(context, &schedule);
  if (record == nullptr) return;
  if (const ir::Value* cron = record->find(Schedule::Cron)) {
    checkCron(context, *cron);
    checkTriggerText(context, *cron);
  }
  if (const ir::Value* name = ifGiven(record->find(Schedule::DisplayName))) checkTriggerText(context, *name);
  checkFilters(context, *record, {Schedule::Branches});
  checkTriggerFlag(context, record->find(Schedule::Always));
}

void checkTriggers(RuleContext& context) {
  const std::vector<ir::Field>& settings = context.workflow.settings;
  if (const auto* push = triggerRecord(context, setting(settings, Workflow::Trigger))) {
    checkTriggerFlag(context, push->find(Trigger::Batch));
    checkFilters(context, *push, {Trigger::Branches, Trigger::Paths, Trigger::Tags});
  }
  if (const auto* request = triggerRecord(context, setting(settings, Workflow::Pr))) {
    checkTriggerFlag(context, request->find(PrTrigger::AutoCancel));
    checkTriggerFlag(context, request->find(PrTrigger::Drafts));
    checkFilters(context, *request, {PrTrigger::Branches, PrTrigger::Paths});
  }
  const ir::Value* schedules = settingOf(settings, Workflow::Schedules);
  if (schedules == nullptr) return;
  if (schedules->as<ir::ListValue>() == nullptr) needsConstant(context, *schedules);
  for (const ir::Value& schedule : ir::items(schedules)) checkSchedule(context, schedule);
}

/// `trigger: {pipelines: …}` becomes a trigger of the pipeline resource.
void checkPipelineTriggers(RuleContext& context) {
  const ir::Value* list =
      ifGiven(ir::member(setting(context.workflow.settings, Workflow::Trigger), Trigger::Pipelines));
  if (list == nullptr) return;
  if (list->as<ir::ListValue>() == nullptr) needsConstant(context, *list);
  for (const ir::Value& item : ir::items(list)) {
    const ir::Value* pipeline = item.field(PipelineTrigger::Pipeline);
    const auto* ref = pipeline != nullptr ? pipeline->as<ir::ResourceRef>() : nullptr;
    if (ref == nullptr || item.as<ir::RecordValue>() == nullptr) {
      needsConstant(context, item);
      continue;
    }
    context.uses.pipelines.emplace(context.program.resources[ref->resource].name, ref->resource);
    checkFilters(context, *item.as<ir::RecordValue>(), {PipelineTrigger::Branches});
    for (const PipelineTrigger filter : {PipelineTrigger::Stages, PipelineTrigger::Tags})
      checkFilterList(context, item.field(filter));
  }
}

void checkInputs(RuleContext& context) {
  for (const ir::Port& port : context.workflow.inputs) {
    if (port.defaultValue && port.defaultValue->as<std::string>() != nullptr) {
      checkLiteralText(context, ir::Value::of(*port.defaultValue, port.origin));
    }
  }
}

void checkFields(RuleContext& context, const ir::Resource& resource,
                 std::initializer_list<vocabulary::FieldName> names) {
  const auto check = [&](const ir::Value& value) { checkText(context, value, Place::Expansion, "this setting"); };
  for (const vocabulary::FieldName name : names) {
    const ir::Value* value = ifGiven(resource.fields.find(name));
    if (value == nullptr) continue;
    if (const auto* list = value->as<ir::ListValue>()) {
      for (const ir::Value& item : list->items) check(item);
    } else if (const auto* record = value->as<ir::RecordValue>()) {
      for (const ir::Field& field : record->fields) check(field.value);
    } else {
      check(*value);
    }
  }
}

void checkResources(RuleContext& context) {
  const auto resourceOf = [&](ir::ResourceId id) -> const ir::Resource& { return context.program.resources[id]; };
  // A copy, since the checks may add uses.
  const Uses uses = context.uses;
  for (const auto& [name, id] : uses.repositories)
    checkFields(context, resourceOf(id), {Repository::Type, Repository::Ref, Repository::Endpoint});
  for (const auto& [name, id] : uses.pipelines) {
    checkFields(context, resourceOf(id),
                {Pipeline::Source, Pipeline::Project, Pipeline::Branch, Pipeline::Version, Pipeline::Tags});
  }
  for (const auto& [name, id] : uses.containers) {
    const ir::Value* image = resourceOf(id).fields.find(Container::Image);
    // With `$`, it is text that Azure would replace, which is reported as such.
    const auto known = ir::text(image);
    if (known && known->find('$') == std::string::npos && !support::isImageReference(*known)) {
      context.diags.report(image->origin, diag::kfpImage, *known);
    }
    checkFields(context, resourceOf(id),
                {Container::Image, Container::Endpoint, Container::Env, Container::Options, Container::Ports,
                 Container::Volumes});
  }
}

}  // namespace

void checkHead(RuleContext& context) {
  checkTriggers(context);
  checkPipelineTriggers(context);
  checkResources(context);
  checkInputs(context);
}

}  // namespace mlpc::backends::azure_devops
