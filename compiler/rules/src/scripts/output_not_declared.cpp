// The outputs that a script sets against those that its step declares.
#include <unordered_set>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/workflows.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/azure_devops.h"

namespace mlpc::rules::scripts {

namespace {

using embedded::ShellCommand;
using embedded::ShellWord;
using syntax::RecordExpr;
using syntax::RecordItem;

/// The value of `outputs` in the settings of a step; invalid if it is not there.
syntax::ExprId outputsOf(const WorkflowScript& script) {
  const auto* settings = script.file->as<RecordExpr>(script.settings);
  if (settings == nullptr) return {};
  for (const RecordItem& item : settings->items) {
    if (!item.spread && is(item.key.text, vocabulary::ado::Step::Outputs)) return item.value;
  }
  return {};
}

/// What the record of outputs names; a spread may name anything.
struct Declared {
  std::unordered_set<std::string_view> names;
  bool any = false;

  explicit Declared(const RecordExpr* record) {
    for (size_t i = 0; record != nullptr && i < record->items.size(); ++i) {
      any = any || record->items[i].spread;
      names.insert(record->items[i].key.text);
    }
  }
  [[nodiscard]] bool contains(std::string_view name) const { return any || names.contains(name); }
};

void judgeOutputs(const WorkflowScript& script, Context& context) {
  const syntax::ExprId outputs = outputsOf(script);
  const auto* record = script.file->as<RecordExpr>(outputs);
  const bool elsewhere = outputs && record == nullptr;  // declared by a name
  bool unknown = elsewhere || !script.script->whole;
  const Declared declared(record);
  std::unordered_set<std::string_view> set;
  for (const ShellCommand& command : script.script->commands) {
    if (command.words.size() < 2 || command.words[0].value != "set_output") continue;
    const ShellWord& name = command.words[1];
    if (name.expands || name.value.find(embedded::kPlaceholderByte) != std::string::npos) {
      unknown = true;
      continue;
    }
    set.insert(name.value);
    if (!elsewhere && !declared.contains(name.value))
      context.report(script.span(name.range), diag::outputNotDeclared, name.value);
  }
  // A script that runs another one may rely on that.
  if (record == nullptr || unknown || script.says("task.setvariable")) return;
  for (const RecordItem& item : record->items) {
    if (!item.spread && !set.contains(item.key.text))
      context.report(item.key.span, diag::outputNeverSet, item.key.text);
  }
}

void findWrongOutputs(Context& context) {
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) judgeOutputs(script, context);
}

}  // namespace

extern constinit const Rule outputNotDeclared{
    .name = "output-not-declared",
    .category = Category::Scripts,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::outputNotDeclared.record, &diag::outputNeverSet.record},
    .first = true,
    .program = findWrongOutputs,
};

}  // namespace mlpc::rules::scripts
