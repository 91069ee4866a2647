#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "mlpc/source/source_manager.h"

namespace mlpc::cli {

/// The files of a command, which remembers those that were read: no output may replace one of them.
class Inputs final : public source::FileSystem {
 public:
  explicit Inputs(source::FileSystem& files) : files_(files) {}

  std::variant<std::string, source::ReadError> read(const std::string& path) override;
  std::string canonical(const std::string& path) override { return files_.canonical(path); }
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return files_.list(path);
  }
  bool executable(const std::string& path) override { return files_.executable(path); }

  /// Whether writing to `path` would change a file that was read.
  [[nodiscard]] bool contains(const std::string& path) const;

 private:
  /// A file of the disk under whatever name: its device and its number there.
  using Identity = std::pair<uint64_t, uint64_t>;
  [[nodiscard]] static std::optional<Identity> identityOf(const std::string& path);

  source::FileSystem& files_;
  std::set<Identity> read_;
};

}  // namespace mlpc::cli
