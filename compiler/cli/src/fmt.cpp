#include <algorithm>
#include <ostream>
#include <set>

#include "command.h"
#include "findings.h"
#include "folders.h"
#include "mlpc/format/format.h"
#include "mlpc/parse/parse.h"
#include "mlpc/support/text.h"
#include "mlpc/workspace/output.h"
#include "unified_diff.h"

namespace mlpc::cli {
namespace {

/// A file that is to be formatted.
struct ToFormat {
  source::FileId file;
  std::string path;  ///< empty for standard input
};

/// Reads the files and folders of the command line, each file once. False if something could not be read, which has
/// been reported.
bool readAll(const ParsedOptions& options, Environment& environment, source::SourceManager& sources,
             std::vector<ToFormat>& files) {
  bool complete = true;
  std::set<std::string> seen;
  const auto failed = [&](const std::string& what, const source::ReadError& error) {
    cannotRead(environment, what + ": " + error.message);
    complete = false;
  };
  for (const std::string& operand : options.operands) {
    if (operand == "-") {
      if (!seen.insert(operand).second) continue;
      auto text = source::readStream(environment.in);
      if (const auto* error = std::get_if<source::ReadError>(&text)) {
        failed("standard input", *error);
        continue;
      }
      files.push_back({sources.add("<stdin>", "", std::get<std::string>(std::move(text))), ""});
      continue;
    }
    const auto paths = sourcesAt(operand);
    if (const auto* error = std::get_if<source::ReadError>(&paths)) {
      failed(operand, *error);
      continue;
    }
    for (const std::string& path : std::get<std::vector<std::string>>(paths)) {
      if (!seen.insert(environment.files.canonical(path)).second) continue;
      auto text = environment.files.read(path);
      if (const auto* error = std::get_if<source::ReadError>(&text)) {
        failed(path, *error);
        continue;
      }
      files.push_back({sources.add(path, path, std::get<std::string>(std::move(text))), path});
    }
  }
  return complete;
}

}  // namespace

int runFmt(const ParsedOptions& options, Environment& environment) {
  if (options.operands.empty()) return usageError(environment, "no input file", "fmt");
  if (const std::string error = findingsStyleError(options); !error.empty())
    return usageError(environment, error, "fmt");
  const bool check = options.has("--check");
  const bool diff = options.has("--diff");
  source::SourceManager sources;
  std::vector<ToFormat> files;
  if (!readAll(options, environment, sources, files)) return kUsage;

  diag::Engine diags;
  bool changes = false;
  bool outputTaken = check || diff;
  for (const ToFormat& next : files) {
    const auto text = sources.share(next.file);
    const auto parsed = parse::parse(next.file, text);
    const format::Formatted formatted = format::format(*parsed, {});
    diags.add(parsed->findings);
    diags.add(formatted.findings);
    const bool changed = !formatted.edits.empty();
    changes = changes || changed;
    if (diff) environment.out << unifiedDiff(*text, formatted.edits);
    if (check && changed && !diff) environment.out << text->name() << '\n';
    if (check || diff) continue;
    if (next.path.empty()) {
      outputTaken = true;
      environment.out << formatted.text;
    } else if (changed) {
      const std::string why = workspace::writeOne(next.path, {next.path, formatted.text, false, {}});
      if (!why.empty()) return cannotWrite(environment, why);
      environment.err << "formatted " << support::visible(next.path) << '\n';
    }
  }

  printFindings(sources, diags.sorted(), findingsStyle(options, environment), environment,
                outputTaken ? environment.err : environment.out);
  return diags.hasErrors() || (check && changes) ? kInputErrors : kOk;
}

}  // namespace mlpc::cli
