#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "context.h"

namespace mlpc::backends::azure_devops {

/// A script ready for a step: the text, and the environment variables through which values come in.
struct Script {
  std::string text;
  HeldVariables env;
  std::set<std::string> predefined;  ///< Azure's own variables that it reads
};

/// The text of a script. A value that is known only at run time (or when Azure expands the file) is never spliced into
/// code: it comes in as a variable of the process. `prologue` lines come before what the user wrote.
Script renderScript(Context& context, const ir::Value& script, vocabulary::Language language,
                    const std::vector<std::string>& prologue);

/// The lines at the start of a script: `set -euo pipefail` (for bash, unless `strict` is off), and `set_output` if it
/// is called.
std::vector<std::string> scriptPrologue(const ir::Step& step, const ir::Value& script, vocabulary::Language language);

/// What runs the script of `az`: PowerShell, if its fence says so.
inline vocabulary::Language shellOf(const ir::Step& step) {
  return step.language && isPowerShell(*step.language) ? *step.language : vocabulary::Language::Bash;
}

/// A name for the process variable through which `value` comes in: one that has no other meaning to the shell, to the
/// script or to Azure, and that is not in `env`. `words` are those of the script.
std::string freeName(const Context& context, const std::string& wish, const std::string& value,
                     const std::unordered_set<std::string_view>& words, HeldVariables& env);

/// True if the script mentions `word` outside comments.
bool mentions(const ir::Value& script, std::string_view word);

}  // namespace mlpc::backends::azure_devops
