#include "mlpc/diag/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "command.h"
#include "findings.h"
#include "inputs.h"
#include "mlpc/importers/kfp/kfp.h"
#include "mlpc/workspace/output.h"

namespace mlpc::cli {
namespace {

namespace kfp = importers::kfp;

std::shared_ptr<const workspace::Snapshot> compileImported(const kfp::Imported& imported, Environment& environment) {
  workspace::Request request;
  request.inputs.push_back({"-", imported.text});
  request.targets.emplace_back("kfp");
  return workspace::compile(request, allBackends(), environment.files);
}

/// Lets the declarations of the source allow the findings about them that can be allowed: the document they come from
/// already exists. False if there were none.
bool allowFindings(const workspace::Snapshot& snapshot, kfp::Imported& imported) {
  std::map<size_t, std::set<std::string>> byLine;
  for (const diag::Report& report : snapshot.diags.sorted()) {
    constexpr uint16_t kLint = 7000;
    const bool lint = report.record->code >= kLint && report.record->code < kLint + 1000;
    if (report.severity == diag::Severity::Info || lint || !report.span.valid()) continue;
    if (diag::mayBeAllowed(*report.record))
      byLine[snapshot.sources.start(report.span).line].insert(std::string(report.record->name));
  }
  return kfp::allow(imported, byLine);
}

/// Compiles the source and reports where the result differs from the document that was read.
void checkImport(kfp::Imported& imported, source::SourceManager& sources, source::FileId file, diag::Engine& diags,
                 Environment& environment) {
  auto snapshot = compileImported(imported, environment);
  // One finding may hide others.
  for (int rounds = 0; rounds < 4 && allowFindings(*snapshot, imported); ++rounds)
    snapshot = compileImported(imported, environment);
  if (snapshot->diags.hasErrors()) {
    for (const diag::Report& report : snapshot->diags.sorted()) {
      if (report.severity != diag::Severity::Error) continue;
      const size_t line = report.span.valid() ? snapshot->sources.start(report.span).line : 0;
      diags.report({file, 0, 0}, diag::importRejected, line, diag::Phrase(report.message));
    }
    return;
  }
  const auto output =
      std::find_if(snapshot->outputs.begin(), snapshot->outputs.end(),
                   [&](const emit::OutputFile& candidate) { return candidate.name == imported.fileName; });
  if (output != snapshot->outputs.end()) kfp::reportDifferences(imported, sources, output->text, diags);
}

}  // namespace

int runImport(const ParsedOptions& options, Environment& environment) {
  if (options.operands.size() != 1) return usageError(environment, "`import` expects one file", "import");
  if (const std::string error = findingsStyleError(options); !error.empty())
    return usageError(environment, error, "import");
  const std::string& operand = options.operands.front();
  Inputs inputs(environment.files);
  std::variant<std::string, source::ReadError> read;
  if (operand == "-") {
    read = source::readStream(environment.in);
  } else {
    read = inputs.read(operand);
  }
  if (const auto* error = std::get_if<source::ReadError>(&read)) {
    return cannotRead(environment, (operand == "-" ? "standard input" : operand) + ": " + error->message);
  }
  source::SourceManager sources;
  diag::Engine diags;
  const source::FileId file = sources.add(operand == "-" ? "<stdin>" : operand, operand == "-" ? "" : operand,
                                          std::get<std::string>(std::move(read)));
  auto imported = kfp::importPipeline(sources, file, diags);
  if (imported) checkImport(*imported, sources, file, diags, environment);

  const std::string output = options.value("--output").value_or("-");
  // Standard output may carry the source.
  printFindings(sources, diags.sorted(), findingsStyle(options, environment), environment,
                output == "-" ? environment.err : environment.out);
  if (!imported) return kInputErrors;
  if (output == "-") {
    environment.out << imported->text;
  } else if (inputs.contains(output)) {
    return cannotWrite(environment, output + std::string(kIsInput));
  } else if (const std::string why = workspace::writeOne(output, {output, imported->text, false, {}}); !why.empty()) {
    return cannotWrite(environment, why);
  }
  return diags.size() == 0 ? kOk : kResidue;
}

}  // namespace mlpc::cli
