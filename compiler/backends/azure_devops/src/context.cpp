#include "context.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "expression.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::backends::azure_devops {

using vocabulary::ado::Job;
using vocabulary::ado::VariableGroup;

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

std::vector<std::string> namesOf(const ir::Resource& group) {
  std::vector<std::string> names;
  for (const VariableGroup list : {VariableGroup::Variables, VariableGroup::Secrets}) {
    const ir::Value* all = group.fields.find(list);
    const auto* items = all != nullptr ? all->as<ir::ListValue>() : nullptr;
    if (items == nullptr) continue;
    for (const ir::Value& item : items->items) {
      if (item.text() != nullptr) names.push_back(*item.text());
    }
  }
  return names;
}

const ir::Variable* Context::findVariable(std::string_view name) const {
  if (job != nullptr) {
    if (const auto* v = lookup->names.find(job->variables, name)) return v;
  }
  if (stage != nullptr) {
    if (const auto* v = lookup->names.find(stage->variables, name)) return v;
  }
  return lookup->names.find(workflow.variables, name);
}

const VariableFacts& Context::factsOf(const ir::Variable& variable) const {
  auto& facts = lookup->facts;
  const auto known = facts.find(&variable);
  if (known != facts.end()) return known->second;
  // A variable stands below those that it reads: in this order, nothing is asked for that has not been computed.
  const auto compute = [&](const std::vector<ir::Variable>& list) {
    for (const ir::Variable& each : list) {
      if (facts.try_emplace(&each).second) facts[&each] = variableFacts(*this, each.value);
    }
  };
  compute(workflow.variables);
  if (stage != nullptr) compute(stage->variables);
  if (job != nullptr) compute(job->variables);
  return facts[&variable];
}

const ir::Job* Context::findJob(const ir::StepOutputRef& ref) const {
  if (ref.job.empty()) return job;
  const ir::Stage* in = stage;
  if (!ref.stage.empty()) {
    if (const ir::Stage* named = lookup->names.find(workflow.stages, ref.stage)) in = named;
  }
  // A workflow of jobs has one stage without a name.
  if (in == nullptr && !workflow.hasStages && !workflow.stages.empty()) in = &workflow.stages.front();
  return in != nullptr ? lookup->names.find(in->jobs, ref.job) : nullptr;
}

const ir::Step* Context::findStep(const ir::StepOutputRef& ref) const {
  const ir::Job* in = findJob(ref);
  if (in == nullptr) return nullptr;
  if (const auto* s = lookup->names.find(in->steps, ref.step)) return s;
  for (const ir::Hook& h : in->hooks) {
    if (const auto* s = lookup->names.find(h.steps, ref.step)) return s;
  }
  return nullptr;
}

source::Span Context::placeIn(source::Span origin, std::string_view part, size_t number) const {
  if (program.sources == nullptr || !origin.valid()) return origin;
  const std::string_view written = program.sources->text(origin);
  size_t at = written.find(part);
  for (size_t i = 0; i < number && at != std::string_view::npos; ++i) at = written.find(part, at + 1);
  if (at == std::string_view::npos) return origin;
  const auto begin = static_cast<uint32_t>(origin.begin + at);
  return {origin.file, begin, begin + static_cast<uint32_t>(part.size())};
}

std::string Context::hoist(std::string_view wish, const std::string& value, source::Span origin) {
  if (const HeldVariable* held = hoisted.withValue(value)) return held->name;
  const auto taken = [&](const std::string& name) {
    return findVariable(name) != nullptr || reservedNames.contains(lowerCase(name));
  };
  std::string name = hoisted.freeName(std::string(wish), std::string(wish), taken);
  return hoisted.add({std::move(name), value, origin}).name;
}

std::string_view hiddenPrefix(std::string_view name) {
  constexpr std::string_view kHidden[] = {"endpoint", "input", "securefile", "secret", "path"};
  const std::string lower = lowerCase(name);
  const auto* it =
      std::find_if(std::begin(kHidden), std::end(kHidden), [&](auto prefix) { return lower.starts_with(prefix); });
  return it != std::end(kHidden) ? *it : std::string_view();
}

std::string upperSnake(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto u = static_cast<unsigned char>(c);
    out += std::isalnum(u) != 0 ? static_cast<char>(std::toupper(u)) : '_';
  }
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out.front())) != 0) out.insert(out.begin(), '_');
  return out;
}

std::string Context::variableName(std::string_view let) const {
  // The name that Azure gives to its own variables in a process: BUILD_BUILDID.
  constexpr std::string_view kOwn[] = {"build_", "system_", "agent_", "pipeline_", "environment_", "strategy_", "tf_"};
  const std::string lower = lowerCase(let);
  const bool own = std::any_of(std::begin(kOwn), std::end(kOwn), [&](auto p) { return lower.starts_with(p); });
  const bool taken = own || reservedNames.contains(lower) || !hiddenPrefix(let).empty();
  return taken ? "let_" + std::string(let) : std::string(let);
}

void Context::reserveNames() {
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind == vocabulary::Kind::AdoVariableGroup)
      for (const std::string& name : namesOf(resource)) reservedNames.insert(lowerCase(name));
  }
  for (const ir::Secret& secret : program.secrets) {
    if (secret.kind == ir::SecretKind::Variable) reservedNames.insert(lowerCase(secret.variable));
  }
  for (const ir::Stage& each : workflow.stages) {
    for (const ir::Job& inner : each.jobs) {
      const ir::Value* matrix = setting(inner.settings, Job::Matrix);
      const auto* entries = matrix != nullptr ? matrix->as<ir::RecordValue>() : nullptr;
      if (entries == nullptr) continue;
      for (const ir::Field& entry : entries->fields) {
        const auto* values = entry.value.as<ir::RecordValue>();
        if (values == nullptr) continue;
        for (const ir::Field& value : values->fields) reservedNames.insert(lowerCase(value.key));
      }
    }
  }
}

bool flagOf(const ir::Value* value, bool usual) {
  const bool* flag = value != nullptr && value->scalar() != nullptr ? value->scalar()->as<bool>() : nullptr;
  return flag != nullptr ? *flag : usual;
}

bool given(const ir::Value* value) {
  return value != nullptr && !(value->scalar() != nullptr && value->scalar()->isNull());
}

const ir::Value* setting(const std::vector<ir::Field>& settings, vocabulary::FieldName name) {
  auto it = std::find_if(settings.begin(), settings.end(), [&](const ir::Field& f) { return f.key == name.text(); });
  return it != settings.end() ? &it->value : nullptr;
}

}  // namespace mlpc::backends::azure_devops
