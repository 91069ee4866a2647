#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "checker.h"

namespace mlpc::sema {

enum class Progress : uint8_t { None, Working, Done };

/// The default of a parameter or field, to be checked once its type is whole.
struct PendingDefault {
  ModuleId module;
  Field field;
};

struct CheckerState {
  std::unordered_map<uint32_t, std::unique_ptr<Scope>> fileScopes;  ///< by ModuleId
  std::unordered_map<uint32_t, ModuleInterface*> standardTables;    ///< likewise
  std::unordered_map<uint32_t, Progress> typeProgress;              ///< by SymbolId
  std::unordered_map<uint32_t, Progress> signatureProgress;
  std::vector<PendingDefault> defaults;
  std::vector<SymbolId> narrowed;  ///< inputs that `present(x) ?` has shown to be there
  bool compileTime = false;        ///< in settings, whose values must be known early
  int depth = 0;
  bool tooDeepTold = false;  ///< of the expression that is checked now
  /// Module and name of unknown `x` in `x.y` that were told.
  std::unordered_set<std::string> lostBases;
  size_t suggestions = 0;  ///< how many "did you mean" were looked for
  bool draining = false;
};

/// Whether the parser complained inside a declaration: what lacks there may have been written.
bool isBroken(const Program& program, ModuleId module, syntax::DeclId decl);
/// Whether the name that is not found at `span` may have been declared by what could not be read.
bool mayBeLost(const Program& program, ModuleId file, source::Span span);

}  // namespace mlpc::sema
