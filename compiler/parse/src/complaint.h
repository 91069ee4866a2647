#pragma once

#include <cstdint>
#include <functional>

#include "mlpc/diag/engine.h"

namespace mlpc::parse {

/// A diagnostic that is held back, since what follows may show that it was a mere consequence.
struct Complaint {
  uint32_t at = 0;
  /// Whether it may be the consequence of another error on its line, and that of others may come from it. Of such, only
  /// the first of a line is told.
  bool cascades = true;
  std::function<void(diag::Engine&)> report;
  /// What kind of harm it does to what stands around it.
  enum class Role : uint8_t {
    Local,      ///< none beyond its line
    Unclosed,   ///< a bracket that was closed at `until`, between statements: what it held is doubtful
    Crossed,    ///< a bracket that was closed at `until` because the closer of another one stood there
    Misshapen,  ///< braces do not match: the whole declaration is doubtful
    Stray,      ///< a `)` or `]` too many
    StrayBrace,
    StrayFence,
    Junk,      ///< nothing from here to the end of the declaration could be read
    Nameless,  ///< something has lost its name
  };
  Role role = Role::Local;
  uint32_t until = 0;
};

}  // namespace mlpc::parse
