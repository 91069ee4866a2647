#include "mlpc/driver/compilation.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/ir/verify.h"
#include "mlpc/lower/lower.h"
#include "mlpc/parse/parse.h"
#include "mlpc/rules/rules.h"
#include "mlpc/schema/schema.h"
#include "module_loader.h"

namespace mlpc::driver {
namespace {

constexpr std::string_view kStandardInput = "-";

std::vector<std::shared_ptr<const syntax::Tree>> parseInputs(const Request& request, source::FileSystem& files,
                                                             Snapshot& snapshot) {
  std::vector<std::shared_ptr<const syntax::Tree>> trees;
  std::vector<std::string> seen;
  for (const Input& input : request.inputs) {
    const std::string canonical = input.path == kStandardInput ? input.path : files.canonical(input.path);
    if (std::find(seen.begin(), seen.end(), canonical) != seen.end()) continue;
    seen.push_back(canonical);
    std::string text;
    if (input.text) {
      text = *input.text;
    } else {
      auto read = files.read(input.path);
      if (auto* error = std::get_if<source::ReadError>(&read)) {
        snapshot.unreadable.push_back(input.path + ": " + error->message);
        continue;
      }
      text = std::get<std::string>(std::move(read));
    }
    const bool standardInput = input.path == kStandardInput;
    const source::FileId file =
        snapshot.sources.add(standardInput ? "<stdin>" : input.path, standardInput ? "" : input.path, std::move(text));
    trees.push_back(parse::parseFile(snapshot.sources, file, snapshot.diags));
  }
  return trees;
}

// Two artefacts that would overwrite each other. Names of files are compared without case, as some file systems do.
void rejectEqualNames(Snapshot& snapshot) {
  std::unordered_map<std::string, source::Span> names;
  for (const emit::OutputFile& output : snapshot.outputs) {
    std::string key = output.name;
    std::transform(key.begin(), key.end(), key.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto [it, added] = names.emplace(key, output.origin);
    if (!added)
      snapshot.diags.report(output.origin, diag::equalOutputNames, output.name).note(it->second, diag::otherOutput);
  }
}

}  // namespace

std::unique_ptr<Snapshot> compile(const Request& request, std::span<const Backend> backends,
                                  source::FileSystem& files) {
  auto snapshot = std::make_unique<Snapshot>();
  auto trees = parseInputs(request, files, *snapshot);
  if (!snapshot->unreadable.empty()) return snapshot;

  const source::FileId first = trees.empty() ? source::FileId() : trees.front()->file;
  Loader loader(snapshot->sources, files, snapshot->diags);
  snapshot->checked = sema::check(snapshot->sources, std::move(trees), schema::standard(), loader, snapshot->diags);
  rules::check(*snapshot->checked, snapshot->diags);
  if (request.stop == Stop::AfterCheck || snapshot->diags.hasErrors()) return snapshot;

  snapshot->program = lower::lower(*snapshot->checked, files, snapshot->diags);
  if (snapshot->diags.hasErrors()) return snapshot;
  for (const std::string& finding : ir::verify(*snapshot->program)) {
    snapshot->diags.report({}, diag::internalError, diag::Phrase("unsound IR, " + finding));
  }
  if (request.stop == Stop::AfterLower || snapshot->diags.hasErrors()) return snapshot;

  if (first.valid()) {
    auto stem = std::filesystem::path(snapshot->sources.file(first).path()).stem().string();
    // It names files, and stands in comments that a line break would end.
    std::replace_if(
        stem.begin(), stem.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '_');
    snapshot->program->stem = stem.empty() ? "pipeline" : stem;
  }
  for (const Backend& backend : backends) {
    const bool wanted = request.targets.empty() || std::find(request.targets.begin(), request.targets.end(),
                                                             backend.target) != request.targets.end();
    if (!wanted) continue;
    auto outputs = backend.emit(*snapshot->program, request.options, snapshot->diags);
    std::move(outputs.begin(), outputs.end(), std::back_inserter(snapshot->outputs));
  }
  rejectEqualNames(*snapshot);
  if (snapshot->diags.hasErrors()) snapshot->outputs.clear();
  return snapshot;
}

}  // namespace mlpc::driver
