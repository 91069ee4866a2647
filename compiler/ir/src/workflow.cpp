#include "mlpc/ir/workflow.h"

#include "mlpc/support/id.h"
#include "mlpc/vocabulary/azure_tasks.h"

namespace mlpc::ir {

std::optional<vocabulary::AzureTask> standardTask(std::string_view task) {
  return vocabulary::find<vocabulary::AzureTask>(task);
}

std::string_view Step::calledAs() const {
  return std::visit(support::Overload{[](const AzureTask& task) { return std::string_view(task.task); },
                                      [](auto named) { return vocabulary::name(named); }},
                    what);
}

}  // namespace mlpc::ir
