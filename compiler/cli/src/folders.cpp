#include "folders.h"

#include <algorithm>
#include <filesystem>

namespace mlpc::cli {

std::variant<std::vector<std::string>, source::ReadError> sourcesAt(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector{path};
  std::vector<std::string> found;
  std::filesystem::recursive_directory_iterator it(path, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    std::error_code unknown;
    if (it->is_directory(unknown)) {
      if (it->path().filename().string().starts_with('.')) it.disable_recursion_pending();
    } else if (it->path().extension() == ".mlp" && it->is_regular_file(unknown)) {
      found.push_back(it->path().lexically_normal().string());
    }
  }
  if (error) return source::ReadError{error.message()};
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace mlpc::cli
