#include "plan.h"

#include <algorithm>

namespace mlpc::backends::kfp {

using ir::NodeId;

ChannelType channelType(const ir::PortType& type) {
  ChannelType result;
  if (const auto* artifact = std::get_if<ir::ArtifactType>(&type.kind)) {
    result.artifact = artifact;
    result.artifactList = type.artifactList;
  } else {
    result.parameter = *std::get_if<ir::ParameterKind>(&type.kind);
  }
  return result;
}

const std::string& Plan::unitName(NodeId node) const {
  if (std::holds_alternative<ir::Task>(pipeline_->nodes[node].what)) return tasks_[node.index()].name;
  return scopes_[scopeOfNode_[node.index()]].name;
}

const std::set<std::string>& Plan::unlisted(NodeId node) const {
  static const std::set<std::string> none;
  const auto found = unlisted_.find(node);
  return found == unlisted_.end() ? none : found->second;
}

const Scope* Plan::handlerOf(NodeId id) const {
  const auto found = handlers_.find(id);
  return found == handlers_.end() ? nullptr : &scopes_[found->second];
}

const ir::Value& Plan::baseOf(const ir::FieldRef& ref) {
  const ir::Value* base = &ref.base.front();
  while (const auto* inner = base->as<ir::FieldRef>()) base = &inner->base.front();
  return *base;
}

Channel Plan::fieldOf(const ir::FieldRef& ref, const Channel& record) {
  // `row.a.b` is one selection from `row`.
  std::vector<const ir::FieldRef*> fields{&ref};
  while (const auto* inner = fields.back()->base.front().as<ir::FieldRef>()) fields.push_back(inner);
  Channel field;
  field.kind = Channel::Kind::Field;
  field.producer = record.producer;
  field.home = record.home;
  field.name = record.name;
  for (auto at = fields.rbegin(); at != fields.rend(); ++at) {
    field.name += "-subvar-" + (*at)->field;
    field.selector += "[\"" + (*at)->field + "\"]";
  }
  field.type.parameter = ref.type;
  return field;
}

const Channel* Plan::channel(const ir::Value& value) const {
  const auto known = [&](const std::string& key) -> const Channel* {
    const auto found = byKey_.find(key);
    return found == byKey_.end() ? nullptr : found->second;
  };
  if (const auto* ref = value.as<ir::InputRef>()) return known(keyOf(*ref));
  if (const auto* ref = value.as<ir::OutputRef>()) return known(keyOf(*ref));
  if (const auto* ref = value.as<ir::ItemRef>()) return scopes_[scopeOfNode_[ref->loop.index()]].item;
  if (const auto* ref = value.as<ir::FieldRef>()) {
    const Channel* record = channel(baseOf(*ref));
    return record == nullptr ? nullptr : known(keyOfField(fieldOf(*ref, *record)));
  }
  return nullptr;
}

Source Plan::sourceOf(const Channel& channel, ScopeIndex scope) const {
  if (channel.kind == Channel::Kind::Field) {
    const bool holdsBase = channel.base->home == scope || scopes_[scope].item == channel.base ||
                           scopes_[scope].inputs.contains(channel.base->input);
    if (!holdsBase && scopes_[scope].inputs.contains(channel.input)) return {false, {}, channel.input, {}};
    Source source = sourceOf(*channel.base, scope);
    source.selector = channel.selector;
    return source;
  }
  if (channel.kind == Channel::Kind::Output && channel.home == scope) return {true, channel.producer, channel.name, {}};
  const bool own = channel.kind == Channel::Kind::Input && scope == kRootScope;
  return {false, {}, own ? channel.name : channel.input, {}};
}

}  // namespace mlpc::backends::kfp
