#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/rules/rules.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::config {

inline constexpr std::string_view kFileName = "mlpc.yaml";

/// What a selector such as `MLP71`, `unused-input` or `style` stands for: see `selects`.
using Selectors = std::vector<std::string>;

/// The settings of a project, from `mlpc.yaml`.
struct Config {
  rules::Settings rules;                                    ///< levels and options of rules
  std::map<std::string, rules::Level, std::less<>> levels;  ///< of diagnostics that no rule reports, by name
  Selectors select;                                         ///< if not empty, only these are reported
  Selectors ignore;                                         ///< these are not, even if they are selected
  std::vector<std::string> exclude;                         ///< patterns of paths that folders are searched without
  std::optional<std::string> baseline;                      ///< a path, relative to the file
};

/// The `mlpc.yaml` of a folder: in it, or in the nearest folder above that has one. Nothing if none has.
std::optional<std::string> find(source::FileSystem& files, const std::string& folder);

/// Reads a file. What it cannot use is reported, and left out of the result.
Config read(const source::SourceManager& sources, source::FileId file, diag::Engine& diags);

/// The JSON schema of the file (draft 2020-12), for editors.
std::string schema();

/// Whether a selector names something: a code or the beginning of one (`MLP7101`, `MLP71`), the name of a diagnostic or
/// of a rule, a category of rules, or `all`.
bool isSelector(std::string_view selector);
/// Whether one of the selectors stands for this diagnostic.
bool selects(const Selectors& selectors, const diag::Record& record);
/// With which severity a finding is shown under these settings; nothing if it is not. What the language forbids always
/// is.
std::optional<diag::Severity> shown(const Config& config, const diag::Record& record, diag::Severity severity);
/// Whether it is an error of the language, which no settings concern.
bool isForced(const diag::Record& record, diag::Severity severity);
/// Whether a path, relative to the folder of the configuration, matches a pattern: `*` and `?` within a name, `**` for
/// any folders; a pattern without a slash matches a name anywhere.
bool matches(std::string_view pattern, std::string_view path);

}  // namespace mlpc::config
