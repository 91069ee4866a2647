#include "files.h"

#include <algorithm>
#include <filesystem>

#include "mlpc/parse/parse.h"
#include "parallel.h"

namespace mlpc::workspace {
namespace {

constexpr std::string_view kStandardInput = "-";

}  // namespace

std::string besidePath(const std::string& from, const std::string& path) {
  return (std::filesystem::path(from).parent_path() / path).lexically_normal().string();
}

std::variant<std::string, source::ReadError> Workspace::Files::read(const Wanted& wanted) {
  if (wanted.text) return *wanted.text;
  if (const auto opened = opened_.find(wanted.identity); opened != opened_.end()) return opened->second;
  return disk_.read(wanted.path);
}

void Workspace::Files::refresh(const std::vector<Wanted>& wanted, unsigned threads, Snapshot& snapshot) {
  struct Job {
    File* file;
    std::shared_ptr<const source::SourceFile> text;
  };
  std::vector<Job> jobs;
  for (const Wanted& one : wanted) {
    File& file = known_[one.identity];
    if (file.isNow) continue;
    file.isNow = true;
    file.failure.clear();
    auto text = read(one);
    if (auto* error = std::get_if<source::ReadError>(&text)) {
      file.parsed = nullptr;
      file.failure = std::move(error->message);
      continue;
    }
    if (!file.id) file.id = source::FileId(nextId_++);
    const bool same =
        file.parsed && file.name == one.name && file.parsed->source->text() == std::get<std::string>(text);
    if (same) {
      snapshot.sources.set(file.id, file.parsed->source);
      continue;
    }
    file.name = one.name;
    jobs.push_back({&file, std::make_shared<const source::SourceFile>(one.name, one.path,
                                                                      std::get<std::string>(std::move(text)))});
  }
  parses_ += jobs.size();
  inParallel(jobs.size(), threads,
             [&](size_t i) { jobs[i].file->parsed = parse::parse(jobs[i].file->id, jobs[i].text); });
  for (const Job& job : jobs) snapshot.sources.set(job.file->id, job.text);
}

std::vector<std::shared_ptr<const syntax::ParsedFile>> Workspace::Files::load(const Request& request,
                                                                              Snapshot& snapshot) {
  for (auto& [identity, file] : known_) file.isNow = false;
  for (auto& [identity, code] : codes_) code.isNow = false;
  std::vector<Wanted> wanted;
  for (const Input& input : request.inputs) {
    const bool standardInput = input.path == kStandardInput;
    const std::string identity = standardInput ? input.path : disk_.canonical(input.path);
    const bool twice =
        std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& other) { return other.identity == identity; });
    if (twice) continue;
    wanted.push_back({identity, standardInput ? "<stdin>" : input.path, standardInput ? "" : input.path, input.text});
  }
  refresh(wanted, request.threads, snapshot);
  std::vector<std::shared_ptr<const syntax::ParsedFile>> roots;
  for (const Wanted& root : wanted) {
    const File& file = known_[root.identity];
    if (file.parsed) {
      roots.push_back(file.parsed);
    } else {
      snapshot.unreadable.push_back(root.name + ": " + file.failure);
    }
  }
  // Imports are read level by level, so that ids do not depend on which thread is first.
  std::vector<std::shared_ptr<const syntax::ParsedFile>> level = roots;
  while (!level.empty()) {
    wanted.clear();
    for (const auto& parsed : level) {
      for (const syntax::DeclId id : parsed->tree.order) {
        const auto* import = std::get_if<syntax::ImportDecl>(&parsed->tree.decls[id].node);
        if (import == nullptr || import->file.empty()) continue;
        const std::string path = besidePath(parsed->source->path(), std::string(import->file));
        const std::string identity = disk_.canonical(path);
        const auto known = known_.find(identity);
        const bool listed =
            std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& other) { return other.identity == identity; });
        if (!listed && (known == known_.end() || !known->second.isNow)) wanted.push_back({identity, path, path, {}});
      }
    }
    refresh(wanted, request.threads, snapshot);
    level.clear();
    for (const Wanted& one : wanted) {
      if (const File& file = known_[one.identity]; file.parsed) level.push_back(file.parsed);
    }
  }
  return roots;
}

std::optional<sema::CodeFile> Workspace::Files::code(const std::string& path, Snapshot& snapshot) {
  const std::string identity = disk_.canonical(path);
  Code& code = codes_[identity];
  if (!code.isNow) {
    code.isNow = true;
    auto text = read({identity, path, path, {}});
    if (auto* now = std::get_if<std::string>(&text)) {
      // As in what is emitted: a byte order mark belongs to the file, not to the code.
      if (now->starts_with("\xEF\xBB\xBF")) now->erase(0, 3);
      const bool same = code.source && code.source->name() == path && code.source->text() == *now;
      if (!same) code.source = std::make_shared<const source::SourceFile>(path, path, std::move(*now));
      if (!code.id) code.id = source::FileId(nextId_++);
    } else {
      code.source = nullptr;
    }
  }
  if (!code.source) return std::nullopt;
  snapshot.sources.set(code.id, code.source);
  return sema::CodeFile{code.id, code.source};
}

Workspace::Files::Found Workspace::Files::find(const std::string& identity, const std::string& path,
                                               Snapshot& snapshot) {
  refresh({{identity, path, path, {}}}, 1, snapshot);
  const File& file = known_[identity];
  return {file.parsed, file.failure};
}

}  // namespace mlpc::workspace
