#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "mlpc/embedded/az_command.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules {

/// A bash script in a workflow or in one of its templates, which bash would accept.
struct WorkflowScript {
  const File* file = nullptr;
  syntax::DeclId decl;      ///< that contains it
  syntax::ExprId settings;  ///< of its step; invalid if that has none
  bool signedIn = false;    ///< of the step `az`, which comes with the extension for machine learning
  const embedded::CodeText* text = nullptr;
  const embedded::ShellScript* script = nullptr;
  std::vector<embedded::AzCommand> az;

  [[nodiscard]] source::Span span(embedded::Range range) const { return text->span(range.begin, range.end); }
  [[nodiscard]] bool says(std::string_view word) const { return text->text().find(word) != std::string_view::npos; }
  /// Whether a value differs from run to run: a placeholder known only at run time, or a variable.
  [[nodiscard]] bool changes(const embedded::CommandOption* option) const;
  /// The placeholder that makes up a word, or null.
  [[nodiscard]] const embedded::CodeText::Placeholder* placeholder(const embedded::ShellWord& word) const;
};

class WorkflowScripts {
 public:
  explicit WorkflowScripts(const World& world);

  [[nodiscard]] const std::deque<WorkflowScript>& all() const { return all_; }
  /// Calls `visit(const WorkflowScript&, const embedded::AzCommand&)` for each `az` command.
  template <typename Visit>
  void eachAz(const Visit& visit) const {
    for (const WorkflowScript& script : all_) {
      for (const embedded::AzCommand& command : script.az) visit(script, command);
    }
  }
  /// The same for the calls of one command, `ml workspace create`.
  template <typename Visit>
  void eachAz(std::string_view path, const Visit& visit) const {
    eachAz([&](const WorkflowScript& script, const embedded::AzCommand& command) {
      if (command.path == path) visit(script, command);
    });
  }

 private:
  void collect(const World& world, const File& file, syntax::DeclId decl, const syntax::Block& body);
  void add(const World& world, const File& file, WorkflowScript script, syntax::ExprId fence);

  std::deque<WorkflowScript> all_;
};

}  // namespace mlpc::rules
