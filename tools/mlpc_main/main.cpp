#include <fcntl.h>
#include <unistd.h>

#include <csignal>
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

/// A closed standard stream must not become the descriptor of a file: it is replaced by one of which reading (0) or
/// writing (1) fails. Nobody is interested in what is written to a closed standard error.
void occupyStandardStreams() {
  constexpr int kModes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    // Gives the lowest number that is free.
    if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", kModes[descriptor]) != descriptor) std::_Exit(2);
  }
}

}  // namespace

int main(int argc, char** argv) {
  occupyStandardStreams();
  // A file that grows beyond a limit is reported like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const auto files = mlpc::source::makeRealFileSystem();
  mlpc::cli::Environment environment{std::cin, std::cout, std::cerr, *files, usesColour()};
  return mlpc::cli::run(arguments, environment);
}
