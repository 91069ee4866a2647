// Requests whose failure nobody notices.
#include <algorithm>
#include <iterator>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::correctness {

namespace {

bool failsLoudly(std::string_view option) {
  if (option == "--fail" || option == "--fail-with-body" || option == "-w" || option == "--write-out") return true;
  return option.size() > 1 && option[0] == '-' && option[1] != '-' && option.find('f') != std::string_view::npos;
}

/// Only where the answer matters: for a request that has an effect.
bool changesSomething(std::string_view option) {
  return option == "--data" || option == "-d" || option == "-X" || option == "--request" ||
         option.starts_with("--data-");
}

void findQuietRequests(Context& context) {
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) {
    for (const embedded::ShellCommand& command : script.script->commands) {
      const auto name = std::find_if(command.words.begin(), command.words.end(), [](const embedded::ShellWord& word) {
        return word.value != "sudo" && word.value != "exec";
      });
      if (name == command.words.end() || name->value != "curl" || command.condition) continue;
      const auto any = [&](bool (*test)(std::string_view)) {
        return std::any_of(std::next(name), command.words.end(),
                           [&](const embedded::ShellWord& word) { return test(word.value); });
      };
      if (any(changesSomething) && !any(failsLoudly)) context.report(script.span(name->range), diag::curlWithoutFail);
    }
  }
}

}  // namespace

extern constinit const Rule curlWithoutFail{
    .name = "curl-without-fail",
    .category = Category::Correctness,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::curlWithoutFail.record},
    .program = findQuietRequests,
};

}  // namespace mlpc::rules::correctness
