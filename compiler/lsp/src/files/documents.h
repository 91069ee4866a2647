#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "mlpc/source/source_manager.h"
#include "wire/json.h"
#include "wire/positions.h"

namespace mlpc::lsp {

/// The files as the client sees them: what it has open, otherwise what the disk contains.
class Documents final : public source::FileSystem {
 public:
  explicit Documents(source::FileSystem& disk) : disk_(disk) {}

  struct Document {
    std::string uri;  ///< as the client writes it
    int64_t version = 0;
    std::shared_ptr<const source::SourceFile> file;
  };

  /// Returns the path by which the document is known from now on. One without a file keeps its URI as its path.
  std::string open(const std::string& uri, int64_t version, std::string text);
  /// Applies the changes of `textDocument/didChange`, one after the other. Throws if they have another form.
  void change(const std::string& path, int64_t version, const Json& changes, const Positions& positions);
  void close(const std::string& path) { open_.erase(path); }

  /// Null if it is not open.
  [[nodiscard]] const Document* find(const std::string& path) const;
  [[nodiscard]] const std::unordered_map<std::string, Document>& all() const { return open_; }
  /// The path of a URI, as `canonical` gives it.
  [[nodiscard]] std::string pathOf(const std::string& uri);
  /// The URI of a path, spelled as the client does if it has the document open.
  [[nodiscard]] std::string uriOf(const std::string& path);

  std::variant<std::string, source::ReadError> read(const std::string& path) override;
  std::string canonical(const std::string& path) override;
  std::variant<std::vector<std::string>, source::ReadError> list(const std::string& path) override {
    return disk_.list(path);
  }
  bool executable(const std::string& path) override { return disk_.executable(path); }

 private:
  source::FileSystem& disk_;
  std::unordered_map<std::string, Document> open_;  ///< by path
};

}  // namespace mlpc::lsp
