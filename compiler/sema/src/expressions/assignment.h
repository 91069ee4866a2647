#pragma once

#include "program/file_context.h"

namespace mlpc::sema {

/// Reports that a value of type `from` does not fit `to`, unless it does, or is a constant of a wider type that is one
/// of the values of `to`. False if it was reported.
bool requireAssignable(FileContext& file, syntax::ExprId expr, TypeId from, TypeId to);

/// Checks the constraints of a field (`@range`, …) on a value that is known at compile time.
void checkConstraints(FileContext& file, syntax::ExprId expr, const Field& field);

}  // namespace mlpc::sema
