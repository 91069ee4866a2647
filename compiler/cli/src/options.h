#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mlpc::cli {

/// What a shell offers as a value or an operand.
enum class Offer {
  Nothing,
  Choices,
  Paths,
  Sources,      ///< `.mlp`
  Documents,    ///< `.yaml`, `.yml`
  Diagnostics,  ///< codes and names of diagnostics
  Commands,
};

/// An option of a command: `-o DIR`, `-oDIR`, `--output DIR` or `--output=DIR`, or a flag without a value.
struct OptionSpec {
  std::string_view name;       ///< `--output`
  std::string_view shortName;  ///< `-o`, or empty
  std::string_view value;      ///< what help calls the value; empty for a flag
  std::string_view help;
  Offer offer = Offer::Nothing;
  std::span<const std::string_view> choices = {};  ///< the possible values; empty if any is allowed
  /// What a value that is not among `choices` is called: "there is no target `x`". Empty: "`--color` expects …".
  std::string_view noun = {};
  bool repeatable = false;
};

/// The part of a command line after the command's name, parsed.
struct ParsedOptions {
  std::vector<std::string> operands;
  std::vector<std::pair<std::string_view, std::string>> given;  ///< by OptionSpec::name
  std::string error;                                            ///< empty if nothing was wrong

  [[nodiscard]] bool has(std::string_view name) const;
  /// The last value that was given.
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view name) const;
};

/// `--` ends the options; a lone `-` is an operand.
ParsedOptions parseOptions(std::span<const std::string_view> arguments, std::span<const OptionSpec> specs);

/// `a, b and c`
std::string enumerate(std::span<const std::string_view> words, std::string_view conjunction);

}  // namespace mlpc::cli
