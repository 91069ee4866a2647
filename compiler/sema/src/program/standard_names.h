#pragma once

#include <string>
#include <string_view>

#include "mlpc/sema/schema_set.h"

namespace mlpc::sema {

/// The type of any resource, which no module declares.
inline constexpr std::string_view kAnyKind = "AnyKind";

/// The full name of a module that people abbreviate in qualified names: `azureml.ManagedCluster`.
std::string_view fullModuleName(std::string_view word);

/// The symbol with a name of the prelude or of what workflows and trainjobs see (`TaskOptions`), or with a dotted name
/// (`azure.devops.Step`); invalid if there is none.
SymbolId findQualified(StandardLibrary& library, std::string_view qualifiedName);

}  // namespace mlpc::sema
