#pragma once

#include <map>
#include <string>
#include <vector>

#include "checking.h"
#include "mlpc/rules/rules.h"

namespace mlpc::rules::test {

/// A program that was parsed, checked and judged by rules.
class Judged : public sema::test::Checked {
 public:
  /// By all rules. `text` is main.mlp; `files` are others that it may import, by path.
  explicit Judged(std::string text, std::map<std::string, std::string> files = {}, const Settings& settings = {})
      : Checked(std::move(text), std::move(files)) {
    check(*program, diags, settings);
  }
  /// By these rules only, in that order.
  Judged(std::string text, std::map<std::string, std::string> files, const std::vector<const Rule*>& rules,
         const Settings& settings = {})
      : Checked(std::move(text), std::move(files)) {
    run(rules, *program, settings, diags);
  }
};

}  // namespace mlpc::rules::test
