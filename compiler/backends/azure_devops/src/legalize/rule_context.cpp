#include "legalize/rule_context.h"

#include "expression.h"
#include "mlpc/diag/azure_devops.h"

namespace mlpc::backends::azure_devops {

bool RuleContext::insert(const ir::Variable& variable, source::Span origin) {
  const VariableFacts& facts = factsOf(variable);
  if (facts.depth > kDeepestInserted) {
    diags.report(origin, diag::letsInEachOther, variable.name, kDeepestInserted);
    return false;
  }
  if (insertedSize > kMostInserted) return false;  // reported
  insertedSize += facts.size;
  if (insertedSize <= kMostInserted) return true;
  diags.report(origin, diag::insertedTooLarge, variable.name, kMostInserted >> 20U);
  return false;
}

void RuleContext::useGroupVariable(const std::string& group, std::string_view variable, source::Span origin) {
  uses.groups.insert(group);
  uses.groupVariables.push_back({group, std::string(variable), origin});
}

void RuleContext::checkGroups() {
  std::map<std::string, std::vector<const ir::Resource*>> groupsOf;  // by variable, in lower case
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind != vocabulary::Kind::AdoVariableGroup || !uses.groups.contains(resource.resourceName)) continue;
    for (const std::string& name : namesOf(resource)) groupsOf[lowerCase(name)].push_back(&resource);
  }
  std::set<std::string> told;
  for (const Uses::GroupVariable& used : uses.groupVariables) {
    const std::string lower = lowerCase(used.name);
    const auto groups = groupsOf.find(lower);
    if (groups == groupsOf.end() || told.contains(lower)) continue;
    for (const ir::Resource* resource : groups->second) {
      if (resource->resourceName == used.group || !told.insert(lower).second) continue;
      diags.report(used.origin, diag::variableInTwoGroups, used.name, resource->resourceName);
    }
  }
}

}  // namespace mlpc::backends::azure_devops
