#include "map/head.h"

#include "expression.h"
#include "map/settings.h"
#include "mlpc/ir/access.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {
namespace {

using emit::Node;
using vocabulary::ado::Container;
using vocabulary::ado::FilterLists;
using vocabulary::ado::Pipeline;
using vocabulary::ado::PipelineTrigger;
using vocabulary::ado::PrTrigger;
using vocabulary::ado::Repository;
using vocabulary::ado::Schedule;
using vocabulary::ado::Trigger;
using vocabulary::ado::Workflow;

std::string triggerText(const ir::Value& value) {
  return value.scalar() != nullptr ? value.scalar()->toText() : std::string(emit::kUnmapped);
}

Node textList(MapContext& context, const ir::ListValue& list) {
  Node node = Node::sequence();
  for (const ir::Value& item : list.items) node.push(Node(text(context, item, Place::Expansion)).at(item.origin));
  return node;
}

// A list in a trigger, if it has items.
void filterList(const ir::Value* value, std::string_view key, Node& node) {
  if (!given(value)) return;
  const auto* list = value->as<ir::ListValue>();
  if (list == nullptr) return;
  Node items = Node::sequence();
  for (const ir::Value& item : list->items) items.push(Node(triggerText(item)).at(item.origin));
  if (!items.empty()) node.set(key, std::move(items));
}

// `Filter`: a plain list is what is included.
Node filterNode(const ir::Value& filter) {
  Node node = Node::mapping();
  if (filter.as<ir::RecordValue>() == nullptr) {
    filterList(&filter, "include", node);
    return node;
  }
  for (const FilterLists list : {FilterLists::Include, FilterLists::Exclude})
    filterList(filter.field(list), name(list), node);
  return node;
}

void filters(const ir::RecordValue& record, std::initializer_list<vocabulary::FieldName> names, Node& node) {
  for (const vocabulary::FieldName name : names) {
    const ir::Value* filter = record.find(name);
    if (!given(filter)) continue;
    Node value = filterNode(*filter);
    if (!value.empty()) node.set(name.text(), std::move(value));
  }
}

Node noneOr(Node node) { return node.empty() ? Node("none") : std::move(node); }

// `trigger: {pipelines: …}` becomes a trigger of the pipeline resource.
void pipelineTriggers(MapContext& context, const ir::RecordValue& trigger, std::map<std::string, Node>& out) {
  const ir::Value* list = trigger.find(Trigger::Pipelines);
  for (const ir::Value& item : ir::items(list)) {
    const ir::Value* pipeline = item.field(PipelineTrigger::Pipeline);
    const auto* ref = pipeline != nullptr ? pipeline->as<ir::ResourceRef>() : nullptr;
    if (ref == nullptr) continue;
    const std::string& name = context.program.resources[ref->resource].name;
    Node node = Node::mapping();
    filters(*item.as<ir::RecordValue>(), {PipelineTrigger::Branches}, node);
    for (const PipelineTrigger filter : {PipelineTrigger::Stages, PipelineTrigger::Tags})
      filterList(item.field(filter), vocabulary::name(filter), node);
    if (node.empty()) node = Node(true);
    out[name] = std::move(node);
  }
}

void copy(MapContext& context, const ir::Resource& resource, vocabulary::FieldName field, std::string_view key,
          Node& node) {
  const ir::Value* value = resource.fields.find(field);
  if (!given(value)) return;
  if (const auto* list = value->as<ir::ListValue>()) {
    if (!list->items.empty()) node.set(key, textList(context, *list));
  } else if (const auto* record = value->as<ir::RecordValue>()) {
    Node map = Node::mapping();
    for (const ir::Field& f : record->fields) {
      map.set(f.key, text(context, f.value, Place::Expansion), f.keyOrigin).at(f.value.origin);
    }
    if (!map.empty()) node.set(key, std::move(map));
  } else {
    node.set(key, Node(text(context, *value, Place::Expansion)).at(value->origin));
  }
}

}  // namespace

void addTriggers(MapContext& context, Node& root) {
  Node push = Node::mapping();
  const ir::Value* trigger = setting(context.workflow.settings, Workflow::Trigger);
  if (const auto* record = recordOf(trigger)) {
    if (flagOf(record->find(Trigger::Batch), false)) push.set("batch", true).at(record->find(Trigger::Batch)->origin);
    filters(*record, {Trigger::Branches, Trigger::Paths, Trigger::Tags}, push);
    push.at(trigger->origin);
  }
  root.set("trigger", noneOr(std::move(push)));

  Node requests = Node::mapping();
  const ir::Value* pr = setting(context.workflow.settings, Workflow::Pr);
  if (const auto* record = recordOf(pr)) {
    if (!flagOf(record->find(PrTrigger::AutoCancel), true))
      requests.set("autoCancel", false).at(record->find(PrTrigger::AutoCancel)->origin);
    if (!flagOf(record->find(PrTrigger::Drafts), true))
      requests.set("drafts", false).at(record->find(PrTrigger::Drafts)->origin);
    filters(*record, {PrTrigger::Branches, PrTrigger::Paths}, requests);
    requests.at(pr->origin);
  }
  root.set("pr", noneOr(std::move(requests)));

  const ir::Value* schedules = setting(context.workflow.settings, Workflow::Schedules);
  if (ir::items(schedules).empty()) return;
  Node list = Node::sequence();
  for (const ir::Value& item : ir::items(schedules)) {
    const auto* record = recordOf(&item);
    if (record == nullptr) continue;
    Node node = Node::mapping();
    if (const ir::Value* cron = record->find(Schedule::Cron)) {
      node.set("cron", Node(triggerText(*cron)).styled(emit::Style::Quoted)).at(cron->origin);
    }
    if (const ir::Value* name = record->find(Schedule::DisplayName); given(name))
      node.set("displayName", triggerText(*name)).at(name->origin);
    filters(*record, {Schedule::Branches}, node);
    if (flagOf(record->find(Schedule::Always), false))
      node.set("always", true).at(record->find(Schedule::Always)->origin);
    list.push(std::move(node.at(item.origin)));
  }
  root.set("schedules", std::move(list));
}

Node parametersNode(MapContext& context) {
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

Node resourcesNode(MapContext& context) {
  std::map<std::string, Node> triggers;
  const ir::Value* trigger = setting(context.workflow.settings, Workflow::Trigger);
  if (given(trigger) && trigger->as<ir::RecordValue>() != nullptr)
    pipelineTriggers(context, *trigger->as<ir::RecordValue>(), triggers);

  Node root = Node::mapping();
  Node repositories = Node::sequence();
  for (const auto& [name, id] : context.uses.repositories) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("repository", name);
    copy(context, resource, Repository::Type, "type", node);
    if (node.find("type") == nullptr) node.set("type", "git");
    const ir::Value* given = resource.fields.find(Repository::Name);
    node.set("name", resource.resourceName).at(given == nullptr ? resource.origin : given->origin);
    copy(context, resource, Repository::Ref, "ref", node);
    copy(context, resource, Repository::Endpoint, "endpoint", node);
    repositories.push(std::move(node));
  }
  Node pipelines = Node::sequence();
  for (const auto& [name, id] : context.uses.pipelines) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("pipeline", name);
    for (const Pipeline field :
         {Pipeline::Source, Pipeline::Project, Pipeline::Branch, Pipeline::Version, Pipeline::Tags})
      copy(context, resource, field, vocabulary::name(field), node);
    if (auto it = triggers.find(name); it != triggers.end()) node.set("trigger", std::move(it->second));
    pipelines.push(std::move(node));
  }
  Node containers = Node::sequence();
  for (const auto& [name, id] : context.uses.containers) {
    const ir::Resource& resource = context.program.resources[id];
    Node node = Node::mapping();
    node.at(resource.origin);
    node.set("container", name);
    for (const Container field : {Container::Image, Container::Endpoint, Container::Env, Container::Options,
                                  Container::Ports, Container::Volumes})
      copy(context, resource, field, vocabulary::name(field), node);
    containers.push(std::move(node));
  }
  if (!repositories.empty()) root.set("repositories", std::move(repositories));
  if (!pipelines.empty()) root.set("pipelines", std::move(pipelines));
  if (!containers.empty()) root.set("containers", std::move(containers));
  return root;
}

}  // namespace mlpc::backends::azure_devops
