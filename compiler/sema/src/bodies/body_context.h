#pragma once

#include "declarations/declarations.h"
#include "expressions/expression_checker.h"
#include "names/names.h"
#include "program/file_context.h"
#include "types/type_resolver.h"

namespace mlpc::sema {

/// What the checks of bodies need.
struct BodyContext {
  FileContext& file;
  Names& names;
  Declarations& declarations;
  TypeResolver& types;
  ExpressionChecker& expressions;
};

}  // namespace mlpc::sema
