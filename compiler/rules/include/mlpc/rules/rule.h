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
  Correctness,  ///< what a program says and cannot mean
  Mlflow,
  Kubernetes,
  Azure,
  Security,
  Style,  ///< what is allowed and can go
  Cost,   ///< what is paid for and not needed
};
std::string_view nameOf(Category category);

/// How loud a rule is.
enum class Level : uint8_t { Off, Info, Warning, Error };

/// Which files a rule judges.
enum class Reach : uint8_t {
  Named,  ///< those that the user named
  Every,  ///< those that they import, too
};

/// The value of an option that a rule has from the start.
using OptionDefault = std::variant<bool, int64_t, std::string_view, std::span<const std::string_view>>;
/// A value that is given for an option: of the alternative of its default.
using OptionValue = std::variant<bool, int64_t, std::string, std::vector<std::string>>;

/// Something about a rule that can be set.
struct Option {
  std::string_view name;
  std::string_view doc;
  OptionDefault standard;
};

/// One rule. It is declared in a file of its own, `src/<category>/<name>.cpp`, beside the pages of what it reports, and
/// has a line in `src/table.def`.
///
/// A rule looks at one file at a time (`file`) or at the whole program (`program`); it has one of the two. What `file`
/// finds depends on that file and on what the files that it imports declare, on nothing else.
struct Rule {
  static constexpr size_t kMostRecords = 4;

  std::string_view name;  ///< of the first record
  Category category{};
  Level level = Level::Warning;
  Reach reach = Reach::Every;
  std::array<const diag::Record*, kMostRecords> records{};  ///< all that it reports, then nulls
  std::span<const Option> options;
  void (*file)(const File& file, Context& context) = nullptr;
  void (*program)(Context& context) = nullptr;

  [[nodiscard]] bool reports(uint16_t code) const;
  /// The option `optionName`, or null.
  [[nodiscard]] const Option* option(std::string_view optionName) const;
};

}  // namespace mlpc::rules
