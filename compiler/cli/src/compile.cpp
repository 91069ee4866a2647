#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "command.h"
#include "findings.h"
#include "inputs.h"
#include "mlpc/ir/verify.h"
#include "mlpc/support/characters.h"
#include "mlpc/support/text.h"
#include "mlpc/workspace/output.h"
#include "programs.h"

namespace mlpc::cli {
namespace {

// What `compile` and `check` have in common. If the usage is wrong, `error` says how.
struct Job {
  workspace::Request request;
  FindingsStyle style;
  std::string error;
  std::string unreadable;  ///< what could not be read, and why
};

/// The pattern of the setting `kfp_version`. The version becomes part of a command that installs the package.
bool isVersion(std::string_view text) {
  const size_t dash = text.find('-');
  std::string_view parts = text.substr(0, dash);
  const auto allOf = [](std::string_view part, auto test) {
    return !part.empty() && std::all_of(part.begin(), part.end(), test);
  };
  const auto plain = [](char c) { return support::isLower(c) || support::isDigit(c); };
  const size_t major = parts.find('.');
  if (major == std::string_view::npos || !allOf(parts.substr(0, major), support::isDigit)) return false;
  while (parts.find('.') != std::string_view::npos) {
    parts.remove_prefix(parts.find('.') + 1);
    if (!allOf(parts.substr(0, parts.find('.')), plain)) return false;
  }
  return dash == std::string_view::npos || allOf(text.substr(dash + 1), [&](char c) { return plain(c) || c == '.'; });
}

Job readJob(const ParsedOptions& options, Environment& environment) {
  Job job;
  if (options.operands.empty()) {
    job.error = "no input file";
    return job;
  }
  const auto version = options.value("--kfp-version");
  if (version && !isVersion(*version)) {
    job.error = fmt::format("`{}` is not a version of kfp, such as 2.15.2", *version);
    return job;
  }
  for (const std::string& operand : options.operands) {
    workspace::Input input{operand, std::nullopt};
    if (operand == "-") {
      auto text = source::readStream(environment.in);
      if (const auto* error = std::get_if<source::ReadError>(&text)) {
        job.unreadable = "standard input: " + error->message;
        return job;
      }
      input.text = std::get<std::string>(std::move(text));
    }
    job.request.inputs.push_back(std::move(input));
  }
  job.request.targets = options.values("--target");
  const auto& targets = job.request.targets;
  if (std::find(targets.begin(), targets.end(), "all") != targets.end()) job.request.targets.clear();
  if (job.error = findingsStyleError(options); !job.error.empty()) return job;
  job.style = findingsStyle(options, environment);
  job.request.options.kfpVersion = version.value_or("");
  return job;
}

// Prints the findings. `data` is where a machine-readable format goes. Returns the exit status.
int report(const workspace::Snapshot& snapshot, const Job& job, Environment& environment, std::ostream& data) {
  for (const std::string& file : snapshot.unreadable) cannotRead(environment, file);
  if (!snapshot.unreadable.empty()) return kUsage;
  printFindings(snapshot.sources, snapshot.diags.sorted(), job.style, environment, data);
  const bool failed =
      snapshot.diags.hasErrors() || (job.style.text.warningsAsErrors && snapshot.diags.warningCount() != 0);
  return failed ? kInputErrors : kOk;
}

/// The same for several programs.
int reportAll(const std::vector<std::shared_ptr<const workspace::Snapshot>>& snapshots, const Job& job,
              Environment& environment) {
  bool complete = true;
  diag::LocatedFindings located;
  std::vector<ProgramFindings> programs;
  for (const auto& snapshot : snapshots) {
    for (const std::string& file : snapshot->unreadable) {
      cannotRead(environment, file);
      complete = false;
    }
    programs.push_back({snapshot->sources, snapshot->diags.sorted()});
    located.add(snapshot->sources, programs.back().reports, job.style.text.warningsAsErrors);
  }
  if (!complete) return kUsage;
  const auto findings = located.take();
  printFindings(programs, findings, job.style, environment, environment.out);
  const bool failed = std::any_of(findings.begin(), findings.end(),
                                  [](const auto& one) { return one.severity == diag::Severity::Error; });
  return failed ? kInputErrors : kOk;
}

bool namesAFolder(const std::string& output) {
  std::error_code error;
  const auto status = std::filesystem::status(output, error);
  if (std::filesystem::exists(status)) return std::filesystem::is_directory(status);
  if (output.ends_with('/')) return true;
  const auto extension = std::filesystem::path(output).extension();
  return extension != ".yaml" && extension != ".yml" && extension != ".json" && extension != ".sh";
}

std::string namesOf(const std::vector<emit::OutputFile>& outputs) {
  std::string names;
  for (const auto& output : outputs) names += (names.empty() ? "" : ", ") + output.name;
  return names;
}

/// The outputs, without the pipelines that other pipelines run: those are part of the pipelines that run them.
std::vector<emit::OutputFile> withoutParts(const workspace::Snapshot& snapshot) {
  std::vector<source::Span> parts;
  for (const ir::Pipeline& pipeline : snapshot.program->pipelines) {
    for (const ir::Node& node : pipeline.nodes) {
      const auto* task = std::get_if<ir::Task>(&node.what);
      const auto* callee = task == nullptr ? nullptr : std::get_if<ir::PipelineId>(&task->callee);
      if (callee != nullptr) parts.push_back(snapshot.program->pipelines[*callee].origin);
    }
  }
  std::vector<emit::OutputFile> whole;
  for (const emit::OutputFile& output : snapshot.outputs) {
    if (std::find(parts.begin(), parts.end(), output.origin) == parts.end()) whole.push_back(output);
  }
  return whole;
}

int writeOutputs(const std::vector<emit::OutputFile>& outputs, const std::string& output, const Inputs& inputs,
                 Environment& environment) {
  if (outputs.empty()) {
    environment.err
        << "mlpc: nothing to emit: no pipeline, trainjob, workflow or resource for the targets that were requested\n";
    return output == "-" || !namesAFolder(output) ? kUsage : kOk;
  }
  if (output == "-" || !namesAFolder(output)) {
    if (outputs.size() != 1) {
      environment.err << fmt::format(
          "mlpc: `-o {}` takes a single output, but there are {}: {}; name a folder, or choose with --target\n", output,
          outputs.size(), namesOf(outputs));
      return kUsage;
    }
    if (output == "-") {
      environment.out << outputs.front().text;
      return kOk;
    }
  }
  const bool folder = namesAFolder(output);
  const auto pathOf = [&](const emit::OutputFile& file) {
    return folder ? (std::filesystem::path(output) / file.name).string() : output;
  };
  for (const auto& file : outputs) {
    if (inputs.contains(pathOf(file))) return cannotWrite(environment, pathOf(file) + std::string(kIsInput));
  }
  const std::string why = folder ? workspace::writeAll(output, outputs) : workspace::writeOne(output, outputs.front());
  if (!why.empty()) return cannotWrite(environment, why);
  // At once: the stream of errors is not buffered.
  std::string written;
  for (const auto& file : outputs) written += "wrote " + support::visible(pathOf(file)) + '\n';
  environment.err << written;
  return kOk;
}

/// Writes the map of each file instead of the file.
std::vector<emit::OutputFile> mapsOf(const std::vector<emit::OutputFile>& outputs,
                                     const workspace::Snapshot& snapshot) {
  std::vector<emit::OutputFile> maps;
  for (const emit::OutputFile& output : outputs) {
    maps.push_back({output.name + ".map.json", emit::sourceMapText(output, snapshot.sources), false, output.origin});
  }
  return maps;
}

}  // namespace

int runCompile(const ParsedOptions& options, Environment& environment) {
  Job job = readJob(options, environment);
  const std::string what = options.value("--emit").value_or("files");
  if (!job.error.empty()) return usageError(environment, job.error, "compile");
  const std::string output = options.value("--output").value_or(what == "ir" ? "-" : ".");
  // The dump shows the values of the program, so it has to pass the gates as files do.
  if (what == "ir") job.request.stop = workspace::Stop::AfterGates;
  job.request.options.sourceMap = what == "source-map";

  if (!job.unreadable.empty()) return cannotRead(environment, job.unreadable);
  Inputs inputs(environment.files);
  const auto snapshot = workspace::compile(job.request, allBackends(), inputs);
  // With `-o -`, standard output carries the output file, so machine-readable findings go elsewhere.
  const bool outputTaken = output == "-";
  const int status = report(*snapshot, job, environment, outputTaken ? environment.err : environment.out);
  if (status != kOk) return status;
  if (what == "ir") {
    const std::string text = ir::dump(*snapshot->program);
    if (output == "-") {
      environment.out << text;
      return kOk;
    }
    const std::string path = namesAFolder(output) ? (std::filesystem::path(output) / "program.ir").string() : output;
    if (inputs.contains(path)) return cannotWrite(environment, path + std::string(kIsInput));
    const std::string why = workspace::writeOne(path, {"program.ir", text, false, {}});
    return why.empty() ? kOk : cannotWrite(environment, why);
  }
  const bool single = snapshot->outputs.size() > 1 && (output == "-" || !namesAFolder(output));
  // Texts of a hundred megabytes are not copied.
  std::vector<emit::OutputFile> chosen;
  if (single) chosen = withoutParts(*snapshot);
  const std::vector<emit::OutputFile>& outputs = single ? chosen : snapshot->outputs;
  if (what == "source-map") return writeOutputs(mapsOf(outputs, *snapshot), output, inputs, environment);
  return writeOutputs(outputs, output, inputs, environment);
}

int runCheck(const ParsedOptions& options, Environment& environment) {
  Job job = readJob(options, environment);
  if (!job.error.empty()) return usageError(environment, job.error, "check");
  if (!job.unreadable.empty()) return cannotRead(environment, job.unreadable);
  job.request.stop = workspace::Stop::AfterGates;
  const auto& operands = options.operands;
  std::error_code unknown;
  const bool single = operands.size() == 1 && !std::filesystem::is_directory(operands.front(), unknown);
  if (single || options.has("--together") || std::find(operands.begin(), operands.end(), "-") != operands.end()) {
    const auto snapshot = workspace::compile(job.request, allBackends(), environment.files);
    return report(*snapshot, job, environment, environment.out);
  }
  std::vector<std::string> roots;
  if (!rootsOf(operands, environment, roots)) return kUsage;
  std::vector<std::shared_ptr<const workspace::Snapshot>> snapshots(roots.size());
  forEachInParallel(roots.size(), environment, [&](size_t i) {
    workspace::Request request = job.request;
    request.inputs = {{roots[i], std::nullopt}};
    snapshots[i] = workspace::compile(request, allBackends(), environment.files);
  });
  return reportAll(snapshots, job, environment);
}

}  // namespace mlpc::cli
