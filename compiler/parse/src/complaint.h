#pragma once

#include <cstdint>
#include <functional>

#include "mlpc/diag/engine.h"

namespace mlpc::parse {

/// Adds something to a report; empty if there is nothing to add.
using Hint = std::function<void(diag::Builder&)>;

/// A note without a place of its own.
template <typename... Args, typename... Texts>
Hint hint(const diag::Note<Args...>& note, Texts... texts) {
  return [=, form = &note](diag::Builder& report) { report.note({}, *form, texts...); };
}

/// A diagnostic that is held back, since it may turn out to be a mere consequence of another one.
struct Complaint {
  uint32_t at = 0;
  /// Whether it may be a consequence of another error on its line, and other errors a consequence of it. Of these, only
  /// the first on a line is reported.
  bool cascades = true;
  std::function<void(diag::Engine&)> report;
  /// How far around it the damage goes.
  enum class Role : uint8_t {
    Local,      ///< none beyond its line
    Unclosed,   ///< a bracket that was closed at `until`, between statements: its contents are doubtful
    Crossed,    ///< a bracket that was closed at `until`, where the closer of another one was found
    Misshapen,  ///< the braces do not match: the whole declaration is doubtful
    Stray,      ///< a `)` or `]` too many
    StrayBrace,
    StrayFence,
    Junk,        ///< nothing from here to the end of the declaration could be read
    Nameless,    ///< something has lost its name
    Understood,  ///< none: what was meant is certain, and was read as such
  };
  Role role = Role::Local;
  uint32_t until = 0;
};

}  // namespace mlpc::parse
