#include "file_set.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>
#include <utility>

#include "mlpc/emit/file_name.h"

namespace mlpc::workspace {
namespace {

constexpr std::string_view kTemporaryBegin = ".mlpc-";
constexpr std::string_view kTemporaryEnd = ".tmp";
constexpr std::string_view kJournal = ".mlpc-journal";

bool isTemporary(std::string_view name) {
  return name.starts_with(kTemporaryBegin) && name.ends_with(kTemporaryEnd) && name.find('/') == std::string_view::npos;
}

std::string lastError() { return std::strerror(errno); }

/// Writes everything, or returns why not.
std::string writeTo(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return lastError();
    text.remove_prefix(static_cast<size_t>(count));
  }
  return {};
}

/// Gives a new file the owner and the permissions of the one that it replaces, as far as that is allowed.
void takeOver(int descriptor, const std::string& path) {
  struct stat old {};
  if (::stat(path.c_str(), &old) != 0 || !S_ISREG(old.st_mode)) return;
  struct stat now {};
  if (::fstat(descriptor, &now) != 0) return;
  if (now.st_uid != old.st_uid || now.st_gid != old.st_gid) {
    if (::fchown(descriptor, old.st_uid, old.st_gid) != 0 &&
        ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) != 0)
      errno = 0;
  }
  constexpr mode_t kPermissions = 0777;
  ::fchmod(descriptor, old.st_mode & kPermissions);
}

}  // namespace

SignalsHeld::SignalsHeld() : held_(), before_() {
  sigemptyset(&held_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held_, signal);
  pthread_sigmask(SIG_BLOCK, &held_, &before_);
}

SignalsHeld::~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool SignalsHeld::asked() const {
  sigset_t waiting;
  sigpending(&waiting);
  const auto waits = [&](int signal) {
    return sigismember(&waiting, signal) == 1 && sigismember(&before_, signal) == 0;
  };
  return waits(SIGINT) || waits(SIGTERM) || waits(SIGHUP) || waits(SIGQUIT);
}

FileSet::FileSet(std::string folder) : folder_(folder.empty() ? "." : std::move(folder)) {}

FileSet::~FileSet() {
  for (const Pending& pending : pending_) ::unlink(pathOf(pending.temporary).c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string FileSet::pathOf(std::string_view name) const {
  std::string path = folder_;
  if (!path.ends_with('/')) path += '/';
  return path.append(name);
}

std::string FileSet::lock(const SignalsHeld& signals) {
  descriptor_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0) return {};  // a folder that may be written to, but not listed
  constexpr int kTries = 600;
  constexpr std::chrono::milliseconds kPause(50);
  for (int i = 0; i < kTries; ++i) {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK && errno != EINTR) {  // a file system without locks
      ::close(std::exchange(descriptor_, -1));
      return {};
    }
    if (signals.asked()) return "interrupted";
    std::this_thread::sleep_for(kPause);
  }
  return "another process has been writing there for half a minute";
}

void FileSet::recover() {
  if (descriptor_ < 0) return;
  const std::string journal = pathOf(kJournal);
  struct stat status {};
  if (::lstat(journal.c_str(), &status) == 0) {
    std::string text;
    if (S_ISREG(status.st_mode)) {
      std::ifstream in(journal, std::ios::binary);
      text.assign(std::istreambuf_iterator<char>(in), {});
    }
    // Pairs of names, each with a NUL.
    std::vector<std::string> names;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\0', at), text.size());
      names.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    for (size_t i = 0; i + 1 < names.size(); i += 2) {
      if (isTemporary(names[i]) && !emit::fileNameProblem(names[i + 1]))
        ::rename(pathOf(names[i]).c_str(), pathOf(names[i + 1]).c_str());
    }
    ::unlink(journal.c_str());
  }
  std::error_code error;
  std::vector<std::string> left;
  for (std::filesystem::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    if (isTemporary(it->path().filename().string())) left.push_back(it->path().string());
  }
  for (const std::string& path : left) ::unlink(path.c_str());
}

int FileSet::createTemporary(unsigned mode, std::string& name) const {
  std::random_device random;
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    name = fmt::format("{}{:08x}{:08x}{}", kTemporaryBegin, random(), random(), kTemporaryEnd);
    const int descriptor = ::open(pathOf(name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

std::string FileSet::writeTemporary(const Replacement& file) {
  const std::string destination = pathOf(file.name);
  std::error_code status;
  if (std::filesystem::is_directory(destination, status)) return destination + ": is a directory";
  std::string temporary;
  const int descriptor = createTemporary(file.executable ? 0777 : 0666, temporary);
  if (descriptor < 0) return destination + ": " + lastError();
  pending_.push_back({std::move(temporary), file.name});
  std::string why = writeTo(descriptor, file.text);
  if (why.empty()) takeOver(descriptor, destination);
  if (::close(descriptor) != 0 && why.empty()) why = lastError();
  return why.empty() ? why : destination + ": " + why;
}

std::string FileSet::writeJournal() {
  std::string text;
  for (const Pending& pending : pending_) text += pending.temporary + '\0' + pending.name + '\0';
  const std::string destination = pathOf(kJournal);
  std::string why = writeTemporary({std::string(kJournal), text, false});
  const std::string temporary = pathOf(pending_.back().temporary);
  if (why.empty() && ::rename(temporary.c_str(), destination.c_str()) != 0) why = destination + ": " + lastError();
  if (why.empty()) pending_.pop_back();
  return why;
}

std::string FileSet::commit() {
  const bool journal = pending_.size() > 1;
  std::string why = journal ? writeJournal() : std::string();
  if (!why.empty()) return why;
  std::vector<Pending> rest;
  for (Pending& pending : pending_) {
    const std::string destination = pathOf(pending.name);
    if (why.empty() && ::rename(pathOf(pending.temporary).c_str(), destination.c_str()) != 0)
      why = destination + ": " + lastError();
    if (!why.empty()) rest.push_back(std::move(pending));
  }
  if (journal) ::unlink(pathOf(kJournal).c_str());
  pending_ = std::move(rest);
  return why;
}

std::string FileSet::replace(const std::vector<Replacement>& files, const SignalsHeld& signals) {
  if (std::string why = lock(signals); !why.empty()) return folder_ + ": " + why;
  recover();
  for (const Replacement& file : files) {
    // The signal ends the process as soon as it is let through.
    if (signals.asked()) return "interrupted";
    if (std::string why = writeTemporary(file); !why.empty()) return why;
  }
  return commit();
}

}  // namespace mlpc::workspace
