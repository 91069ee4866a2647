#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/rules/rule.h"
#include "mlpc/sema/program.h"

namespace mlpc::rules {

/// Every rule, in the order of the table.
std::span<const Rule* const> allRules();
/// The rule called `name`, or null.
const Rule* findRule(std::string_view name);

/// The user's settings for rules; anything not mentioned is as the rule declares it.
struct Settings {
  struct OfRule {
    std::optional<Level> level;  ///< for everything that the rule reports
    std::map<std::string, OptionValue, std::less<>> options;
    bool operator==(const OfRule&) const = default;
  };
  std::map<std::string, OfRule, std::less<>> rules;  ///< by name
  bool operator==(const Settings&) const = default;
};

/// What the rules that look at one file found in each, for the next run over a program in which most files are the
/// same. Only for one run at a time.
class RuleCache {
 public:
  /// How often such rules were run on a file, instead of being taken from the previous run.
  [[nodiscard]] size_t files() const { return count_; }

 private:
  friend class Run;
  struct Kept {
    std::shared_ptr<const sema::CheckedFile> checked;
    std::shared_ptr<const sema::ModuleInterface> interface;
    bool named = false;
    std::unordered_map<const Rule*, std::vector<diag::Report>> found;
  };
  std::unordered_map<uint32_t, Kept> kept_;  ///< by ModuleId
  Settings settings_;
  size_t count_ = 0;
};

/// Runs `rules` over a checked program; their order does not change the findings. `diags` contains the earlier
/// findings: a rule that needs sound declarations skips those with errors. New findings are added to it. Returns how
/// much was looked at, in a unit that does not depend on the machine. `cache`
/// may be null.
size_t run(std::span<const Rule* const> rules, const sema::Program& program, const Settings& settings,
           diag::Engine& diags, RuleCache* cache = nullptr);

/// Runs every rule.
void check(const sema::Program& program, diag::Engine& diags, const Settings& settings = {},
           RuleCache* cache = nullptr);

}  // namespace mlpc::rules
