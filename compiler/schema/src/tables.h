#pragma once

#include "mlpc/sema/standard_tables.h"

namespace mlpc::schema {

/// The standard library as the build resolved it.
const sema::tables::Tables& standardTables();

}  // namespace mlpc::schema
