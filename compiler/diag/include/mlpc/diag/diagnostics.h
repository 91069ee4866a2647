#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mlpc/diag/argument.h"

namespace mlpc::diag {

enum class Severity : uint8_t { Error, Warning, Info };

/// What the registry says of a diagnostic. `code` is 1001 for MLP1001; codes are never renumbered or reused.
struct Record {
  uint16_t code;
  Severity severity;
  std::string_view name;     ///< kebab-case, stable
  std::string_view message;  ///< fmt format with `{0}`, `{1}`, …
};

/// A record with the types of its arguments, so that a call with the wrong ones does not compile.
template <typename... Args>
struct Diagnostic {
  Record record;
};

/// The text of a note; notes have no code of their own.
template <typename... Args>
struct Note {
  std::string_view message;
};

// def/*.def hold lines of
//   MLPC_DIAGNOSTIC(code, severity, identifier, "kebab-name", "message", ArgTypes...)
//   MLPC_NOTE(identifier, "message", ArgTypes...)
#define MLPC_DIAGNOSTIC(code, severity, id, name, message, ...) \
  inline constexpr Diagnostic<__VA_ARGS__> id{{code, Severity::severity, name, message}};
#define MLPC_NOTE(id, message, ...) inline constexpr Note<__VA_ARGS__> id{message};
#include "all.def"
#undef MLPC_DIAGNOSTIC
#undef MLPC_NOTE

/// Every record, by code.
std::span<const Record> allRecords();
/// The record of a code (2103), or null.
const Record* findRecord(uint16_t code);
/// The record named `name`, or null.
const Record* findRecord(std::string_view name);

}  // namespace mlpc::diag
