#include "map/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "map/expression.h"
#include "map/script.h"
#include "map/settings.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/image.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;

Node textList(Context& context, const ir::ListValue& list) {
  Node node = Node::sequence();
  for (const ir::Value& item : list.items)
    node.push(Node(text(context, item, Place::Expansion, "this setting")).at(item.origin));
  return node;
}

// A list in a trigger, if it has items.
void filterList(Context& context, const ir::Value* value, std::string_view key, Node& node) {
  if (!given(value)) return;
  const auto* list = value->as<ir::ListValue>();
  if (list == nullptr) {
    context.diags.report(value->origin, diag::triggerNeedsConstant);
    return;
  }
  Node items = Node::sequence();
  for (const ir::Value& item : list->items) items.push(Node(triggerText(context, item)).at(item.origin));
  if (!items.empty()) node.set(key, std::move(items));
}

// `Filter`: a plain list is what is included.
Node filterNode(Context& context, const ir::Value& filter) {
  Node node = Node::mapping();
  if (filter.as<ir::RecordValue>() == nullptr) {
    filterList(context, &filter, "include", node);
    return node;
  }
  for (std::string_view key : {"include", "exclude"}) filterList(context, filter.field(key), key, node);
  return node;
}

void filters(Context& context, const ir::RecordValue& record, std::initializer_list<std::string_view> names,
             Node& node) {
  for (std::string_view name : names) {
    const ir::Value* filter = record.find(name);
    if (!given(filter)) continue;
    Node value = filterNode(context, *filter);
    if (!value.empty()) node.set(name, std::move(value));
  }
}

// The record of a trigger, written out.
const ir::RecordValue* triggerRecord(Context& context, const ir::Value* value) {
  if (!given(value)) return nullptr;
  const auto* record = value->as<ir::RecordValue>();
  if (record == nullptr) context.diags.report(value->origin, diag::triggerNeedsConstant);
  return record;
}

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

void checkCron(Context& context, const ir::Value& value) {
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

Node noneOr(Node node) { return node.empty() ? Node("none") : std::move(node); }

// `trigger: {pipelines: …}` becomes a trigger of the pipeline resource.
void pipelineTriggers(Context& context, const ir::RecordValue& trigger, std::map<std::string, Node>& out) {
  const ir::Value* list = trigger.find("pipelines");
  if (!given(list)) return;
  if (list->as<ir::ListValue>() == nullptr) {
    context.diags.report(list->origin, diag::triggerNeedsConstant);
    return;
  }
  for (const ir::Value& item : list->as<ir::ListValue>()->items) {
    const ir::Value* pipeline = item.field("pipeline");
    const auto* ref = pipeline != nullptr ? pipeline->as<ir::ResourceRef>() : nullptr;
    if (ref == nullptr || item.as<ir::RecordValue>() == nullptr) {
      context.diags.report(item.origin, diag::triggerNeedsConstant);
      continue;
    }
    const std::string& name = context.program.resources[ref->resource].name;
    context.pipelines.emplace(name, ref->resource);
    Node node = Node::mapping();
    filters(context, *item.as<ir::RecordValue>(), {"branches"}, node);
    for (std::string_view key : {"stages", "tags"}) filterList(context, item.field(key), key, node);
    if (node.empty()) node = Node(true);
    out[name] = std::move(node);
  }
}

void copy(Context& context, const ir::Resource& resource, std::string_view field, std::string_view key, Node& node) {
  const ir::Value* value = resource.fields.find(field);
  if (!given(value)) return;
  if (const auto* list = value->as<ir::ListValue>()) {
    if (!list->items.empty()) node.set(key, textList(context, *list));
  } else if (const auto* record = value->as<ir::RecordValue>()) {
    Node map = Node::mapping();
    for (const ir::Field& f : record->fields) {
      map.set(f.key, text(context, f.value, Place::Expansion, "this setting"), f.keyOrigin).at(f.value.origin);
    }
    if (!map.empty()) node.set(key, std::move(map));
  } else {
    node.set(key, Node(text(context, *value, Place::Expansion, "this setting")).at(value->origin));
  }
}

}  // namespace

void addTriggers(Context& context, Node& root) {
  Node push = Node::mapping();
  const ir::Value* trigger = setting(context.workflow.settings, "trigger");
  if (const auto* record = triggerRecord(context, trigger)) {
    if (triggerFlag(context, record->find("batch"), false)) push.set("batch", true).at(record->find("batch")->origin);
    filters(context, *record, {"branches", "paths", "tags"}, push);
    push.at(trigger->origin);
  }
  root.set("trigger", noneOr(std::move(push)));

  Node requests = Node::mapping();
  const ir::Value* pr = setting(context.workflow.settings, "pr");
  if (const auto* record = triggerRecord(context, pr)) {
    if (!triggerFlag(context, record->find("auto_cancel"), true))
      requests.set("autoCancel", false).at(record->find("auto_cancel")->origin);
    if (!triggerFlag(context, record->find("drafts"), true))
      requests.set("drafts", false).at(record->find("drafts")->origin);
    filters(context, *record, {"branches", "paths"}, requests);
    requests.at(pr->origin);
  }
  root.set("pr", noneOr(std::move(requests)));

  const ir::Value* schedules = setting(context.workflow.settings, "schedules");
  if (!given(schedules)) return;
  if (schedules->as<ir::ListValue>() == nullptr) {
    context.diags.report(schedules->origin, diag::triggerNeedsConstant);
    return;
  }
  if (schedules->as<ir::ListValue>()->items.empty()) return;
  Node list = Node::sequence();
  for (const ir::Value& item : schedules->as<ir::ListValue>()->items) {
    const auto* record = triggerRecord(context, &item);
    if (record == nullptr) continue;
    Node node = Node::mapping();
    if (const ir::Value* cron = record->find("cron")) {
      checkCron(context, *cron);
      node.set("cron", Node(triggerText(context, *cron)).styled(emit::Style::Quoted)).at(cron->origin);
    }
    if (const ir::Value* name = record->find("display_name"); given(name))
      node.set("displayName", triggerText(context, *name)).at(name->origin);
    filters(context, *record, {"branches"}, node);
    if (triggerFlag(context, record->find("always"), false))
      node.set("always", true).at(record->find("always")->origin);
    list.push(std::move(node.at(item.origin)));
  }
  root.set("schedules", std::move(list));
}

Node parametersNode(Context& context) {
  Node list = Node::sequence();
  for (size_t i = 0; i < context.workflow.inputs.size(); ++i) {
    const ir::Port& port = context.workflow.inputs[i];
    Node node = Node::mapping();
    node.set("name", port.name);
    if (!port.description.empty()) node.set("displayName", port.description);
    const auto* kind = std::get_if<ir::ParameterKind>(&port.type.kind);
    std::string type = "string";
    if (kind != nullptr) {
      switch (*kind) {
        case ir::ParameterKind::Bool: type = "boolean"; break;
        case ir::ParameterKind::Int:
        case ir::ParameterKind::Float: type = "number"; break;
        case ir::ParameterKind::List:
        case ir::ParameterKind::Map: type = "object"; break;
        default: break;
      }
    }
    node.set("type", type);
    if (port.defaultValue && port.defaultValue->as<std::string>() != nullptr)
      checkLiteralText(context, ir::Value::of(*port.defaultValue, port.origin));
    if (port.defaultValue) node.set("default", Node::of(*port.defaultValue)).at(port.defaultOrigin);
    // An optional input needs some default, or Azure asks for it.
    else if (port.optional)
      node.set("default", type == "string" ? Node("") : Node::sequence());
    if (i < context.workflow.inputChoices.size() && !context.workflow.inputChoices[i].empty()) {
      Node values = Node::sequence();
      for (const auto& choice : context.workflow.inputChoices[i]) values.push(Node::of(choice));
      node.set("values", std::move(values));
    }
    list.push(std::move(node.at(port.origin)));
  }
  return list;
}

Node resourcesNode(Context& context) {
  std::map<std::string, Node> triggers;
  const ir::Value* trigger = setting(context.workflow.settings, "trigger");
  if (given(trigger) && trigger->as<ir::RecordValue>() != nullptr)
    pipelineTriggers(context, *trigger->as<ir::RecordValue>(), triggers);

  Node root = Node::mapping();
  Node repositories = Node::sequence();
  for (const auto& [name, id] : context.repositories) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("repository", name);
    copy(context, resource, "type", "type", node);
    if (node.find("type") == nullptr) node.set("type", "git");
    const ir::Value* given = resource.fields.find("name");
    node.set("name", resource.resourceName).at(given == nullptr ? resource.origin : given->origin);
    copy(context, resource, "ref", "ref", node);
    copy(context, resource, "endpoint", "endpoint", node);
    repositories.push(std::move(node));
  }
  Node pipelines = Node::sequence();
  for (const auto& [name, id] : context.pipelines) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("pipeline", name);
    for (std::string_view field : {"source", "project", "branch", "version", "tags"})
      copy(context, resource, field, field, node);
    if (auto it = triggers.find(name); it != triggers.end()) node.set("trigger", std::move(it->second));
    pipelines.push(std::move(node));
  }
  Node containers = Node::sequence();
  for (const auto& [name, id] : context.containers) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("container", name);
    const ir::Value* image = resource.fields.find("image");
    // With `$`, it is text that Azure would replace, which is reported as such.
    const auto known = ir::text(image);
    if (known && known->find('$') == std::string::npos && !support::isImageReference(*known))
      context.diags.report(image->origin, diag::kfpImage, *known);
    for (std::string_view field : {"image", "endpoint", "env", "options", "ports", "volumes"})
      copy(context, resource, field, field, node);
    containers.push(std::move(node));
  }
  if (!repositories.empty()) root.set("repositories", std::move(repositories));
  if (!pipelines.empty()) root.set("pipelines", std::move(pipelines));
  if (!containers.empty()) root.set("containers", std::move(containers));
  return root;
}

}  // namespace mlpc::backends::azure_devops
