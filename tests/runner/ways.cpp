#include "ways.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <sstream>

#include "case.h"
#include "expectations.h"
#include "formatted.h"
#include "mlpc/cli/cli.h"
#include "mlpc/diag/render.h"
#include "mlpc/workspace/workspace.h"
#include "pages.h"

namespace mlpc::test {
namespace fs = std::filesystem;

namespace {

using emit::Outgoing;

/// What passed through the gates. A gate is a plain function, so it cannot write anywhere else.
thread_local std::set<std::pair<Outgoing::Kind, std::string>> seen;

bool remember(const Outgoing& outgoing, diag::Engine& /*diags*/) {
  seen.emplace(outgoing.kind, std::string(outgoing.text));
  return true;
}

constexpr emit::Gate kGates[] = {remember};

struct Run {
  std::shared_ptr<const workspace::Snapshot> snapshot;
  std::set<std::pair<Outgoing::Kind, std::string>> seen;
};

Run compile(workspace::Request request, workspace::Stop stop, bool map, source::FileSystem& files) {
  request.stop = stop;
  request.options.sourceMap = map;
  request.options.moreGates = kGates;
  seen.clear();
  Run run;
  run.snapshot = workspace::compile(request, cli::allBackends(), files);
  run.seen = std::move(seen);
  return run;
}

/// As people see them, and behind that as they were reported.
std::string findingsOf(const Run& run) {
  const auto& snapshot = *run.snapshot;
  std::string text = diag::renderText(snapshot.sources, snapshot.diags.sorted(), {});
  for (const diag::Report& report : snapshot.diags.findings()) {
    text += fmt::format("{} {}-{} {}\n", report.record->code, report.span.begin, report.span.end, report.message);
  }
  return text;
}

bool isString(const YAML::Node& node) {
  if (node.Tag() == "!") return true;  // in quotes, or a block
  static const std::set<std::string> kOther{"null", "true", "false", ".nan", ".inf", "-.inf"};
  if (kOther.contains(node.Scalar())) return false;
  std::istringstream in(node.Scalar());
  double number = 0;
  return !(in >> number) || !in.eof();
}

void demandSeen(const YAML::Node& node, const Run& run, const std::string& file, std::string& problems) {
  const auto demand = [&](Outgoing::Kind kind, const std::string& text) {
    if (!run.seen.contains({kind, text})) problems += fmt::format("  {}: no gate saw `{}`\n", file, text);
  };
  if (node.IsMap()) {
    for (const auto& entry : node) {
      demand(Outgoing::Kind::Name, entry.first.Scalar());
      demandSeen(entry.second, run, file, problems);
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) demandSeen(item, run, file, problems);
  } else if (node.IsScalar() && isString(node)) {
    demand(Outgoing::Kind::Text, node.Scalar());
  }
}

/// Lines of scripts; those of documents in them are seen as documents.
void demandLines(const emit::OutputFile& file, const Run& run, std::string& problems) {
  std::istringstream lines(file.text);
  bool inDocument = false;
  std::string document;
  for (std::string line; std::getline(lines, line);) {
    if (inDocument && line != "YAML") {
      document += line + "\n";
      continue;
    }
    if (inDocument && document.find("${id_") == std::string::npos) {
      demandSeen(YAML::Load(document), run, file.name, problems);
    }
    inDocument = line.find("<<YAML") != std::string::npos || line.find("<<'YAML'") != std::string::npos;
    document.clear();
    const size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && !run.seen.contains({Outgoing::Kind::Script, line.substr(begin)})) {
      problems += fmt::format("  {}: no gate saw the line `{}`\n", file.name, line);
    }
  }
}

std::string compare(const workspace::Request& request, source::FileSystem& files) {
  const Run whole = compile(request, workspace::Stop::Never, false, files);
  const Run checked = compile(request, workspace::Stop::AfterGates, false, files);
  const Run mapped = compile(request, workspace::Stop::Never, true, files);
  std::string problems;
  if (findingsOf(whole) != findingsOf(checked)) {
    problems += "  check finds something else than compile\n" + difference(findingsOf(whole), findingsOf(checked));
  }
  if (checked.seen != whole.seen) problems += "  check does not see what leaves\n";
  const auto& outputs = whole.snapshot->outputs;
  const auto& names = checked.snapshot->outputs;
  const auto& maps = mapped.snapshot->outputs;
  if (outputs.size() != names.size() || outputs.size() != maps.size()) return problems + "  other files\n";
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].name != names[i].name)
      problems += fmt::format("  {}: check calls it {}\n", outputs[i].name, names[i].name);
    if (!names[i].text.empty()) problems += fmt::format("  {}: check printed it\n", names[i].name);
    if (outputs[i].text != maps[i].text) problems += fmt::format("  {}: another text with a map\n", outputs[i].name);
    if (!whole.seen.contains({Outgoing::Kind::File, outputs[i].name})) {
      problems += fmt::format("  {}: no gate saw the name\n", outputs[i].name);
    }
    if (!outputs[i].map.empty()) problems += fmt::format("  {}: a map that nobody wanted\n", outputs[i].name);
    for (const emit::Mapped& entry : maps[i].map) {
      const bool sound = entry.origin.valid() && entry.begin < entry.end && entry.end <= maps[i].text.size();
      if (!sound) problems += fmt::format("  {}: {}: no sound origin\n", maps[i].name, entry.path);
    }
    if (outputs[i].executable) {
      demandLines(outputs[i], whole, problems);
    } else {
      for (const YAML::Node& document : YAML::LoadAll(outputs[i].text)) {
        demandSeen(document, whole, outputs[i].name, problems);
      }
    }
  }
  return problems + compareFormatted(request, files);
}

}  // namespace

std::string compareWays(const fs::path& folder) {
  const CaseInput input = readCase(folder);
  if (!input.problem.empty()) return input.problem;
  return compare(input.request, *input.files);
}

std::pair<int, int> compareWaysOfPages(const std::vector<fs::path>& folders) {
  std::pair<int, int> counts;
  auto files = source::makeMemoryFileSystem({});
  forEachExample(folders, [&](const std::string& name, const std::string& text) {
    workspace::Request request;
    request.inputs.push_back({"example.mlp", text});
    const std::string problems = compare(request, *files);
    (problems.empty() ? counts.first : counts.second) += 1;
    if (!problems.empty()) fmt::print("FAILED {}\n{}", name, problems);
  });
  return counts;
}

}  // namespace mlpc::test
