#include "programs.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <ostream>
#include <set>
#include <thread>

#include "command.h"
#include "folders.h"
#include "mlpc/workspace/programs.h"

namespace mlpc::cli {

void forEachInParallel(size_t count, Environment& environment, const std::function<void(size_t)>& work) {
  const bool shows = environment.colour && count > 1;
  std::atomic<size_t> next = 0;
  size_t done = 0;
  std::mutex showing;
  const auto run = [&] {
    for (size_t i = next++; i < count; i = next++) {
      work(i);
      if (!shows) continue;
      const std::lock_guard lock(showing);
      environment.err << fmt::format("\r{} of {} programs", ++done, count) << std::flush;
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min<size_t>(std::thread::hardware_concurrency(), count); ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  if (shows) environment.err << "\r\033[K";
}

bool rootsOf(const std::vector<std::string>& operands, Environment& environment, std::vector<std::string>& roots) {
  std::map<std::string, std::string> names;
  std::set<std::string> files;
  for (const std::string& operand : operands) {
    const auto paths = sourcesAt(operand);
    if (const auto* error = std::get_if<source::ReadError>(&paths)) {
      cannotRead(environment, operand + ": " + error->message);
      return false;
    }
    for (const std::string& path : std::get<std::vector<std::string>>(paths)) {
      const std::string file = environment.files.canonical(path);
      names.try_emplace(file, path);
      files.insert(file);
    }
  }
  workspace::ImportGraph graph(environment.files);
  for (const std::string& root : graph.roots(files)) roots.push_back(names.at(root));
  return true;
}

}  // namespace mlpc::cli
