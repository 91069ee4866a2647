// What services of continuous integration read from the output of a step.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "formats.h"
#include "mlpc/diag/render.h"
#include "mlpc/support/text.h"

namespace mlpc::diag {
namespace {

using Json = nlohmann::ordered_json;

/// A replacement for characters that would end a command or a part of it.
struct Escape {
  char character;
  std::string_view text;
};

std::string escaped(std::string_view text, std::initializer_list<Escape> escapes) {
  std::string out;
  for (const char c : text) {
    std::string_view replacement(&c, 1);
    for (const Escape& escape : escapes) {
      if (escape.character == c) replacement = escape.text;
    }
    out += replacement;
  }
  return out;
}

// github.com/actions/toolkit, packages/core/src/command.ts: escapeData and escapeProperty
std::string githubData(std::string_view text) { return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}}); }
std::string githubProperty(std::string_view text) {
  return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}});
}

// github.com/microsoft/azure-pipelines-agent, src/Agent.Sdk/Util/CommandStringConvertor.cs. Agents that decode `%AZP25`
// do so since 2.176; older ones show it as it is.
std::string azure(std::string_view text) {
  return escaped(text, {{'%', "%AZP25"}, {';', "%3B"}, {'\r', "%0D"}, {'\n', "%0A"}, {']', "%5D"}});
}

/// The agent looks for commands anywhere in a line.
std::string withoutCommands(std::string text) {
  for (size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at)) text.replace(at, 2, "**");
  return text;
}

/// The code and name, which make a title.
std::string title(const Located& one) { return fmt::format("{} {}", codeText(one.record->code), one.record->name); }

}  // namespace

std::string renderGitHub(const std::vector<Located>& findings) {
  std::string out;
  for (const Located& one : findings) {
    const std::string_view command = one.severity == Severity::Error     ? "error"
                                     : one.severity == Severity::Warning ? "warning"
                                                                         : "notice";
    out += fmt::format("::{} ", command);
    if (one.at) {
      out += fmt::format("file={},line={},endLine={},", githubProperty(one.at->file), one.at->start.line,
                         one.at->end.line);
      // Columns mean something only on one line.
      if (one.at->start.line == one.at->end.line)
        out += fmt::format("col={},endColumn={},", one.at->start.column, one.at->end.column);
    }
    out += fmt::format("title={}::{}\n", githubProperty(title(one)), githubData(wholeMessage(one)));
  }
  return out;
}

std::string renderAzureDevops(const std::vector<Located>& findings) {
  std::string out;
  for (const Located& one : findings) {
    // There are only errors and warnings; the rest is text in the log.
    if (one.severity == Severity::Info) {
      const std::string place =
          one.at ? fmt::format("{}:{}:{}: ", one.at->file, one.at->start.line, one.at->start.column) : "";
      out += withoutCommands(support::visible(
                 fmt::format("{}info[{}]: {}", place, codeText(one.record->code), wholeMessage(one)))) +
             "\n";
      continue;
    }
    out += fmt::format("##vso[task.logissue type={};", one.severity == Severity::Error ? "error" : "warning");
    if (one.at) {
      out += fmt::format("sourcepath={};linenumber={};columnnumber={};endlinenumber={};endcolumnnumber={};",
                         azure(one.at->file), one.at->start.line, one.at->start.column, one.at->end.line,
                         one.at->end.column);
    }
    out += fmt::format("code={};]{}\n", codeText(one.record->code), azure(wholeMessage(one)));
  }
  return out;
}

// docs.gitlab.com/ci/testing/code_quality
std::string renderGitLab(const std::vector<Located>& findings) {
  Json list = Json::array();
  for (const Located& one : findings) {
    const std::string_view severity = one.severity == Severity::Error     ? "critical"
                                      : one.severity == Severity::Warning ? "minor"
                                                                          : "info";
    // Without a file there is nothing to show it at.
    const std::string file = one.at ? one.at->file : ".";
    list.push_back(
        {{"description", wholeMessage(one)},
         {"check_name", one.record->name},
         {"fingerprint", one.fingerprint},
         {"severity", severity},
         {"location",
          {{"path", file},
           {"lines", {{"begin", one.at ? one.at->start.line : 1}, {"end", one.at ? one.at->end.line : 1}}}}}});
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// github.com/reviewdog/reviewdog, proto/rdf: columns are bytes from 1, ends exclusive
std::string renderRdjson(const std::vector<Located>& findings) {
  const auto range = [](const Location& at) {
    return Json{{"start", {{"line", at.start.line}, {"column", at.startByte}}},
                {"end", {{"line", at.end.line}, {"column", at.endByte}}}};
  };
  Json list = Json::array();
  for (const Located& one : findings) {
    Json json = {{"message", wholeMessage(one)},
                 {"severity", one.severity == Severity::Error     ? "ERROR"
                              : one.severity == Severity::Warning ? "WARNING"
                                                                  : "INFO"},
                 {"code", {{"value", codeText(one.record->code)}, {"url", pageUrl(one.record->code)}}}};
    json["location"] = {{"path", one.at ? one.at->file : ""}};
    if (one.at) json["location"]["range"] = range(*one.at);
    Json suggestions = Json::array();
    for (const LocatedFix& fix : one.fixes) {
      // One edit is one suggestion, in the file of the finding.
      if (fix.edits.size() == 1 && one.at && fix.edits.front().at.file == one.at->file)
        suggestions.push_back({{"range", range(fix.edits.front().at)}, {"text", fix.edits.front().text}});
    }
    if (!suggestions.empty()) json["suggestions"] = std::move(suggestions);
    list.push_back(std::move(json));
  }
  const Json whole = {{"source", {{"name", "mlpc"}, {"url", "https://mlpc.dev"}}}, {"diagnostics", std::move(list)}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mlpc::diag
