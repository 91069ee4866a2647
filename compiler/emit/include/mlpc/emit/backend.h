#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/output_file.h"
#include "mlpc/source/span.h"

namespace mlpc::diag {
class Engine;
}
namespace mlpc::source {
class SourceManager;
}

namespace mlpc::emit {

class Outlet;

/// A name or text on its way into a file.
struct Outgoing {
  enum class Kind : uint8_t {
    File,     ///< the name of a file
    Name,     ///< the key of a map
    Text,     ///< a string
    Words,    ///< the strings of a list, separated by spaces: a command, which can be split anywhere
    Comment,  ///< a line of a comment
    Script,   ///< a line of a script
    Lines,    ///< all lines of a script
    Packed,   ///< the content of a file that is packed into a text, and so cannot be seen in it; any bytes
  };
  /// What a value is for, as far as the document says.
  enum class Role : uint8_t {
    Field,
    Variable,  ///< of a process
    Input,     ///< of a pipeline or component
    Secret,    ///< the data of a Kubernetes Secret
  };
  /// A part of a text that was asked for elsewhere.
  struct Part {
    size_t begin = 0;  ///< it ends where the next one begins
    source::Span origin;
  };

  Kind kind = Kind::Text;
  std::string_view file;  ///< the file it goes to; empty for a part of several
  std::string_view key;   ///< the nearest key above it; of a file that is packed, its name
  std::string_view text;
  source::Span origin;  ///< where it was asked for
  /// What the document calls it: `key`, or the name beside it in `{name: DB_HOST, value: …}`, or that of the input of
  /// which it is the default.
  std::string_view name = {};
  Role role = Role::Field;
  std::span<const Part> parts = {};                ///< of words and lines
  const source::SourceManager* sources = nullptr;  ///< the texts that origins refer to; may be null
};

/// A rule about what leaves the compiler, by whatever route. It comes after the rules of a target. Returns whether it
/// has nothing to say, not even what `@allow` silences, about a text of this kind, role and name wherever it was asked
/// for.
using Gate = bool (*)(const Outgoing& outgoing, diag::Engine& diags);
/// The rules for every target.
std::span<const Gate> gates();

/// What the command line passes to back ends: one record for all of them, so that nothing in between depends on them.
struct BackendOptions {
  std::string kfpVersion;  ///< of the KFP runtime package; empty for the pinned one
  bool sourceMap = false;  ///< files come with source maps
  /// Further rules about what leaves, in addition to `gates()`.
  std::span<const Gate> moreGates = {};
};

/// A program that the rules of a target have checked, and what is left to do.
struct Legalized {
  std::vector<OutputFile> files;  ///< their names and origins; nothing is mapped yet
  /// Maps the program to documents and passes them to the outlet, in the order of `files`. To be called only if there
  /// were no errors, and while the program exists.
  std::function<void(Outlet& outlet)> map;
};

}  // namespace mlpc::emit
