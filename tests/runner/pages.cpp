#include "pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "case.h"
#include "mlpc/cli/cli.h"
#include "mlpc/diag/registry.h"
#include "mlpc/diag/render.h"
#include "mlpc/workspace/workspace.h"
#include "sites.h"

namespace mlpc::test {
namespace fs = std::filesystem;

namespace {

// The first fenced block of `language` below the heading; longer fences may contain shorter ones.
std::optional<std::string> block(const std::string& page, const std::string& heading, const std::string& language) {
  size_t at = page.find("\n## " + heading + "\n");
  if (at == std::string::npos) return std::nullopt;
  const size_t next = page.find("\n## ", at + 1);
  const size_t open = page.find("\n```", at + 1);
  if (open == std::string::npos || open > next) return std::nullopt;
  size_t ticks = 0;
  while (page[open + 1 + ticks] == '`') ++ticks;
  const size_t lineEnd = page.find('\n', open + 1);
  if (page.substr(open + 1 + ticks, lineEnd - open - 1 - ticks) != language) return std::nullopt;
  const std::string fence = "\n" + std::string(ticks, '`') + "\n";
  const size_t close = page.find(fence, lineEnd);
  if (close == std::string::npos) return std::nullopt;
  return page.substr(lineEnd + 1, close - lineEnd);
}

std::string problemsOf(const diag::Record& record, const std::string& page) {
  const std::string code = diag::codeText(record.code);
  const std::string title = fmt::format("# {}: {}\n", code, record.name);
  if (page.rfind(title, 0) != 0)
    return fmt::format("  the page must begin with `{}`\n", title.substr(0, title.size() - 1));
  if (block(page, "Fails", "console")) return {};  // shown by tests of the command line
  const auto failing = block(page, "Fails", "mlp");
  const auto fixed = block(page, "Fixed", "mlp");
  if (!failing) return "  no ```mlp block under `## Fails`\n";
  if (!fixed) return "  no ```mlp block under `## Fixed`\n";

  std::string problems;
  auto files = source::makeMemoryFileSystem({});
  auto compile = [&](const std::string& text) {
    workspace::Request request;
    request.inputs.push_back({"example.mlp", text});
    return workspace::compile(request, cli::allBackends(), *files);
  };
  const auto bad = compile(*failing);
  bool found = false;
  for (const auto& report : bad->diags.sorted()) {
    if (report.record->code == record.code)
      found = true;
    else if (report.severity == diag::Severity::Error)
      problems += fmt::format("  failing example: also {}: {}\n", diag::codeText(report.record->code), report.message);
  }
  if (!found) problems += fmt::format("  failing example: does not give {}\n", code);
  const auto good = compile(*fixed);
  for (const auto& report : good->diags.sorted()) {
    if (report.severity != diag::Severity::Info)
      problems += fmt::format("  fixed example: {}: {}\n", diag::codeText(report.record->code), report.message);
  }
  return problems;
}

}  // namespace

void forEachExample(const std::vector<fs::path>& folders,
                    const std::function<void(const std::string&, const std::string&)>& visit) {
  for (const fs::path& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".md" || !entry.path().stem().string().starts_with("MLP")) continue;
      const std::string page = readFile(entry.path());
      for (const char* heading : {"Fails", "Fixed"}) {
        const auto example = block(page, heading, "mlp");
        if (example) visit(entry.path().stem().string() + " " + heading, *example);
      }
    }
  }
}

std::pair<int, int> checkPages(const std::vector<fs::path>& folders, const std::set<std::string>& codes) {
  int passed = 0;
  int failed = 0;
  std::map<std::string, fs::path> pages;
  for (const fs::path& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".md") continue;
      const std::string stem = entry.path().stem().string();
      const bool known = stem.size() == 7 && stem.rfind("MLP", 0) == 0 &&
                         std::all_of(stem.begin() + 3, stem.end(), ::isdigit) &&
                         diag::findRecord(static_cast<uint16_t>(std::stoi(stem.substr(3)))) != nullptr;
      const bool isNew = pages.emplace(stem, entry.path()).second;
      if (known && isNew) continue;
      ++failed;
      fmt::print("FAILED {}\n  {}\n", entry.path().string(),
                 known ? "there are two pages for this code" : "no diagnostic has this code");
    }
  }
  for (const diag::Record& record : diag::allRecords()) {
    const std::string code = diag::codeText(record.code);
    if (!codes.empty() && !codes.contains(code)) continue;
    beginCase(code);
    const auto page = pages.find(code);
    const std::string problems =
        page != pages.end() ? problemsOf(record, readFile(page->second)) : "  there is no page\n";
    (problems.empty() ? passed : failed) += 1;
    if (!problems.empty()) fmt::print("FAILED {} {}\n{}", code, record.name, problems);
  }
  return {passed, failed};
}

}  // namespace mlpc::test
