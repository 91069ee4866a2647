#pragma once

#include "mlpc/sema/program.h"
#include "mlpc/sema/standard_tables.h"

namespace mlpc::sema {

/// What the rows of the tables mean; names and other texts point into the tables.
Type typeOf(const tables::Tables& tables, uint32_t row);
Symbol symbolOf(const tables::Tables& tables, uint32_t row);
Signature signatureOf(const tables::Tables& tables, uint32_t row);

}  // namespace mlpc::sema
