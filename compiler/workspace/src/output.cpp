#include "mlpc/workspace/output.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include <filesystem>

#include "file_set.h"
#include "mlpc/emit/file_name.h"

namespace mlpc::workspace {
namespace {

std::string replaceIn(const std::string& folder, const std::vector<Replacement>& files) {
  // Outlives the set: temporary files are removed before a signal ends the process.
  const SignalsHeld signals;
  return FileSet(folder).replace(files, signals);
}

}  // namespace

std::string writeAll(const std::string& directory, const std::vector<emit::OutputFile>& files) {
  std::vector<Replacement> replacements;
  for (const emit::OutputFile& file : files) {
    // The compiler has reported bad names; this is the last place that could let one through.
    if (const auto problem = emit::fileNameProblem(file.name)) return file.name + ": the name " + std::string(*problem);
    replacements.push_back({file.name, file.text, file.executable});
  }
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return directory + ": " + error.message();
  return replaceIn(directory, replacements);
}

std::string writeOne(const std::string& path, const emit::OutputFile& file) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
      !std::filesystem::is_directory(status)) {
    // A pipe or device cannot be replaced, and its reader does not see half a file either.
    llvm::raw_fd_ostream out(path, error, llvm::sys::fs::CD_OpenExisting);
    if (!error) {
      out << file.text;
      out.close();
      error = out.error();
      out.clear_error();
    }
    return error ? path + ": " + error.message() : std::string();
  }
  const auto target = targetOf(path);
  if (!target) return path + ": the links lead nowhere";
  const std::filesystem::path place(*target);
  return replaceIn(place.parent_path().string(), {{place.filename().string(), file.text, file.executable}});
}

std::optional<std::string> targetOf(const std::string& path) {
  std::filesystem::path at(path);
  std::error_code error;
  constexpr int kMostLinks = 40;  // as in Linux
  for (int i = 0; i < kMostLinks; ++i) {
    if (!std::filesystem::is_symlink(at, error)) return at.string();
    const auto next = std::filesystem::read_symlink(at, error);
    if (error) return std::nullopt;
    at = at.parent_path() / next;
  }
  return std::nullopt;
}

}  // namespace mlpc::workspace
