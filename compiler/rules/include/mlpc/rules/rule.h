#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlpc/diag/record.h"

namespace mlpc::rules {

class Context;
class File;

/// What a rule is about; each has a folder of its own in src/.
enum class Category : uint8_t {
  Correctness,  ///< what a program says but cannot mean
  Python,       ///< the code of components
  Scripts,      ///< the code in bash and PowerShell
  Mlflow,
  Kubernetes,
  Azure,
  Style,  ///< what is allowed and can be removed
  Cost,   ///< what costs money and is not needed
};
std::string_view nameOf(Category category);

/// The severity of what a rule reports.
enum class Level : uint8_t { Off, Info, Warning, Error };

/// Which files a rule judges.
enum class Reach : uint8_t {
  Named,  ///< those that the user named
  Every,  ///< those that they import, too
};

/// The value that an option has by default.
using OptionDefault = std::variant<bool, int64_t, std::string_view, std::span<const std::string_view>>;
/// A value given for an option, of the same alternative as its default.
using OptionValue = std::variant<bool, int64_t, std::string, std::vector<std::string>>;

/// A setting of a rule.
struct Option {
  std::string_view name;
  std::string_view doc;
  OptionDefault standard;
};

/// One rule. Each is declared in its own file, `src/<category>/<name>.cpp`, beside the pages of what it reports, and
/// has a line `MLPC_RULE` in `diag/def/`.
///
/// A rule has one of two functions: `file` looks at one file at a time, `program` at the whole program. What `file`
/// finds depends only on that file and on what the files that it imports declare.
struct Rule {
  static constexpr size_t kMostRecords = 16;

  std::string_view name;  ///< that of the first record
  Category category{};
  Level level = Level::Warning;
  Reach reach = Reach::Every;
  std::array<const diag::Record*, kMostRecords> records{};  ///< everything that it reports, then nulls
  std::span<const Option> options;
  /// It is run before the others; a declaration in which it finds an error is not sound for them.
  bool first = false;
  void (*file)(const File& file, Context& context) = nullptr;
  void (*program)(Context& context) = nullptr;

  [[nodiscard]] bool reports(uint16_t code) const;
  /// The option `optionName`, or null.
  [[nodiscard]] const Option* option(std::string_view optionName) const;
};

}  // namespace mlpc::rules
