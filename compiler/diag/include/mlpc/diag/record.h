#pragma once

#include <cstdint>
#include <string_view>

#include "mlpc/diag/argument.h"

namespace mlpc::diag {

enum class Severity : uint8_t { Error, Warning, Info };

/// What a finding is about. Absences are not reported where something could not be read: what is missing may be there.
enum class Tells : uint8_t { Presence, Absence };

/// Whether a finding can be allowed with `@allow` by those who know better: warnings, and errors about what a target or
/// a Python body does at run time, after which documents can still be written. Not what the language itself forbids.
enum class Allowance : uint8_t { Strict, Allowable };

/// What the registry knows about a diagnostic. `code` is 1001 for MLP1001; codes are never renumbered or reused.
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

/// A record with the types of its arguments, so that a call with wrong ones does not compile. Those of an area are in
/// the header of its name, generated from `def/AREA.def`: `mlpc/diag/types.h`.
template <typename... Args>
struct Diagnostic {
  Record record;
};

/// The text of a note; notes have no codes of their own.
template <typename... Args>
struct Note {
  std::string_view message;
};

}  // namespace mlpc::diag
