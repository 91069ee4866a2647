#include "mutations.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace mlpc::embedded {

std::string runFile(const std::string& program, const std::string& text) {
  const std::string path = testing::TempDir() + "/mlpc_embedded_" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary) << text;
  std::string out;
  FILE* pipe = ::popen((program + " " + path + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  ::pclose(pipe);
  std::remove(path.c_str());
  return out;
}

}  // namespace mlpc::embedded
