#include "mlpc/config/config.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "mlpc/diag/config.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/registry.h"
#include "mlpc/support/text.h"

namespace mlpc::config {
namespace {

constexpr size_t kMostBytes = size_t{1} << 20U;
constexpr std::array<std::string_view, 4> kLevels = {"off", "info", "warning", "error"};

class Reader {
 public:
  Reader(const source::SourceManager& sources, source::FileId file, diag::Engine& diags)
      : source_(sources.file(file)), file_(file), diags_(diags) {}

  Config run() {
    if (source_.text().size() > kMostBytes) {
      diags_.report(source::Span{file_, 0, 0}, diag::configUnreadable, diag::Phrase("it is larger than 1 MiB"));
      return {};
    }
    try {
      // Positions are counted behind a byte order mark.
      const std::string_view text = source_.text();
      behindMark_ = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
      const YAML::Node root = YAML::Load(std::string(text.substr(behindMark_)));
      if (!root || root.IsNull()) return {};
      if (expect(root, root.IsMap(), "a mapping")) top(root);
    } catch (const YAML::Exception& error) {
      diags_.report(at(error.mark, 0), diag::configUnreadable, diag::Phrase(error.msg));
    }
    return std::move(config_);
  }

 private:
  [[nodiscard]] source::Span at(const YAML::Mark& mark, size_t length) const {
    const auto size = static_cast<uint32_t>(source_.text().size());
    const uint32_t begin = mark.is_null() ? 0 : std::min(static_cast<uint32_t>(mark.pos) + behindMark_, size);
    return {file_, begin, std::min(begin + static_cast<uint32_t>(length), size)};
  }
  [[nodiscard]] source::Span at(const YAML::Node& node) const {
    return at(node.Mark(), node.IsScalar() ? node.Scalar().size() : 0);
  }

  bool expect(const YAML::Node& node, bool is, std::string_view what) {
    if (!is) diags_.report(at(node), diag::configWrongValue, diag::Phrase(what));
    return is;
  }

  void suggest(diag::Builder& report, const YAML::Node& node, const std::optional<std::string>& near) const {
    if (!near) return;
    report.note({}, diag::didYouMean, *near);
    // Not in quotes, where the text is elsewhere.
    const source::Span span = at(node);
    if (source_.text().substr(span.begin, span.end - span.begin) == node.Scalar())
      report.fix("write `" + *near + "`", false, {{span, *near}});
  }

  /// Reports a key that means nothing.
  void unknown(const YAML::Node& key, const std::vector<std::string>& known) {
    const std::string& text = key.Scalar();
    auto report = diags_.report(at(key), diag::configUnknownKey, text);
    suggest(report, key, support::closest(text, known));
  }

  /// Reports a key that a mapping has twice, of which one would be ignored.
  void twice(const YAML::Node& mapping) {
    std::set<std::string> seen;
    for (const auto& entry : mapping) {
      if (entry.first.IsScalar() && !seen.insert(entry.first.Scalar()).second)
        diags_.report(at(entry.first), diag::configWrongValue, diag::Phrase("given once"));
      if (entry.second.IsMap()) twice(entry.second);
    }
  }

  void top(const YAML::Node& root) {
    twice(root);
    for (const auto& entry : root) {
      const std::string key = entry.first.Scalar();
      if (key == "lint") {
        if (expect(entry.second, entry.second.IsMap(), "a mapping")) lint(entry.second);
      } else if (key == "exclude") {
        strings(entry.second, config_.exclude);
      } else {
        unknown(entry.first, {"lint", "exclude"});
      }
    }
  }

  void lint(const YAML::Node& node) {
    for (const auto& entry : node) {
      const std::string key = entry.first.Scalar();
      if (key == "select") {
        selectors(entry.second, config_.select);
      } else if (key == "ignore") {
        selectors(entry.second, config_.ignore);
      } else if (key == "baseline") {
        if (expect(entry.second, entry.second.IsScalar(), "a path")) config_.baseline = entry.second.Scalar();
      } else if (key == "rules") {
        if (!expect(entry.second, entry.second.IsMap(), "a mapping")) continue;
        for (const auto& rule : entry.second) ofRule(rule.first, rule.second);
      } else {
        unknown(entry.first, {"select", "ignore", "baseline", "rules"});
      }
    }
  }

  void strings(const YAML::Node& node, std::vector<std::string>& into) {
    if (!expect(node, node.IsSequence(), "a list of strings")) return;
    for (const YAML::Node& item : node) {
      if (expect(item, item.IsScalar(), "a string")) into.push_back(item.Scalar());
    }
  }

  void selectors(const YAML::Node& node, Selectors& into) {
    if (!expect(node, node.IsSequence(), "a list of rules, codes and categories")) return;
    for (const YAML::Node& item : node) {
      if (!expect(item, item.IsScalar(), "a rule, a code or a category")) continue;
      if (isSelector(item.Scalar())) {
        into.push_back(item.Scalar());
      } else {
        unknownRule(item);
      }
    }
  }

  void unknownRule(const YAML::Node& node) {
    std::vector<std::string> names;
    for (const diag::Record& record : diag::allRecords()) names.emplace_back(record.name);
    auto report = diags_.report(at(node), diag::configUnknownRule, node.Scalar());
    suggest(report, node, support::closest(node.Scalar(), names));
  }

  std::optional<rules::Level> level(const YAML::Node& node) {
    // YAML 1.1 reads `off` as a boolean; it is the text that counts.
    const auto* found = node.IsScalar() ? std::find(kLevels.begin(), kLevels.end(), node.Scalar()) : kLevels.end();
    if (!expect(node, found != kLevels.end(), "off, info, warning or error")) return std::nullopt;
    return static_cast<rules::Level>(found - kLevels.begin());
  }

  void ofRule(const YAML::Node& name, const YAML::Node& value) {
    const rules::Rule* rule = rules::findRule(name.Scalar());
    const diag::Record* record = diag::findRecord(name.Scalar());
    if (rule == nullptr && record == nullptr) return unknownRule(name);
    if (rule == nullptr && !diag::mayBeAllowed(*record)) {
      diags_.report(at(name), diag::configStrictRule, name.Scalar());
      return;
    }
    if (value.IsScalar()) {
      if (const auto set = level(value)) setLevel(rule, name.Scalar(), *set);
      return;
    }
    if (!expect(value, value.IsMap(), "a level, or a mapping of `level` and options")) return;
    for (const auto& entry : value) {
      const std::string key = entry.first.Scalar();
      if (key == "level") {
        if (const auto set = level(entry.second)) setLevel(rule, name.Scalar(), *set);
      } else if (const rules::Option* known = rule != nullptr ? rule->option(key) : nullptr) {
        option(*rule, *known, entry.second);
      } else {
        std::vector<std::string> names{"level"};
        for (size_t i = 0; rule != nullptr && i < rule->options.size(); ++i) names.emplace_back(rule->options[i].name);
        unknown(entry.first, names);
      }
    }
  }

  void setLevel(const rules::Rule* rule, const std::string& name, rules::Level level) {
    if (rule != nullptr) {
      config_.rules.rules[std::string(rule->name)].level = level;
    } else {
      config_.levels[name] = level;
    }
  }

  void option(const rules::Rule& rule, const rules::Option& known, const YAML::Node& value) {
    auto& options = config_.rules.rules[std::string(rule.name)].options;
    const std::string name(known.name);
    if (std::holds_alternative<bool>(known.standard)) {
      const std::string text = value.IsScalar() ? value.Scalar() : "";
      if (expect(value, text == "true" || text == "false", "true or false")) options[name] = text == "true";
    } else if (std::holds_alternative<int64_t>(known.standard)) {
      int64_t number = 0;
      if (expect(value, value.IsScalar() && YAML::convert<int64_t>::decode(value, number), "a whole number"))
        options[name] = number;
    } else if (std::holds_alternative<std::string_view>(known.standard)) {
      if (expect(value, value.IsScalar(), "a string")) options[name] = value.Scalar();
    } else {
      std::vector<std::string> words;
      strings(value, words);
      options[name] = std::move(words);
    }
  }

  const source::SourceFile& source_;
  source::FileId file_;
  diag::Engine& diags_;
  uint32_t behindMark_ = 0;
  Config config_;
};

}  // namespace

std::optional<std::string> find(source::FileSystem& files, const std::string& folder) {
  std::filesystem::path at = files.canonical(folder.empty() ? "." : folder);
  while (true) {
    const std::string candidate = (at / kFileName).string();
    std::error_code error;
    if (std::filesystem::is_regular_file(candidate, error)) return candidate;
    if (!at.has_relative_path()) return std::nullopt;
    at = at.parent_path();
  }
}

Config read(const source::SourceManager& sources, source::FileId file, diag::Engine& diags) {
  return Reader(sources, file, diags).run();
}

}  // namespace mlpc::config
