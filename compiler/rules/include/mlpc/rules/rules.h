#pragma once

#include <map>
#include <span>
#include <string>

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
  };
  std::map<std::string, OfRule, std::less<>> rules;  ///< by name
};

/// Runs `rules` over a checked program; their order does not change the findings. `diags` contains the earlier
/// findings: a rule that needs sound declarations skips those with errors. New findings are added to it. Returns how
/// much was looked at, in a unit that does not depend on the machine.
size_t run(std::span<const Rule* const> rules, const sema::Program& program, const Settings& settings,
           diag::Engine& diags);

/// Runs every rule.
void check(const sema::Program& program, diag::Engine& diags, const Settings& settings = {});

}  // namespace mlpc::rules
