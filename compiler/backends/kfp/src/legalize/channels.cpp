// How values of the IR become channels of the plan.
#include <algorithm>

#include "legalize/planner.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "values.h"

namespace mlpc::backends::kfp {

using ir::NodeId;
using support::Overload;

namespace {

constexpr std::string_view kInjected = "pipelinechannel--";

/// The key of an output: the name that a person gave it, or the SDK's name for the only one.
std::string_view outputKey(std::string_view name) { return name.empty() ? kUnnamedOutput : name; }

/// The output of what a task calls.
struct CalleeOutput {
  std::string name;
  ChannelType type;
};

std::optional<CalleeOutput> calleeOutput(const ir::Program& program, support::NameIndex& names, const ir::Task& task,
                                         std::string_view output) {
  const std::string_view key = outputKey(output);
  return std::visit(Overload{
                        [&](ir::ComponentId id) -> std::optional<CalleeOutput> {
                          const ir::Component& component = program.components[id];
                          if (component.unnamedOutput && key == kUnnamedOutput && !component.outputs.empty()) {
                            return CalleeOutput{std::string(key), channelType(component.outputs.front().type)};
                          }
                          const ir::Port* port = names.find(component.outputs, key);
                          if (port == nullptr) return std::nullopt;
                          return CalleeOutput{port->name, channelType(port->type)};
                        },
                        [&](ir::PipelineId id) -> std::optional<CalleeOutput> {
                          const ir::Pipeline& pipeline = program.pipelines[id];
                          for (const ir::Output& candidate : pipeline.outputs) {
                            if (candidate.port.name == key || (pipeline.unnamedOutput && key == kUnnamedOutput)) {
                              return CalleeOutput{std::string(key), channelType(candidate.port.type)};
                            }
                          }
                          return std::nullopt;
                        },
                        [&](ir::TrainJobId) -> std::optional<CalleeOutput> {
                          return CalleeOutput{"name", {}};
                        },
                        [&](const ir::Importer& importer) -> std::optional<CalleeOutput> {
                          ChannelType type;
                          type.artifact = &importer.type;
                          return CalleeOutput{"artifact", type};
                        },
                    },
                    task.callee);
}

}  // namespace

Channel* Planner::make(Channel channel) {
  channel.input = kInjected;
  channel.input += channel.fullName();
  return &channels_.emplace_back(std::move(channel));
}

const Channel* Planner::channel(const ir::Value& value) {
  if (const auto* ref = value.as<ir::InputRef>()) return inputChannel(*ref);
  if (const auto* ref = value.as<ir::OutputRef>()) return outputChannel(*ref);
  if (const auto* ref = value.as<ir::ItemRef>()) return scopes_[scopeOfNode_[ref->loop.index()]].item;
  if (const auto* ref = value.as<ir::FieldRef>()) return fieldChannel(*ref);
  return nullptr;
}

Channel* Planner::inputChannel(const ir::InputRef& ref) {
  Channel*& known = byKey_[keyOf(ref)];
  if (known == nullptr) {
    const ir::Port* port = names_.find(pipeline_->inputs, ref.name);
    if (port == nullptr) return nullptr;
    Channel channel;
    channel.kind = Channel::Kind::Input;
    channel.name = ref.name;
    channel.type = channelType(port->type);
    known = make(std::move(channel));
  }
  return known;
}

Channel* Planner::outputChannel(const ir::OutputRef& ref) {
  const std::string key = keyOf(ref);
  if (const auto known = byKey_.find(key); known != byKey_.end()) return known->second;
  Channel* result = std::visit(Overload{
                                   [&](const ir::Task&) { return taskOutput(ref); },
                                   [&](const ir::Loop&) { return loopOutput(ref); },
                                   [&](const ir::Conditional&) { return choiceOutput(ref); },
                                   [&](const ir::ExitHandler&) -> Channel* { return nullptr; },
                               },
                               pipeline_->nodes[ref.producer].what);
  byKey_.emplace(key, result);
  return result;
}

Channel* Planner::taskOutput(const ir::OutputRef& ref) {
  const auto& task = *std::get_if<ir::Task>(&pipeline_->nodes[ref.producer].what);
  auto output = calleeOutput(*program_, names_, task, ref.output);
  if (!output) return nullptr;
  Channel channel;
  channel.kind = Channel::Kind::Output;
  channel.producer = tasks_[ref.producer.index()].name;
  channel.home = tasks_[ref.producer.index()].scope;
  channel.name = std::move(output->name);
  channel.type = output->type;
  return make(std::move(channel));
}

bool Planner::surface(const Channel& from, ScopeIndex top, bool asList, std::string& name) {
  ScopeIndex at = from.home;
  while (at != top && at != kRootScope) at = scopes_[at].parent;
  if (at != top) return false;

  // What one group passes on to another already has its name.
  name = from.name.starts_with(kInjected) ? from.name : from.input;
  SurfacedOutput::Source source{from.producer, from.name};
  for (at = from.home;; at = scopes_[at].parent) {
    SurfacedOutput& output = scopes_[at].outputs[name];
    output.type = from.type;
    if (asList) {
      if (output.type.artifact != nullptr) {
        output.type.artifactList = true;
      } else {
        output.type.parameter = ir::ParameterKind::List;
      }
    }
    output.sources = {source};
    if (at == top) return true;
    source = {scopes_[at].name, name};
  }
}

Channel* Planner::broken(const ir::Value& value, std::string_view what) {
  diags_.report(value.origin, diag::internalError, diag::Phrase(what));
  return nullptr;
}

const Channel* Planner::collectedFrom(const ir::Value& value) {
  // A `yield` under an `if` arrives as the output of that group, although only one branch has it: it may be missing in
  // the list.
  const auto* ref = value.as<ir::OutputRef>();
  const auto* conditional =
      ref == nullptr ? nullptr : std::get_if<ir::Conditional>(&pipeline_->nodes[ref->producer].what);
  if (conditional == nullptr) return channel(value);
  const ir::Yield* only = onlyYield(*ref, *conditional);
  if (only == nullptr) return channel(value);
  return collectedFrom(only->value);
}

Channel* Planner::loopOutput(const ir::OutputRef& ref) {
  const auto& loop = *std::get_if<ir::Loop>(&pipeline_->nodes[ref.producer].what);
  const ScopeIndex group = scopeOfNode_[ref.producer.index()];
  const auto& yields = loop.body.yields;
  const auto yield =
      std::find_if(yields.begin(), yields.end(), [&](const ir::Yield& y) { return y.name == ref.output; });
  if (yield == yields.end()) return nullptr;
  const Channel* from = collectedFrom(yield->value);
  if (from == nullptr) return nullptr;
  if (isChoice(*from)) {
    diags_.report(yield->value.origin, diag::kfpNestedChoice);
    return nullptr;
  }
  return groupOutput(*from, group, /*asList=*/true, yield->value);
}

Channel* Planner::groupOutput(const Channel& from, ScopeIndex group, bool asList, const ir::Value& yielded) {
  Channel result;
  if (from.kind != Channel::Kind::Output || !surface(from, group, asList, result.name)) {
    return broken(yielded, "a yield is no output of a task");
  }
  result.kind = Channel::Kind::Output;
  result.producer = scopes_[group].name;
  result.home = scopes_[group].parent;
  result.type = scopes_[group].outputs[result.name].type;
  return make(std::move(result));
}

Channel* Planner::choiceOutput(const ir::OutputRef& ref) {
  const auto& conditional = *std::get_if<ir::Conditional>(&pipeline_->nodes[ref.producer].what);
  const ScopeIndex group = scopeOfNode_[ref.producer.index()];
  if (const ir::Yield* only = onlyYield(ref, conditional)) return maybeOutput(*only, group);
  if (scopes_[group].kind != Scope::Kind::Branches) return nullptr;
  SurfacedOutput output;
  for (uint32_t i = 0; i < conditional.branches.size(); ++i) {
    const auto& yields = conditional.branches[i].body.yields;
    const auto yield =
        std::find_if(yields.begin(), yields.end(), [&](const ir::Yield& y) { return y.name == ref.output; });
    // What is only passed out may come from just some of the branches.
    if (yield == yields.end()) continue;
    const Channel* from = channel(yield->value);
    if (from == nullptr) return nullptr;
    if (isChoice(*from) || isCollection(*from)) {
      diags_.report(yield->value.origin, diag::kfpNestedChoice);
      return nullptr;
    }
    const ScopeIndex branch = scopes_[group].groups[i];
    std::string name;
    if (from->kind != Channel::Kind::Output || !surface(*from, branch, /*asList=*/false, name)) {
      return broken(yield->value, "a yield is no output of a task");
    }
    if (output.sources.empty()) output.type = from->type;
    output.sources.push_back({scopes_[branch].name, name});
  }
  Channel channel;
  channel.kind = Channel::Kind::Output;
  channel.producer = scopes_[group].name;
  channel.home = scopes_[group].parent;
  channel.name = std::string(kInjected) + scopes_[group].name + "-oneof-" + std::to_string(++scopes_[group].choices);
  channel.type = output.type;
  scopes_[group].outputs.emplace(channel.name, std::move(output));
  return make(std::move(channel));
}

const ir::Yield* Planner::onlyYield(const ir::OutputRef& ref, const ir::Conditional& conditional) {
  const ir::Yield* only = nullptr;
  for (const ir::Branch& branch : conditional.branches) {
    for (const ir::Yield& yield : branch.body.yields) {
      if (yield.name != ref.output) continue;
      if (only != nullptr) return nullptr;
      only = &yield;
    }
  }
  return only;
}

Channel* Planner::maybeOutput(const ir::Yield& only, ScopeIndex group) {
  const ir::Yield* yield = &only;
  const Channel* from = channel(yield->value);
  if (from == nullptr) return nullptr;
  // `yield cast[list](x)`: the SDK writes such an output for `Collected` outside a loop.
  const ChannelType wanted = channelType(yield->type);
  const bool asList = from->type.artifact == nullptr && wanted.parameter == ir::ParameterKind::List;
  return groupOutput(*from, group, asList, yield->value);
}

bool Planner::isChoice(const Channel& channel) const {
  return channel.kind == Channel::Kind::Output && channel.producer.starts_with("condition-branches-") &&
         channel.name.starts_with(kInjected);
}

bool Planner::isCollection(const Channel& channel) const {
  return channel.kind == Channel::Kind::Output && channel.producer.starts_with("for-loop-") &&
         channel.name.starts_with(kInjected);
}

Channel* Planner::fieldChannel(const ir::FieldRef& ref) {
  auto* record = const_cast<Channel*>(channel(baseOf(ref)));
  if (record == nullptr) return nullptr;
  Channel field = fieldOf(ref, *record);
  field.base = record;
  Channel*& known = byKey_[keyOfField(field)];
  if (known != nullptr) return known;
  const bool nested = ref.type == ir::ParameterKind::List || ref.type == ir::ParameterKind::Map;
  if (record->kind == Channel::Kind::Item && record->base != nullptr && nested) {
    // If the SDK cannot express the type, it takes the value for a string; so does the back end, which converts it
    // here.
    record->type.parameter = ir::ParameterKind::String;
    field.type.parameter = ir::ParameterKind::String;
  }
  return known = make(std::move(field));
}

void Planner::collect(const ir::Value& value, std::vector<const Channel*>& channels) {
  if (const auto* field = value.as<ir::FieldRef>()) {
    if (const Channel* found = fieldChannel(*field)) addOnce(channels, found);
    return;
  }
  if (const Channel* found = channel(value)) {
    addOnce(channels, found);
    return;
  }
  forEachPart(value, [&](const ir::Value& part) { collect(part, channels); });
}

void Planner::collect(const ir::Task& task, std::vector<const Channel*>& channels) {
  const auto all = [&](const auto& fields) {
    for (const ir::Field& field : fields) collect(field.value, channels);
  };
  const auto maybe = [&](const ir::OptionalValue& value) {
    if (value) collect(*value, channels);
  };
  for (const ir::Argument& argument : task.arguments) collect(argument.value, channels);
  if (const auto* importer = std::get_if<ir::Importer>(&task.callee)) {
    collect(importer->uri, channels);
    maybe(importer->metadata);
  }
  const ir::TaskOptions& options = *task.options;
  all(options.env);
  all(options.volumes);
  maybe(options.nodeSelector);
  maybe(options.tolerations);
  maybe(options.nodeAffinity);
  for (const ir::Value& secret : options.imagePullSecrets) collect(secret, channels);
}

void Planner::collectContainer(const ir::TaskOptions& options, std::vector<const Channel*>& channels) {
  for (const ir::OptionalValue* value : {&options.image, &options.accelerator.type, &options.accelerator.count}) {
    if (*value) collect(**value, channels);
  }
  for (const ir::Field& request : options.resources.requests) collect(request.value, channels);
  for (const ir::Field& limit : options.resources.limits) collect(limit.value, channels);
}

}  // namespace mlpc::backends::kfp
