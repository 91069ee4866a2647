// mlpc_vocabulary_gen FOLDER_OF_MODULES FOLDER_OF_HEADERS: generates the enums for what the standard library declares.
// A header that would be the same as before is left alone, so that a comment does not cause anything to be compiled
// again.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "declarations.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// `azure/devops.mlp` and `azure/devops.tasks.mlp` are the module `azure.devops`.
std::string dottedName(const fs::path& path) {
  std::string name = path.generic_string();
  name.erase(name.find('.'));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

void write(const fs::path& folder, const fs::path& out) {
  mlpc::vocabulary::gen::Declarations declarations;
  std::set<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".mlp") paths.insert(entry.path());
  }
  // In this order, imports come first: they are in the first file of a module.
  std::map<std::string, std::string> modules;
  for (const fs::path& path : paths) modules[dottedName(path.lexically_relative(folder))] += read(path);
  for (auto& [name, text] : modules) declarations.add(name, std::move(text));
  fs::create_directories(out);
  for (const auto& [name, text] : declarations.headers()) {
    const fs::path path = out / name;
    if (fs::exists(path) && read(path) == text) continue;
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw fs::filesystem_error("cannot be written", path, {});
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::invalid_argument("two folders are needed");
    write(argv[1], argv[2]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mlpc_vocabulary_gen: %s\n", error.what());
    return 1;
  }
}
