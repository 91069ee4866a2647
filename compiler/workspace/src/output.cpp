#include "mlpc/workspace/output.h"

#include <llvm/Support/Error.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include <filesystem>
#include <optional>

namespace mlpc::workspace {
namespace {

namespace fs = llvm::sys::fs;

struct Pending {
  fs::TempFile temporary;
  std::string path;
};

// Returns the error as text, and removes the temporary files.
std::string discardAll(std::vector<Pending>& pending, std::string why) {
  for (Pending& p : pending) llvm::consumeError(p.temporary.discard());
  pending.clear();
  return why;
}

std::string writeFiles(const std::vector<std::pair<std::string, const emit::OutputFile*>>& files) {
  std::vector<Pending> pending;
  for (const auto& [path, file] : files) {
    std::error_code status;
    if (std::filesystem::is_directory(path, status)) return discardAll(pending, path + ": is a directory");
    const unsigned mode = file->executable ? 0777 : 0666;
    auto temporary = fs::TempFile::create(path + ".%%%%%%.tmp", mode);
    if (!temporary) return discardAll(pending, path + ": " + llvm::toString(temporary.takeError()));
    pending.push_back({std::move(*temporary), path});
    llvm::raw_fd_ostream out(pending.back().temporary.FD, /*shouldClose=*/false);
    out << file->text;
    out.flush();
    if (out.has_error()) {
      std::string why = path + ": " + out.error().message();
      out.clear_error();
      return discardAll(pending, std::move(why));
    }
  }
  std::string why;
  for (Pending& p : pending) {
    if (!why.empty()) {
      llvm::consumeError(p.temporary.discard());
    } else if (llvm::Error error = p.temporary.keep(p.path)) {
      why = p.path + ": " + llvm::toString(std::move(error));
    }
  }
  return why;
}

}  // namespace

std::string writeAll(const std::string& directory, const std::vector<emit::OutputFile>& files) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return directory + ": " + error.message();
  std::vector<std::pair<std::string, const emit::OutputFile*>> places;
  for (const emit::OutputFile& file : files)
    places.emplace_back((std::filesystem::path(directory) / file.name).string(), &file);
  return writeFiles(places);
}

std::string writeOne(const std::string& path, const emit::OutputFile& file) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
      !std::filesystem::is_directory(status)) {
    // A pipe or device cannot be replaced, and its reader does not see half a file either.
    llvm::raw_fd_ostream out(path, error, fs::CD_OpenExisting);
    if (!error) {
      out << file.text;
      out.close();
      error = out.error();
      out.clear_error();
    }
    return error ? path + ": " + error.message() : std::string();
  }
  // The target of a link is replaced, not the link.
  std::string target = path;
  if (std::filesystem::is_symlink(path, error)) {
    target = std::filesystem::weakly_canonical(path, error).string();
    if (error) return path + ": " + error.message();
  }
  return writeFiles({{target, &file}});
}

}  // namespace mlpc::workspace
