#pragma once

#include <string>

#include "mlpc/workspace/workspace.h"

namespace mlpc::test {

/// Formats the files of a program and returns what is wrong with that; empty if nothing is. Formatted again they stay
/// the same, and they compile to the same bytes with the same findings, in the same order.
std::string compareFormatted(const workspace::Request& request, source::FileSystem& files);

}  // namespace mlpc::test
