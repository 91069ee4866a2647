#include "context.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace mlpc::backends::azure_devops {

const ir::Variable* Context::findVariable(std::string_view name) const {
  auto in = [&](const std::vector<ir::Variable>& variables) -> const ir::Variable* {
    auto it = std::find_if(variables.begin(), variables.end(), [&](const ir::Variable& v) { return v.name == name; });
    return it != variables.end() ? &*it : nullptr;
  };
  if (job != nullptr) {
    if (const auto* v = in(job->variables)) return v;
  }
  if (stage != nullptr) {
    if (const auto* v = in(stage->variables)) return v;
  }
  return in(workflow.variables);
}

const ir::Job* Context::findJob(const ir::StepOutputRef& ref) const {
  if (ref.job.empty()) return job;
  const ir::Stage* in = stage;
  if (!ref.stage.empty()) {
    for (const ir::Stage& s : workflow.stages) {
      if (s.name == ref.stage) in = &s;
    }
  }
  if (in == nullptr) return nullptr;
  for (const ir::Job& j : in->jobs) {
    if (j.name == ref.job) return &j;
  }
  return nullptr;
}

const ir::Step* Context::findStep(const ir::StepOutputRef& ref) const {
  const ir::Job* in = findJob(ref);
  if (in == nullptr) return nullptr;
  auto find = [&](const std::vector<ir::Step>& steps) -> const ir::Step* {
    for (const ir::Step& s : steps) {
      if (s.name == ref.step) return &s;
    }
    return nullptr;
  };
  if (const auto* s = find(in->steps)) return s;
  for (const ir::Hook& h : in->hooks) {
    if (const auto* s = find(h.steps)) return s;
  }
  return nullptr;
}

std::string Context::hoist(std::string_view wish, const std::string& value) {
  for (const auto& [name, text] : hoisted) {
    if (text == value) return name;
  }
  auto taken = [&](const std::string& name) {
    return findVariable(name) != nullptr ||
           std::any_of(hoisted.begin(), hoisted.end(), [&](const auto& variable) { return variable.first == name; });
  };
  std::string name(wish);
  for (int i = 2; taken(name); ++i) name = std::string(wish) + "_" + std::to_string(i);
  hoisted.emplace_back(name, value);
  return name;
}

std::string variableName(std::string_view let) {
  constexpr std::string_view kHidden[] = {"endpoint", "input", "secret", "path", "securefile"};
  std::string lower(let);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  const bool hidden =
      std::any_of(std::begin(kHidden), std::end(kHidden), [&](auto prefix) { return lower.starts_with(prefix); });
  return hidden ? "let_" + std::string(let) : std::string(let);
}

bool given(const ir::Value* value) {
  return value != nullptr && !(value->scalar() != nullptr && value->scalar()->isNull());
}

const ir::Value* setting(const std::vector<ir::Field>& settings, std::string_view name) {
  auto it = std::find_if(settings.begin(), settings.end(), [&](const ir::Field& f) { return f.key == name; });
  return it != settings.end() ? &it->value : nullptr;
}

}  // namespace mlpc::backends::azure_devops
