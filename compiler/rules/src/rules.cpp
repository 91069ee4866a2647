// The table of rules, and how they are run.
#include "mlpc/rules/rules.h"

#include <algorithm>
#include <tuple>

#include "mlpc/rules/context.h"
#include "table.h"

namespace mlpc::rules {
namespace {

constexpr const Rule* kAll[] = {
#define MLPC_RULE(category, identifier) &category::identifier,
#include "table.def"
#undef MLPC_RULE
};

diag::Severity severityOf(Level level) {
  switch (level) {
    case Level::Info: return diag::Severity::Info;
    case Level::Warning: return diag::Severity::Warning;
    default: return diag::Severity::Error;
  }
}

void runOne(const Rule& rule, const World& world, const Settings::OfRule* settings, std::vector<diag::Report>& out) {
  const Level level = settings != nullptr && settings->level ? *settings->level : rule.level;
  if (level == Level::Off) return;
  Context context(world, rule, settings);
  if (rule.program != nullptr) rule.program(context);
  for (const File& file : world.files()) {
    if (rule.file != nullptr && (file.named() || rule.reach == Reach::Every)) rule.file(file, context);
  }
  for (diag::Report& report : context.found().sorted()) {
    // A rule that reports several things keeps their severities unless its level was set.
    if (settings != nullptr && settings->level) report.severity = severityOf(level);
    out.push_back(std::move(report));
  }
}

}  // namespace

std::string_view nameOf(Category category) {
  switch (category) {
    case Category::Correctness: return "correctness";
    case Category::Mlflow: return "mlflow";
    case Category::Kubernetes: return "kubernetes";
    case Category::Azure: return "azure";
    case Category::Security: return "security";
    case Category::Style: return "style";
    case Category::Cost: return "cost";
  }
  return {};
}

bool Rule::reports(uint16_t code) const {
  return std::any_of(records.begin(), records.end(),
                     [&](const diag::Record* record) { return record != nullptr && record->code == code; });
}

const Option* Rule::option(std::string_view optionName) const {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == optionName; });
  return found != options.end() ? &*found : nullptr;
}

std::span<const Rule* const> allRules() { return kAll; }

const Rule* findRule(std::string_view name) {
  const auto all = allRules();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Rule* rule) { return rule->name == name; });
  return found != all.end() ? *found : nullptr;
}

size_t run(std::span<const Rule* const> rules, const sema::Program& program, const Settings& settings,
           diag::Engine& diags) {
  const World world(program, diags);
  std::vector<diag::Report> found;
  for (const Rule* rule : rules) {
    const auto set = settings.rules.find(rule->name);
    runOne(*rule, world, set != settings.rules.end() ? &set->second : nullptr, found);
  }
  const auto key = [](const diag::Report& report) {
    return std::tuple(report.span.file.index(), report.span.begin, report.span.end, report.record->code,
                      std::string_view(report.message));
  };
  std::sort(found.begin(), found.end(), [&](const diag::Report& a, const diag::Report& b) { return key(a) < key(b); });
  diag::Findings sorted;
  for (diag::Report& report : found) sorted.add(std::move(report));
  diags.add(sorted);
  return world.looks();
}

void check(const sema::Program& program, diag::Engine& diags, const Settings& settings) {
  run(allRules(), program, settings, diags);
}

}  // namespace mlpc::rules
