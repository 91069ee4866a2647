#pragma once

#include "program/file_context.h"

namespace mlpc::sema {

/// Reports that a value of type `from` is not what is wanted, unless it fits or a constant of a wider type is one of
/// the values that `to` names. False after a complaint.
bool requireAssignable(FileContext& file, syntax::ExprId expr, TypeId from, TypeId to);

/// Checks the constraints of a field (`@range`, …) on a value that is known when compiling.
void checkConstraints(FileContext& file, syntax::ExprId expr, const Field& field);

}  // namespace mlpc::sema
