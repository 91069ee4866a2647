#include "legalize/rule_context.h"

#include "mlpc/diag/azure_devops.h"

namespace mlpc::backends::azure_devops {

void RuleContext::useGroupVariable(const std::string& group, std::string_view variable, source::Span origin) {
  uses.groups.insert(group);
  uses.groupVariables.push_back({group, std::string(variable), origin});
}

void RuleContext::checkGroups() {
  std::set<std::string> told;
  for (const Uses::GroupVariable& used : uses.groupVariables) {
    const std::string lower = lowerCase(used.name);
    for (const ir::Resource& resource : program.resources) {
      if (resource.kind != vocabulary::Kind::AdoVariableGroup || resource.resourceName == used.group) continue;
      if (!uses.groups.contains(resource.resourceName) || told.contains(lower)) continue;
      for (const std::string& name : namesOf(resource)) {
        if (lowerCase(name) != lower || !told.insert(lower).second) continue;
        diags.report(used.origin, diag::variableInTwoGroups, used.name, resource.resourceName);
      }
    }
  }
}

}  // namespace mlpc::backends::azure_devops
