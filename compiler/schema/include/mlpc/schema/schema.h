#pragma once

#include "mlpc/sema/schema_set.h"

namespace mlpc::schema {

/// The standard library that is part of the compiler, built when it is first asked for and shared by all compilations
/// of the process.
sema::SchemaSet& standard();

}  // namespace mlpc::schema
