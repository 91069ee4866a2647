#pragma once

#include <string>
#include <vector>

#include "mlpc/ir/program.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::ir {

/// What is wrong with the structure of a program: references out of range or out of scope, missing origins, yields
/// without a value, … Empty if it is sound. A finding is always a defect of the compiler, never of the input.
std::vector<std::string> verify(const Program& program);

/// A readable text of the whole program for `--emit ir` and goldens. Stable: same program, same text.
std::string dump(const Program& program);

/// The same, with `@file:line:col` after each node and value that has a place.
std::string dump(const Program& program, const source::SourceManager& sources);

}  // namespace mlpc::ir
