#include "inputs.h"

#include <sys/stat.h>

namespace mlpc::cli {

std::optional<Inputs::Identity> Inputs::identityOf(const std::string& path) {
  struct stat status {};
  // Pipes and terminals may be read and written.
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

std::variant<std::string, source::ReadError> Inputs::read(const std::string& path) {
  auto result = files_.read(path);
  if (std::holds_alternative<std::string>(result)) {
    if (const auto identity = identityOf(path)) read_.insert(*identity);
  }
  return result;
}

bool Inputs::contains(const std::string& path) const {
  const auto identity = identityOf(path);
  return identity && read_.contains(*identity);
}

}  // namespace mlpc::cli
