#pragma once

#include <string>
#include <vector>

namespace mlpc::lower::testing {

/// What the program prints when it runs `code`.
std::string run(const std::string& program, const std::string& code);

/// Strings with characters that have a meaning to a shell or to Python.
const std::vector<std::string>& nastyTexts();

}  // namespace mlpc::lower::testing
