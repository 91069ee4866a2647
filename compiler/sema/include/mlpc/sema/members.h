#pragma once

#include <span>

#include "mlpc/sema/program.h"
#include "mlpc/vocabulary/words.h"

// What can be behind a dot, apart from fields and outputs.
namespace mlpc::sema {

/// What `run` or `task` has in a pipeline, or in a workflow.
std::span<const vocabulary::Property> propertiesOf(vocabulary::Space space, bool workflow);

/// Calls `visit` with the table of the jobs of a stage or steps of a job, and with those of the templates that it uses,
/// until it returns true.
template <typename Visit>
void forEachMembers(const Program& program, SymbolId owner, const Visit& visit) {
  for (SymbolId at = owner; at; at = program.symbols[at].callee) {
    const ModuleId module = program.symbols[at].module;
    if (!module) continue;
    for (const FileTables* part : partsOf(program.module(module))) {
      if (part == nullptr) continue;
      const auto members = part->members.find(at.index());
      if (members != part->members.end() && visit(members->second)) return;
    }
  }
}

}  // namespace mlpc::sema
