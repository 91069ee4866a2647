#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>
#include <vector>

#include "mlpc/cli/cli.h"

namespace {

/// Whether a person looks at standard error and has not asked for plain text.
bool usesColour() {
  const char* plain = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && (plain == nullptr || *plain == '\0') &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const auto files = mlpc::source::makeRealFileSystem();
  mlpc::cli::Environment environment{std::cin, std::cout, std::cerr, *files, usesColour()};
  return mlpc::cli::run(arguments, environment);
}
