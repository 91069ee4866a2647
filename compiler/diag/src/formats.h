#pragma once

#include <string>
#include <vector>

#include "mlpc/diag/formats.h"

namespace mlpc::diag {

// One for each form; `render` chooses.

std::string renderJsonArray(const std::vector<Located>& findings);
std::string renderJsonLines(const std::vector<Located>& findings);
std::string renderSarif(const std::vector<Located>& findings, const Tool& tool);
std::string renderGitHub(const std::vector<Located>& findings);
std::string renderAzureDevops(const std::vector<Located>& findings);
std::string renderGitLab(const std::vector<Located>& findings);
std::string renderJUnit(const std::vector<Located>& findings);
std::string renderCheckstyle(const std::vector<Located>& findings);
std::string renderRdjson(const std::vector<Located>& findings);

/// The message with those notes that have no place of their own, on one line or several.
std::string wholeMessage(const Located& finding);

}  // namespace mlpc::diag
