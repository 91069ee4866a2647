#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "mlpc/source/span.h"

namespace mlpc::source {

/// One text with its name and the index of its lines. Immutable.
class SourceFile {
 public:
  /// `name` is what diagnostics print; `path` is what relative imports are resolved against (empty for standard input).
  SourceFile(std::string name, std::string path, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] LineColumn lineColumn(uint32_t offset) const;
  /// Lines count from 0 here; the text comes without its line end.
  [[nodiscard]] std::string_view lineText(uint32_t line) const;
  [[nodiscard]] uint32_t lineOf(uint32_t offset) const;
  [[nodiscard]] uint32_t lineStart(uint32_t line) const { return index().lineStarts[line]; }
  [[nodiscard]] uint32_t lineCount() const { return static_cast<uint32_t>(index().lineStarts.size()); }

 private:
  [[nodiscard]] uint32_t codePointsBefore(uint32_t offset) const;

  std::string name_;
  std::string path_;
  std::string text_;
  /// Built when a line is first asked for, which never happens for most files.
  struct Index {
    std::vector<uint32_t> lineStarts;
    std::vector<uint32_t> codePoints;  ///< before each block of bytes, so that columns in long lines cost little
  };
  [[nodiscard]] const Index& index() const;
  mutable std::once_flag indexed_;
  mutable Index index_;
};

/// Why a file could not be read.
struct ReadError {
  std::string message;
};

/// Where files come from: the disk for the command line, memory for tests and unsaved editor buffers.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// The bytes of `path`, or why not.
  virtual std::variant<std::string, ReadError> read(const std::string& path) = 0;
  /// One spelling for each file, so that a file imported twice is read once.
  virtual std::string canonical(const std::string& path) = 0;
  /// The files in the folder `path` and below it, relative to it, separated by `/` and sorted; or why they cannot be
  /// listed: it may also contain something else, such as a link to a folder. A file system without folders need not
  /// provide this.
  virtual std::variant<std::vector<std::string>, ReadError> list(const std::string& path);
  /// Whether the owner may execute the file; always false for files in memory.
  virtual bool executable(const std::string& path);
};

/// Whether the file `path` is in `folder` or below it. Both are as `canonical` gives them.
bool isWithin(const std::string& path, const std::string& folder);
/// Whether `path`, which is relative to `folder`, stays inside as it is written but leads out through a link. Somebody
/// may well name a file elsewhere, but a link must not lead there unnoticed.
bool leadsOut(FileSystem& files, const std::string& folder, const std::string& path);

/// What is read at most of a file, in bytes, and of what has no size: a pipe, a device, standard input.
inline constexpr size_t kMostOfFile = size_t{1} << 30U;
inline constexpr size_t kMostOfStream = size_t{64} << 20U;

/// The rest of a stream, or why it cannot be read.
std::variant<std::string, ReadError> readStream(std::istream& in, size_t most = kMostOfStream);

/// The disk.
std::unique_ptr<FileSystem> makeRealFileSystem();
/// Files held in memory, by path.
std::unique_ptr<FileSystem> makeMemoryFileSystem(std::unordered_map<std::string, std::string> files);

/// Owns the texts of one compilation and turns spans into places and text.
class SourceManager {
 public:
  SourceManager() = default;
  /// A manager whose spans may also refer to the texts of the standard library, which must outlive it.
  explicit SourceManager(const SourceManager& standard) : standard_(&standard) {}
  SourceManager(const SourceManager&&) = delete;
  SourceManager& operator=(const SourceManager&) = delete;
  /// A manager for the texts of the standard library: their ids have `kStandardFileBit` set.
  static std::unique_ptr<SourceManager> makeStandard();

  FileId add(std::string name, std::string path, std::string text);
  /// Adds a text shared with others under the given id; ids need not be consecutive.
  void set(FileId id, std::shared_ptr<const SourceFile> text);
  /// The text, for somebody who keeps it.
  [[nodiscard]] std::shared_ptr<const SourceFile> share(FileId id) const {
    return files_[id.index() & ~kStandardFileBit];
  }
  [[nodiscard]] const SourceFile& file(FileId id) const {
    if (standard_ != nullptr && isStandardFile(id)) return standard_->file(id);
    return *files_[id.index() & ~kStandardFileBit];
  }
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] LineColumn start(Span span) const { return file(span.file).lineColumn(span.begin); }
  [[nodiscard]] LineColumn end(Span span) const { return file(span.file).lineColumn(span.end); }
  [[nodiscard]] size_t size() const { return files_.size(); }

 private:
  const SourceManager* standard_ = nullptr;
  uint32_t bit_ = 0;  ///< set in the ids that it assigns
  std::vector<std::shared_ptr<const SourceFile>> files_;
};

}  // namespace mlpc::source
