#include "mlpc/source/source_manager.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <memory>

namespace mlpc::source {
namespace {

/// Code points are counted up to each multiple of this many bytes: a line may be long and have many errors.
constexpr uint32_t kBlock = 1024;

bool startsCodePoint(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

/// Of a whole block; that the length is fixed lets the compiler count many bytes at once.
uint32_t codePointsOfBlock(const char* block) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < kBlock; ++i) count += startsCodePoint(block[i]) ? 1U : 0U;
  return count;
}

}  // namespace

SourceFile::SourceFile(std::string name, std::string path, std::string text)
    : name_(std::move(name)), path_(std::move(path)), text_(std::move(text)) {}

const SourceFile::Index& SourceFile::index() const {
  std::call_once(indexed_, [this] {
    // A byte order mark is not part of the text: columns count from after it.
    index_.lineStarts.push_back(text_.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
      index_.lineStarts.push_back(static_cast<uint32_t>(at + 1));
    index_.codePoints.push_back(0);
    for (size_t at = 0; at + kBlock <= text_.size(); at += kBlock)
      index_.codePoints.push_back(index_.codePoints.back() + codePointsOfBlock(text_.data() + at));
  });
  return index_;
}

uint32_t SourceFile::codePointsBefore(uint32_t offset) const {
  uint32_t count = index().codePoints[offset / kBlock];
  for (uint32_t i = offset / kBlock * kBlock; i < offset; ++i) count += startsCodePoint(text_[i]) ? 1 : 0;
  return count;
}

uint32_t SourceFile::lineOf(uint32_t offset) const {
  auto it = std::upper_bound(index().lineStarts.begin(), index().lineStarts.end(), offset);
  return it == index().lineStarts.begin() ? 0 : static_cast<uint32_t>(it - index().lineStarts.begin()) - 1;
}

LineColumn SourceFile::lineColumn(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(text_.size()));
  const uint32_t line = lineOf(offset);
  if (offset <= index().lineStarts[line]) return {line + 1, 1};
  return {line + 1, codePointsBefore(offset) - codePointsBefore(index().lineStarts[line]) + 1};
}

std::string_view SourceFile::lineText(uint32_t line) const {
  const uint32_t begin = index().lineStarts[line];
  const uint32_t end =
      line + 1 < index().lineStarts.size() ? index().lineStarts[line + 1] : static_cast<uint32_t>(text_.size());
  std::string_view view = std::string_view(text_).substr(begin, end - begin);
  while (!view.empty() && (view.back() == '\n' || view.back() == '\r')) view.remove_suffix(1);
  return view;
}

FileId SourceManager::add(std::string name, std::string path, std::string text) {
  files_.push_back(std::make_shared<const SourceFile>(std::move(name), std::move(path), std::move(text)));
  return FileId(static_cast<uint32_t>(files_.size() - 1) | bit_);
}

void SourceManager::set(FileId id, std::shared_ptr<const SourceFile> text) {
  if (files_.size() <= id.index()) files_.resize(id.index() + 1);
  files_[id.index()] = std::move(text);
}

std::unique_ptr<SourceManager> SourceManager::makeStandard() {
  auto sources = std::make_unique<SourceManager>();
  sources->bit_ = kStandardFileBit;
  return sources;
}

std::string_view SourceManager::text(Span span) const {
  return file(span.file).text().substr(span.begin, span.end - span.begin);
}

std::variant<std::vector<std::string>, ReadError> FileSystem::list(const std::string& path) {
  static_cast<void>(path);
  return ReadError{"folders cannot be read here"};
}

bool FileSystem::executable(const std::string& path) {
  static_cast<void>(path);
  return false;
}

namespace {

bool leaves(const std::filesystem::path& relative) {
  return relative.is_absolute() || (!relative.empty() && *relative.begin() == "..");
}

}  // namespace

bool isWithin(const std::string& path, const std::string& folder) {
  const std::filesystem::path relative = std::filesystem::path(path).lexically_relative(folder);
  return !relative.empty() && !leaves(relative);
}

bool leadsOut(FileSystem& files, const std::string& folder, const std::string& path) {
  if (leaves(std::filesystem::path(path).lexically_normal())) return false;
  const std::filesystem::path inside(folder.empty() ? "." : folder);
  // As it is opened: `link/..` is the folder of the link, not of what it leads to.
  const std::string opened = (inside / path).lexically_normal().string();
  return !isWithin(files.canonical(opened), files.canonical(inside.string()));
}

namespace {

/// What is in a folder and can be neither a file nor a folder of a copy.
std::string notAFile(const std::string& name, bool link, const std::filesystem::file_status& status) {
  const bool folder = std::filesystem::is_directory(status);
  const std::string_view what = link && folder                             ? "a link to a folder"
                                : link && !std::filesystem::exists(status) ? "a link that leads nowhere"
                                                                           : "neither a file nor a folder";
  return "it contains `" + name + "`, " + std::string(what);
}

ReadError tooLarge(size_t most) { return {"it has more than " + std::to_string(most >> 20U) + " MiB"}; }

class RealFileSystem final : public FileSystem {
 public:
  std::variant<std::string, ReadError> read(const std::string& path) override {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) return ReadError{"is a directory"};
    const bool file = std::filesystem::is_regular_file(status);
    size_t size = 0;
    if (file) {
      size = std::filesystem::file_size(path, error);
      if (!error && size > kMostOfFile) return tooLarge(kMostOfFile);
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) return ReadError{std::strerror(errno)};
    return readStream(in, file ? kMostOfFile : kMostOfStream);
  }
  std::string canonical(const std::string& path) override {
    std::error_code error;
    auto result = std::filesystem::weakly_canonical(path, error);
    return error ? std::filesystem::path(path).lexically_normal().string() : result.string();
  }
  std::variant<std::vector<std::string>, ReadError> list(const std::string& path) override {
    std::error_code error;
    std::vector<std::string> names;
    std::filesystem::recursive_directory_iterator it(path, error);
    for (const std::filesystem::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
      std::string name = it->path().lexically_relative(path).generic_string();
      std::error_code unknown;
      const auto status = it->status(unknown);
      if (std::filesystem::is_regular_file(status)) {
        names.push_back(std::move(name));
      } else if (it->is_symlink(unknown) || !std::filesystem::is_directory(status)) {
        return ReadError{notAFile(name, it->is_symlink(unknown), status)};
      }
    }
    if (error) return ReadError{error.message()};
    std::sort(names.begin(), names.end());
    return names;
  }
  bool executable(const std::string& path) override {
    std::error_code error;
    const auto permissions = std::filesystem::status(path, error).permissions();
    return !error && (permissions & std::filesystem::perms::owner_exec) != std::filesystem::perms::none;
  }
};

class MemoryFileSystem final : public FileSystem {
 public:
  explicit MemoryFileSystem(std::unordered_map<std::string, std::string> files) : files_(std::move(files)) {}
  std::variant<std::string, ReadError> read(const std::string& path) override {
    auto it = files_.find(canonical(path));
    if (it == files_.end()) return ReadError{"No such file or directory"};
    return it->second;
  }
  std::string canonical(const std::string& path) override {
    return std::filesystem::path(path).lexically_normal().string();
  }
  std::variant<std::vector<std::string>, ReadError> list(const std::string& path) override {
    std::string folder = canonical(path);
    if (!folder.empty() && folder.back() != '/') folder += '/';
    std::vector<std::string> names;
    for (const auto& [name, text] : files_) {
      if (name.starts_with(folder)) names.push_back(name.substr(folder.size()));
    }
    if (names.empty()) return ReadError{"No such file or directory"};
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::unordered_map<std::string, std::string> files_;
};

}  // namespace

std::variant<std::string, ReadError> readStream(std::istream& in, size_t most) {
  std::string text;
  constexpr size_t kBlockSize = size_t{1} << 16U;
  // Not cleared first: most files are much smaller than a block.
  const auto block = std::make_unique_for_overwrite<char[]>(kBlockSize);
  while (in) {
    errno = 0;
    // Unlike an iterator, this turns the exception of a failed read into a state of the stream.
    in.read(block.get(), static_cast<std::streamsize>(kBlockSize));
    text.append(block.get(), static_cast<size_t>(in.gcount()));
    if (in.bad()) return ReadError{std::strerror(errno == 0 ? EIO : errno)};
    if (text.size() > most) return tooLarge(most);
  }
  return text;
}

std::unique_ptr<FileSystem> makeRealFileSystem() { return std::make_unique<RealFileSystem>(); }

std::unique_ptr<FileSystem> makeMemoryFileSystem(std::unordered_map<std::string, std::string> files) {
  return std::make_unique<MemoryFileSystem>(std::move(files));
}

}  // namespace mlpc::source
