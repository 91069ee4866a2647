#include <algorithm>

#include "mlpc/config/config.h"
#include "mlpc/diag/registry.h"
#include "mlpc/diag/render.h"

namespace mlpc::config {
namespace {

/// The rule that reports a diagnostic, or null.
const rules::Rule* ruleOf(const diag::Record& record) {
  const auto all = rules::allRules();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const rules::Rule* rule) { return rule->reports(record.code); });
  return found == all.end() ? nullptr : *found;
}

bool isCode(std::string_view selector) {
  return selector.starts_with("MLP") && selector.size() <= 7 &&
         std::all_of(selector.begin() + 3, selector.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool isSelector(std::string_view selector) {
  if (selector == "all") return true;
  const auto records = diag::allRecords();
  if (isCode(selector)) {
    return std::any_of(records.begin(), records.end(),
                       [&](const diag::Record& record) { return diag::codeText(record.code).starts_with(selector); });
  }
  const auto all = rules::allRules();
  return diag::findRecord(selector) != nullptr || std::any_of(all.begin(), all.end(), [&](const rules::Rule* rule) {
           return rule->name == selector || rules::nameOf(rule->category) == selector;
         });
}

bool selects(const Selectors& selectors, const diag::Record& record) {
  if (selectors.empty()) return false;
  const rules::Rule* rule = ruleOf(record);
  const std::string code = diag::codeText(record.code);
  return std::any_of(selectors.begin(), selectors.end(), [&](const std::string& selector) {
    if (selector == "all" || selector == record.name) return true;
    if (isCode(selector)) return code.starts_with(selector);
    return rule != nullptr && (rule->name == selector || rules::nameOf(rule->category) == selector);
  });
}

bool isForced(const diag::Record& record, diag::Severity severity) {
  return !diag::mayBeAllowed(record) && severity == diag::Severity::Error && ruleOf(record) == nullptr;
}

std::optional<diag::Severity> shown(const Config& config, const diag::Record& record, diag::Severity severity) {
  if (const auto level = config.levels.find(record.name); level != config.levels.end()) {
    switch (level->second) {
      case rules::Level::Off: return std::nullopt;
      case rules::Level::Info: severity = diag::Severity::Info; break;
      case rules::Level::Warning: severity = diag::Severity::Warning; break;
      case rules::Level::Error: severity = diag::Severity::Error; break;
    }
  }
  if (isForced(record, severity)) return severity;
  if (!config.select.empty() && !selects(config.select, record)) return std::nullopt;
  if (selects(config.ignore, record)) return std::nullopt;
  return severity;
}

bool matches(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  if (pattern.ends_with('/')) return matches(std::string(pattern) + "**", path);
  if (pattern.find('/') == std::string_view::npos) {
    // A name anywhere: of the file, or of a folder around it.
    while (!path.empty()) {
      const size_t slash = path.find('/');
      if (matches("x/" + std::string(pattern), "x/" + std::string(path.substr(0, slash)))) return true;
      if (slash == std::string_view::npos) return false;
      path.remove_prefix(slash + 1);
    }
    return false;
  }
  // Where to continue when what follows a star does not fit: after one more character of what it stands for.
  size_t p = 0;
  size_t t = 0;
  struct Star {
    size_t pattern = std::string_view::npos;
    size_t text = 0;
  };
  Star name;
  Star any;
  while (t < path.size()) {
    if (pattern.substr(p).starts_with("**")) {
      p += pattern.substr(p).starts_with("**/") ? 3 : 2;
      any = {p, t};
      name = {};
    } else if (p < pattern.size() && pattern[p] == '*') {
      name = {++p, t};
    } else if (p < pattern.size() && (pattern[p] == path[t] || (pattern[p] == '?' && path[t] != '/'))) {
      ++p;
      ++t;
    } else if (name.pattern != std::string_view::npos && path[name.text] != '/') {
      p = name.pattern;
      t = ++name.text;
    } else if (any.pattern != std::string_view::npos) {
      // Folders are skipped as a whole.
      const bool folders = pattern[any.pattern - 1] == '/';
      const size_t slash = path.find('/', any.text);
      if (folders && slash == std::string_view::npos) return false;
      p = any.pattern;
      t = any.text = folders ? slash + 1 : any.text + 1;
      name = {};
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace mlpc::config
