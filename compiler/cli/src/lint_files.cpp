// Which files `mlpc lint` judges, and what is known about them: git, and baselines.

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Program.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "folders.h"
#include "lint.h"
#include "mlpc/diag/render.h"

namespace mlpc::cli {
namespace {

namespace fs = std::filesystem;

/// What git prints, or why it does not.
std::variant<std::string, source::ReadError> git(const std::vector<std::string>& arguments) {
  const auto program = llvm::sys::findProgramByName("git");
  if (!program) return source::ReadError{"git is not installed"};
  llvm::SmallString<128> out;
  llvm::SmallString<128> err;
  if (llvm::sys::fs::createTemporaryFile("mlpc-git", "out", out) ||
      llvm::sys::fs::createTemporaryFile("mlpc-git", "err", err))
    return source::ReadError{"no temporary file can be created"};
  std::vector<llvm::StringRef> words{"git"};
  for (const std::string& argument : arguments) words.emplace_back(argument);
  const llvm::Optional<llvm::StringRef> redirects[] = {llvm::StringRef(), out.str(), err.str()};
  const int status = llvm::sys::ExecuteAndWait(*program, words, llvm::None, redirects);
  const auto files = source::makeRealFileSystem();
  auto text = files->read(std::string(status == 0 ? out.str() : err.str()));
  llvm::sys::fs::remove(out);
  llvm::sys::fs::remove(err);
  auto* read = std::get_if<std::string>(&text);
  if (read == nullptr) return text;
  if (status == 0) return std::move(*read);
  while (!read->empty() && read->back() == '\n') read->pop_back();
  return source::ReadError{read->empty() ? "git failed" : *read};
}

std::vector<std::string> splitAtNul(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\0', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

std::variant<std::string, source::ReadError> EditedFiles::read(const std::string& path) {
  const std::string file = disk_.canonical(path);
  const std::lock_guard lock(mutex_);
  if (const auto edited = edited_.find(file); edited != edited_.end()) return edited->second;
  const auto known = read_.find(file);
  return known != read_.end() ? known->second : read_.emplace(file, disk_.read(path)).first->second;
}

bool EditedFiles::isCurrent(const std::string& path) {
  const auto known = read_.find(path);
  const auto now = disk_.read(path);
  const auto* before = known == read_.end() ? nullptr : std::get_if<std::string>(&known->second);
  const auto* after = std::get_if<std::string>(&now);
  return before != nullptr && after != nullptr && *before == *after;
}

std::variant<std::vector<std::string>, source::ReadError> sourcesToLint(const std::string& folder) {
  std::vector<std::string> found;
  for (const std::vector<std::string>& which :
       {std::vector<std::string>{"--cached", "--recurse-submodules"}, {"--others", "--exclude-standard"}}) {
    std::vector<std::string> arguments{"-C", folder, "ls-files", "-z"};
    arguments.insert(arguments.end(), which.begin(), which.end());
    arguments.insert(arguments.end(), {"--", "*.mlp"});
    const auto listed = git(arguments);
    // Without git, or where no work tree is.
    const auto* names = std::get_if<std::string>(&listed);
    if (names == nullptr) return sourcesAt(folder);
    for (const std::string& name : splitAtNul(*names)) {
      const std::string path = (fs::path(folder) / name).lexically_normal().string();
      // The index may contain what was removed.
      std::error_code error;
      if (fs::is_regular_file(path, error)) found.push_back(path);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string changedSince(const std::string& folder, const std::string& revision, std::set<std::string>& paths) {
  const auto top = git({"-C", folder, "rev-parse", "--show-toplevel"});
  if (const auto* error = std::get_if<source::ReadError>(&top)) return folder + ": " + error->message;
  std::string root = std::get<std::string>(top);
  while (!root.empty() && root.back() == '\n') root.pop_back();
  if (revision.starts_with('-') || std::holds_alternative<source::ReadError>(
                                       git({"-C", root, "rev-parse", "--verify", "--quiet", revision + "^{commit}"})))
    return revision + ": git has no such revision";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"-C", root, "diff", "--name-only", "--diff-filter=d", "-z", revision, "--"},
        std::vector<std::string>{"-C", root, "ls-files", "-z", "--others", "--exclude-standard"}}) {
    const auto listed = git(arguments);
    if (const auto* error = std::get_if<source::ReadError>(&listed)) return error->message;
    for (const std::string& name : splitAtNul(std::get<std::string>(listed)))
      paths.insert((fs::path(root) / name).lexically_normal().string());
  }
  return {};
}

std::string baselineText(const std::vector<diag::Located>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const diag::Located& one : findings) {
    list.push_back({{"fingerprint", one.fingerprint},
                    {"code", diag::codeText(one.record->code)},
                    {"file", one.at ? one.at->file : ""},
                    {"message", one.message}});
  }
  const nlohmann::ordered_json whole = {{"version", 1}, {"findings", std::move(list)}};
  return whole.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string readBaseline(source::FileSystem& files, const std::string& path, std::set<std::string>& fingerprints) {
  auto text = files.read(path);
  if (const auto* error = std::get_if<source::ReadError>(&text)) return path + ": " + error->message;
  const auto whole = nlohmann::json::parse(std::get<std::string>(text), nullptr, false);
  if (!whole.is_object() || whole.value("version", nlohmann::json()) != 1 || !whole.contains("findings") ||
      !whole.at("findings").is_array())
    return path + ": this is not a baseline of this version";
  for (const auto& one : whole.at("findings")) {
    if (one.is_object() && one.contains("fingerprint") && one.at("fingerprint").is_string())
      fingerprints.insert(one.at("fingerprint").get<std::string>());
  }
  return {};
}

}  // namespace mlpc::cli
