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

/// What the checker knows of a module beyond the Program.
struct ModuleState {
  std::unique_ptr<Scope> scope;
  bool nameless = false;               ///< a declaration was lost with its name
  Progress progress = Progress::None;  ///< of declaring what stands in a file
};

/// The default of a parameter or field, to be checked once its type is whole.
struct PendingDefault {
  ModuleId module;
  Field field;
};

/// A file that is being loaded, for chains of imports.
struct Loading {
  ModuleId module;
  source::Span importSpan;  ///< of the import in it that is being followed
};

struct CheckerState {
  std::deque<ModuleState> modules;  ///< by ModuleId
  std::unordered_map<std::string, ModuleId> byIdentity;
  std::vector<Loading> loading;
  std::unordered_map<uint32_t, Progress> typeProgress;  ///< by SymbolId
  std::unordered_map<uint32_t, Progress> signatureProgress;
  std::vector<PendingDefault> defaults;
  std::unordered_map<uint64_t, std::unordered_map<std::string_view, SymbolId>> members;  ///< jobs and steps by owner
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
bool mayBeLost(const Program& program, const CheckerState& state, source::Span span);

}  // namespace mlpc::sema
