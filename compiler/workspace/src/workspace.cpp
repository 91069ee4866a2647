#include "mlpc/workspace/workspace.h"

#include <llvm/Support/Unicode.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "files.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/ir/verify.h"
#include "mlpc/lower/lower.h"
#include "mlpc/schema/schema.h"
#include "mlpc/support/text.h"
#include "mlpc/support/utf8.h"
#include "parallel.h"

namespace mlpc::workspace {
namespace {

/// File names are compared without case, as some file systems do.
std::string folded(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size();) {
    const support::CodePoint point = support::decodeUtf8(name, i);
    i += point.length;
    out += std::to_string(llvm::sys::unicode::foldCharSimple(static_cast<int>(point.value))) + ' ';
  }
  return out;
}

// Two artifacts that would overwrite each other.
void rejectEqualNames(Snapshot& snapshot) {
  std::unordered_map<std::string, source::Span> names;
  for (const emit::OutputFile& output : snapshot.outputs) {
    auto [it, added] = names.emplace(folded(output.name), output.origin);
    if (!added)
      snapshot.diags.report(output.origin, diag::equalOutputNames, output.name).note(it->second, diag::otherOutput);
  }
}

// The name of the first file without its extension.
std::string stemOf(const source::SourceFile& file) {
  auto stem = std::filesystem::path(file.path()).stem().string();
  // It becomes part of file names, and of comments that a line break would end. A path may contain any bytes, but a
  // target's file is text.
  const bool text = support::visible(stem) == stem;
  constexpr std::string_view kReserved = "\t\\<>:\"|?*";
  std::replace_if(
      stem.begin(), stem.end(),
      [&](unsigned char c) {
        return c < 0x20 || c == 0x7f || (c > 0x7f && !text) ||
               kReserved.find(static_cast<char>(c)) != std::string_view::npos;
      },
      '_');
  if (stem.starts_with('-') || stem.starts_with(' ')) stem.front() = '_';
  return stem.empty() ? "pipeline" : stem;
}

/// What the targets find and, unless only that was requested, their files.
void emitAll(const Request& request, std::span<const Backend> backends, Snapshot& snapshot) {
  struct Result {
    diag::Engine diags;
    emit::Legalized legal;
    std::vector<emit::OutputFile> outputs;
  };
  std::vector<const Backend*> wanted;
  for (const Backend& backend : backends) {
    if (request.targets.empty() ||
        std::find(request.targets.begin(), request.targets.end(), backend.target) != request.targets.end())
      wanted.push_back(&backend);
  }
  std::vector<Result> results(wanted.size(), Result{diag::Engine(snapshot.diags.filter()), {}, {}});
  inParallel(wanted.size(), request.threads, [&](size_t i) {
    results[i].legal = wanted[i]->legalize(*snapshot.program, request.options, results[i].diags);
  });
  const bool sound =
      std::none_of(results.begin(), results.end(), [](const Result& result) { return result.diags.hasErrors(); });
  if (sound) {
    const auto printing = request.stop == Stop::AfterGates ? emit::Printing::Nothing : emit::Printing::Text;
    inParallel(wanted.size(), request.threads, [&](size_t i) {
      emit::Outlet outlet(request.options, results[i].diags, &snapshot.sources, printing);
      results[i].legal.map(outlet);
      results[i].outputs = outlet.take();
    });
  } else {
    for (Result& result : results) result.outputs = std::move(result.legal.files);
  }
  for (Result& result : results) {
    snapshot.diags.add(result.diags.findings());
    std::move(result.outputs.begin(), result.outputs.end(), std::back_inserter(snapshot.outputs));
  }
}

}  // namespace

Snapshot::Snapshot() : sources(schema::standard().sources()) {}

namespace {

/// Finds the files that imports refer to.
template <typename Files>
class Loader final : public sema::ModuleLoader {
 public:
  Loader(Files& files, Snapshot& snapshot) : files_(files), snapshot_(snapshot) {}

  std::string identityOf(source::FileId file) override {
    const std::string& path = snapshot_.sources.file(file).path();
    return path.empty() ? "-" : files_.disk().canonical(path);
  }
  Loaded file(const std::string& relativePath, source::FileId from) override {
    const std::string path = besidePath(snapshot_.sources.file(from).path(), relativePath);
    Loaded result;
    result.identity = files_.disk().canonical(path);
    auto found = files_.find(result.identity, path, snapshot_);
    result.parsed = std::move(found.parsed);
    result.failure = std::move(found.failure);
    return result;
  }
  std::optional<sema::CodeFile> code(const std::string& relativePath, source::FileId from) override {
    const std::string& path = snapshot_.sources.file(from).path();
    // Lowering reports it.
    if (source::leadsOut(files_.disk(), besidePath(path, "."), relativePath)) return std::nullopt;
    return files_.code(besidePath(path, relativePath), snapshot_);
  }

 private:
  Files& files_;
  Snapshot& snapshot_;
};

}  // namespace

Workspace::Workspace(source::FileSystem& files, std::span<const Backend> backends)
    : files_(std::make_unique<Files>(files)), backends_(backends) {}
Workspace::~Workspace() = default;

void Workspace::open(const std::string& path, std::string text) { files_->open(path, std::move(text)); }
void Workspace::close(const std::string& path) { files_->close(path); }

Workspace::Counts Workspace::counts() const {
  return {files_->parses(), cache_.counts().interfaces, cache_.counts().bodies, rules_.files()};
}

std::shared_ptr<const Snapshot> Workspace::compile(const Request& request) {
  auto snapshot = std::make_shared<Snapshot>();
  auto roots = files_->load(request, *snapshot);
  if (!snapshot->unreadable.empty()) return snapshot;

  Loader loader(*files_, *snapshot);
  const source::FileId first = roots.empty() ? source::FileId() : roots.front()->tree.file;
  snapshot->checked = sema::check(
      {snapshot->sources, std::move(roots), schema::standard(), loader, &cache_, request.cancelled}, snapshot->diags);
  if (!snapshot->checked) return nullptr;
  rules::check(*snapshot->checked, snapshot->diags, request.rules, &rules_);
  if (request.stop == Stop::AfterCheck || snapshot->diags.hasErrors()) return snapshot;

  snapshot->program = lower::lower(*snapshot->checked, files_->disk(), snapshot->diags);
  if (snapshot->diags.hasErrors()) return snapshot;
  for (const std::string& finding : ir::verify(*snapshot->program)) {
    snapshot->diags.report({}, diag::internalError, diag::Phrase("unsound IR, " + finding));
  }
  if (request.stop == Stop::AfterLower || snapshot->diags.hasErrors()) return snapshot;

  if (first.valid()) snapshot->program->stem = stemOf(snapshot->sources.file(first));
  emitAll(request, backends_, *snapshot);
  rejectEqualNames(*snapshot);
  if (snapshot->diags.hasErrors()) snapshot->outputs.clear();
  return snapshot;
}

std::shared_ptr<const Snapshot> compile(const Request& request, std::span<const Backend> backends,
                                        source::FileSystem& files) {
  return Workspace(files, backends).compile(request);
}

}  // namespace mlpc::workspace
