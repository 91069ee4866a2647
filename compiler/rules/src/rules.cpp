// The table of rules, and how they are run.
#include "mlpc/rules/rules.h"

#include <algorithm>
#include <tuple>

#include "mlpc/rules/context.h"

#define MLPC_DIAGNOSTIC(...)
#define MLPC_NOTE(...)
#define MLPC_ALIAS(...)
#define MLPC_RULE(category, code, severity, tells, allowance, id, ...) \
  namespace mlpc::rules::category {                                    \
  extern const Rule id;                                                \
  }
#include "mlpc/diag/all_areas.inc"
#undef MLPC_RULE

namespace mlpc::rules {
namespace {

constexpr const Rule* kAll[] = {
#define MLPC_RULE(category, code, severity, tells, allowance, id, ...) &category::id,
#include "mlpc/diag/all_areas.inc"
};
#undef MLPC_RULE
#undef MLPC_DIAGNOSTIC
#undef MLPC_NOTE
#undef MLPC_ALIAS

diag::Severity severityOf(Level level) {
  switch (level) {
    case Level::Info: return diag::Severity::Info;
    case Level::Warning: return diag::Severity::Warning;
    default: return diag::Severity::Error;
  }
}

}  // namespace

std::string_view nameOf(Category category) {
  switch (category) {
    case Category::Correctness: return "correctness";
    case Category::Python: return "python";
    case Category::Scripts: return "scripts";
    case Category::Mlflow: return "mlflow";
    case Category::Kubernetes: return "kubernetes";
    case Category::Azure: return "azure";
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

/// One run of rules over a program.
class Run {
 public:
  Run(const sema::Program& program, const Settings& settings, RuleCache* cache)
      : program_(program), settings_(settings), world_(program), cache_(cache) {
    if (cache_ == nullptr) return;
    if (!(cache_->settings_ == settings)) cache_->kept_.clear();
    cache_->settings_ = settings;
    prepare();
  }

  size_t run(std::span<const Rule* const> rules, diag::Engine& diags) {
    some(rules, true, diags);
    if (diags.hasErrors()) world_.findUnsound(diags);
    some(rules, false, diags);
    if (cache_ != nullptr) forget();
    return world_.looks();
  }

 private:
  /// Keeps what is still true of each file.
  void prepare() {
    std::unordered_map<uint32_t, RuleCache::Kept> kept;
    for (const File& file : world_.files()) {
      const sema::Module& module = program_.module(file.id());
      const auto last = cache_->kept_.find(file.id().index());
      const bool same = last != cache_->kept_.end() && last->second.checked == module.checked &&
                        last->second.interface == module.interface && last->second.named == file.named();
      if (!same) ++cache_->count_;
      kept.emplace(file.id().index(), same ? std::move(last->second)
                                           : RuleCache::Kept{module.checked, module.interface, file.named(), {}});
    }
    cache_->kept_ = std::move(kept);
  }

  /// What a note in another file points at may have moved.
  void forget() {
    for (const File& file : world_.files()) {
      const auto elsewhere = [&](const diag::AttachedNote& note) {
        return note.span.valid() && note.span.file != file.tree().file;
      };
      const auto& found = cache_->kept_.at(file.id().index()).found;
      if (std::any_of(found.begin(), found.end(), [&](const auto& ofRule) {
            return std::any_of(ofRule.second.begin(), ofRule.second.end(), [&](const diag::Report& report) {
              return std::any_of(report.notes.begin(), report.notes.end(), elsewhere);
            });
          }))
        cache_->kept_.erase(file.id().index());
    }
  }

  void some(std::span<const Rule* const> rules, bool first, diag::Engine& diags) {
    std::vector<diag::Report> found;
    for (const Rule* rule : rules) {
      if (rule->first == first) one(*rule, found);
    }
    const auto key = [](const diag::Report& report) {
      return std::tuple(report.span.file.index(), report.span.begin, report.span.end, report.record->code);
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const diag::Report& a, const diag::Report& b) { return key(a) < key(b); });
    diag::Findings sorted;
    for (diag::Report& report : found) sorted.add(std::move(report));
    diags.add(sorted);
  }

  void one(const Rule& rule, std::vector<diag::Report>& out) {
    const auto given = settings_.rules.find(rule.name);
    const Settings::OfRule* set = given != settings_.rules.end() ? &given->second : nullptr;
    const Level level = set != nullptr && set->level ? *set->level : rule.level;
    if (level == Level::Off) return;
    const auto reportsOf = [&](const auto& judge) {
      Context context(world_, rule, set);
      judge(context);
      std::vector<diag::Report> reports = context.found().sorted();
      // A rule that reports several things keeps their severities unless somebody has set its level.
      for (diag::Report& report : reports) {
        if (set != nullptr && set->level) report.severity = severityOf(level);
      }
      return reports;
    };
    const auto add = [&](const std::vector<diag::Report>& reports) {
      out.insert(out.end(), reports.begin(), reports.end());
    };
    if (rule.program != nullptr) return add(reportsOf(rule.program));
    for (const File& file : world_.files()) {
      if (!file.named() && rule.reach == Reach::Named) continue;
      const auto judge = [&](Context& context) { rule.file(file, context); };
      if (cache_ == nullptr) {
        add(reportsOf(judge));
        continue;
      }
      auto& kept = cache_->kept_.at(file.id().index()).found;
      auto known = kept.find(&rule);
      if (known == kept.end()) known = kept.emplace(&rule, reportsOf(judge)).first;
      add(known->second);
    }
  }

  const sema::Program& program_;
  const Settings& settings_;
  World world_;
  RuleCache* cache_;
};

size_t run(std::span<const Rule* const> rules, const sema::Program& program, const Settings& settings,
           diag::Engine& diags, RuleCache* cache) {
  return Run(program, settings, cache).run(rules, diags);
}

void check(const sema::Program& program, diag::Engine& diags, const Settings& settings, RuleCache* cache) {
  run(allRules(), program, settings, diags, cache);
}

}  // namespace mlpc::rules
