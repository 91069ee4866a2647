#pragma once

#include <cstdint>
#include <string_view>

#include "mlpc/diag/argument.h"

namespace mlpc::diag {

enum class Severity : uint8_t { Error, Warning, Info };

/// What a finding tells. Absences are not reported where something could not be read: what is missing may be there.
enum class Tells : uint8_t { Presence, Absence };

/// Whether those who know better can allow a finding with `@allow`: warnings, and errors about what a target or a body
/// of Python does when it runs, after which the documents still have a form. Not what the language itself forbids.
enum class Allowance : uint8_t { Strict, Allowable };

/// What the registry says of a diagnostic. `code` is 1001 for MLP1001; codes are never renumbered or reused.
struct Record {
  uint16_t code;
  Severity severity;
  Tells tells;
  Allowance allowance;
  std::string_view name;     ///< kebab-case, stable
  std::string_view message;  ///< fmt format with `{0}`, `{1}`, …
};

[[nodiscard]] constexpr bool tellsAbsence(const Record& record) { return record.tells == Tells::Absence; }
[[nodiscard]] constexpr bool mayBeAllowed(const Record& record) { return record.allowance == Allowance::Allowable; }

/// A record with the types of its arguments, so that a call with the wrong ones does not compile. Those of an area are
/// in the header of its name, made from `def/AREA.def`: `mlpc/diag/types.h`.
template <typename... Args>
struct Diagnostic {
  Record record;
};

/// The text of a note; notes have no code of their own.
template <typename... Args>
struct Note {
  std::string_view message;
};

}  // namespace mlpc::diag
