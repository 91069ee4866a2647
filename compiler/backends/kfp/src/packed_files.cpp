#include "packed_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <llvm/Support/Base64.h>

#include <memory>
#include <stdexcept>

namespace mlpc::backends::kfp {
namespace {

/// Packing does not depend on the environment, so a failure is a defect in this file. A warning means that a non-ASCII
/// name is stored as its bytes, which is intended.
void check(int status, archive* file) {
  if (status < ARCHIVE_WARN) throw std::logic_error(fmt::format("cannot pack files: {}", archive_error_string(file)));
}

la_ssize_t append(archive*, void* text, const void* data, size_t size) {
  static_cast<std::string*>(text)->append(static_cast<const char*>(data), size);
  return static_cast<la_ssize_t>(size);
}

void addFile(archive* out, const ir::EmbeddedFile& file) {
  const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), file.name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), file.executable ? 0755 : 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.content.size()));
  archive_entry_set_mtime(entry.get(), 0, 0);
  check(archive_write_header(out, entry.get()), out);
  if (archive_write_data(out, file.content.data(), file.content.size()) < 0) check(ARCHIVE_FATAL, out);
}

}  // namespace

std::string packFiles(std::span<const ir::EmbeddedFile> files) {
  std::string bytes;
  const std::unique_ptr<archive, decltype(&archive_write_free)> out(archive_write_new(), archive_write_free);
  // The classic format, with extended headers only for names that do not fit.
  check(archive_write_set_format_pax_restricted(out.get()), out.get());
  check(archive_write_add_filter_gzip(out.get()), out.get());
  check(archive_write_set_filter_option(out.get(), "gzip", "timestamp", nullptr), out.get());
  check(archive_write_set_bytes_in_last_block(out.get(), 1), out.get());
  check(archive_write_open(out.get(), &bytes, nullptr, append, nullptr), out.get());
  for (const ir::EmbeddedFile& file : files) addFile(out.get(), file);
  check(archive_write_close(out.get()), out.get());
  return llvm::encodeBase64(bytes);
}

}  // namespace mlpc::backends::kfp
