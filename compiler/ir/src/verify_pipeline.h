#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/ir/program.h"

namespace mlpc::ir {

/// The findings of `verify`, with the declaration being looked at.
class Findings {
 public:
  explicit Findings(const Program& program);
  void enter(std::string_view kind, std::string_view name) {
    where_ = std::string(kind) + " `" + std::string(name) + "`";
  }
  void add(std::string text);
  /// What holds for a value wherever it is, but not for the values in it.
  void value(const Value& value);
  /// No key occurs twice.
  void fields(const std::vector<Field>& fields);
  [[nodiscard]] const Program& program() const { return program_; }
  [[nodiscard]] std::vector<std::string> take() { return std::move(list_); }

 private:
  const Program& program_;
  std::string where_;
  std::vector<std::string> list_;
};

/// The graph of one pipeline: every node is in exactly one region, and references go backwards and only to visible
/// nodes.
void verifyPipeline(Findings& findings, const Pipeline& pipeline);

}  // namespace mlpc::ir
