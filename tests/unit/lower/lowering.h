#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mlpc/workspace/workspace.h"

namespace mlpc::lower::test {

/// A program that was parsed, checked and lowered from texts in memory. `main.mlp` is the file on the command line.
struct Lowered {
  std::shared_ptr<const workspace::Snapshot> snapshot;
  /// `MLP3901 3:5 message` for each diagnostic, without warnings.
  std::vector<std::string> errors;
  /// `ir::dump`, or the errors if there are any.
  std::string text;

  [[nodiscard]] const ir::Program& program() const { return *snapshot->program; }
};

Lowered lower(const std::string& main, std::map<std::string, std::string> files = {});
/// The part of a dump from the line `head` to the next line that is not indented.
std::string part(const std::string& dump, const std::string& head);

}  // namespace mlpc::lower::test
