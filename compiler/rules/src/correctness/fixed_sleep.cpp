// Waiting for a fixed time instead of for an event.
#include <algorithm>
#include <iterator>

#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::correctness {

namespace {

/// The seconds of `90`, `90s`, `2m` or `1h`.
unsigned secondsOf(std::string_view length) {
  constexpr unsigned kMost = 100000;
  unsigned seconds = 0;
  for (const char c : length) {
    if (c < '0' || c > '9') break;
    seconds = std::min(kMost, seconds * 10 + static_cast<unsigned>(c - '0'));
  }
  const char unit = length.empty() ? 's' : length.back();
  return unit == 'm' ? seconds * 60 : unit == 'h' ? seconds * 3600 : seconds;
}

constexpr Option kSleepOptions[] = {{"least", "how many seconds are worth a word", int64_t{60}}};

void findFixedSleeps(Context& context) {
  for (const WorkflowScript& script : context.world.fact<WorkflowScripts>().all()) {
    // In a loop it is polling.
    if (script.says("while ") || script.says("until ") || script.says("for ")) continue;
    for (const embedded::ShellCommand& command : script.script->commands) {
      const auto name = std::find_if(command.words.begin(), command.words.end(), [](const embedded::ShellWord& word) {
        return word.value != "sudo" && word.value != "exec";
      });
      if (name == command.words.end() || name->value != "sleep" || command.inCondition) continue;
      const auto length = std::next(name);
      if (length == command.words.end() || secondsOf(length->value) < context.number("least")) continue;
      context.report(script.span(command.range()), diag::fixedSleep, length->value);
    }
  }
}

}  // namespace

extern constinit const Rule fixedSleep{
    .name = "fixed-sleep",
    .category = Category::Correctness,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::fixedSleep.record},
    .options = kSleepOptions,
    .program = findFixedSleeps,
};

}  // namespace mlpc::rules::correctness
