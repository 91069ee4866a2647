#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

#include "mlpc/source/source_manager.h"
#include "mlpc/workspace/workspace.h"

namespace mlpc::cli {

/// What the process provides to a command: streams, files, and what is known about the terminal.
struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  source::FileSystem& files;
  bool colour = false;  ///< `err` is shown to a person
};

/// Exit statuses, which never change, since scripts depend on them.
enum ExitStatus : int {
  kOk = 0,
  kInputErrors = 1,  ///< errors in the input, or warnings with --werror
  kUsage = 2,        ///< wrong usage, or a file that cannot be read or written
  kResidue = 3,      ///< `import` left a residue, which it lists
};

/// Runs one command line (without the program's name). Returns the exit status.
int run(std::span<const std::string_view> arguments, Environment& environment);

/// The back ends for `--target`, in the order in which they run.
std::span<const workspace::Backend> allBackends();

}  // namespace mlpc::cli
