// Options of `az` that are abbreviated.
#include "azure/az_options.h"
#include "facts/workflow_scripts.h"
#include "mlpc/diag/scripts.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::azure {

namespace {

/// The Azure CLI accepts the beginning of an option if only one option begins with it.
void findAbbreviations(Context& context) {
  eachOddOption(context.world.fact<WorkflowScripts>(), [&](const OddOption& odd) {
    if (odd.beginning.size() != 1) return;
    const source::Span at = odd.script.span(odd.option.range);
    context.report(at, diag::azAbbreviation, odd.option.name, odd.beginning.front())
        .fix("write it out", true, {{at, odd.beginning.front()}});
  });
}

}  // namespace

extern constinit const Rule azAbbreviation{
    .name = "az-abbreviation",
    .category = Category::Azure,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::azAbbreviation.record},
    .program = findAbbreviations,
};

}  // namespace mlpc::rules::azure
