#include "files/projects.h"

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

namespace mlpc::lsp {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".mlp";
/// Of one folder; somebody who opens `/` does not wait for the whole disk.
constexpr size_t kMostEntries = 200'000;

/// Folders in which nobody writes sources.
bool isForeign(const std::string& name) { return name.starts_with('.') || name == "node_modules"; }

void collect(const std::string& folder, source::FileSystem& files, std::set<std::string>& found) {
  std::error_code error;
  size_t seen = 0;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto it = fs::recursive_directory_iterator(folder, options, error);
       !error && it != fs::recursive_directory_iterator() && ++seen < kMostEntries; it.increment(error)) {
    std::error_code ignored;
    const std::string name = it->path().filename().string();
    if (it->is_directory(ignored)) {
      if (isForeign(name)) it.disable_recursion_pending();
    } else if (name.ends_with(kExtension) && it->is_regular_file(ignored)) {
      found.insert(files.canonical(it->path().string()));
    }
  }
}

bool isIn(const std::string& path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return source::isWithin(path, folder); });
}

}  // namespace

void Projects::setFolders(std::vector<std::string> folders) {
  folders_ = std::move(folders);
  inFolders_.clear();
  for (std::string& folder : folders_) {
    folder = documents_.canonical(folder);
    collect(folder, documents_, inFolders_);
  }
  rearrange_ = true;
}

void Projects::changed(const std::string& path) {
  changed_.insert(path);
  const bool exists = !std::holds_alternative<source::ReadError>(documents_.read(path));
  if (isIn(path, folders_) && path.ends_with(kExtension)) {
    if (exists ? inFolders_.insert(path).second : inFolders_.erase(path) != 0) rearrange_ = true;
  }
  if ((documents_.find(path) != nullptr) != files_.contains(path)) rearrange_ = true;
}

bool Projects::stale() const {
  return rearrange_ || !changed_.empty() ||
         std::any_of(programs_.begin(), programs_.end(), [](const auto& entry) { return entry.second->stale; });
}

void Projects::arrange() {
  for (const std::string& path : changed_) {
    if (graph_.refresh(path)) rearrange_ = true;
    for (auto& [root, program] : programs_) {
      // A file that is not a source may be the code or the notebook of any program.
      if (program->files.contains(path) || !files_.contains(path)) program->stale = true;
    }
  }
  changed_.clear();
  if (!rearrange_) return;
  rearrange_ = false;
  ++generation_;
  files_ = inFolders_;
  for (const auto& [path, document] : documents_.all()) files_.insert(path);
  auto before = std::exchange(programs_, {});
  for (const std::string& root : graph_.roots(files_)) {
    auto known = before.find(root);
    std::unique_ptr<Program>& program = programs_[root];
    program = known != before.end() ? std::move(known->second) : std::make_unique<Program>(root, documents_, backends_);
    std::set<std::string> reached = graph_.reach(root);
    if (reached != program->files) {
      program->files = std::move(reached);
      program->stale = true;
    }
  }
}

bool Projects::update(const std::string& path, const std::atomic<bool>* cancelled) {
  arrange();
  for (auto& [root, program] : programs_) {
    if (!program->stale || (!path.empty() && !program->files.contains(path))) continue;
    workspace::Request request;
    request.inputs = {{root, std::nullopt}};
    request.stop = workspace::Stop::AfterGates;
    request.threads = std::max(1U, std::thread::hardware_concurrency());
    request.cancelled = cancelled;
    program->config = settingsOf(root);
    request.rules = program->config.rules;
    auto snapshot = program->workspace.compile(request);
    if (!snapshot) return false;
    program->stale = false;
    program->modules.clear();
    if (snapshot->checked) {
      for (const sema::ModuleId module : snapshot->checked->files)
        program->modules[documents_.canonical(snapshot->checked->module(module).parsed->source->path())] = module;
    }
    program->snapshot = std::move(snapshot);
    ++generation_;
  }
  return true;
}

config::Config Projects::settingsOf(const std::string& root) {
  const auto path = config::find(documents_, fs::path(root).parent_path().string());
  if (!path) return {};
  auto text = documents_.read(*path);
  if (std::holds_alternative<source::ReadError>(text)) return {};
  source::SourceManager sources;
  diag::Engine diags;
  return config::read(sources, sources.add(*path, *path, std::get<std::string>(std::move(text))), diags);
}

View Projects::view(const std::string& path) const {
  for (const auto& [root, program] : programs_) {
    const auto module = program->modules.find(path);
    if (module != program->modules.end()) return {program->snapshot.get(), module->second};
  }
  return {};
}

std::shared_ptr<const workspace::Snapshot> Projects::compile(const std::string& path) {
  for (auto& [root, program] : programs_) {
    if (!program->files.contains(path)) continue;
    workspace::Request request;
    request.inputs = {{root, std::nullopt}};
    request.options.sourceMap = true;
    auto snapshot = program->workspace.compile(request);
    return snapshot && snapshot->ok() ? snapshot : nullptr;
  }
  return nullptr;
}

}  // namespace mlpc::lsp
