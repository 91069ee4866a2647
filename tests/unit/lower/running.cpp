#include "running.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace mlpc::lower::testing {

std::string run(const std::string& program, const std::string& code) {
  const std::string path = ::testing::TempDir() + "/mlpc_literals_" + std::to_string(::getpid());
  std::ofstream(path, std::ios::binary) << code;
  std::string out;
  FILE* pipe = ::popen((program + " " + path + " 2>&1").c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  ::pclose(pipe);
  std::remove(path.c_str());
  return out;
}

const std::vector<std::string>& nastyTexts() {
  static const std::vector<std::string> texts = {
      "plain",
      "two words",
      "",
      "it's",
      "say \"hi\"",
      "$HOME",
      "`echo HACKED`",
      "$(echo HACKED)",
      "'; echo HACKED; '",
      "\"; echo HACKED; \"",
      "a\nEOF\necho HACKED",
      "line1\nline2",
      "back\\slash",
      "ends\\",
      "\\",
      "#no comment",
      "*",
      "{a,b}",
      "~",
      "a=b",
      "if",
      "!x",
      "}",
      "${x}",
      "$'x'",
      ")",
      "); echo HACKED; (",
      "}; echo HACKED; {",
      "%s",
      "\t tab",
      "&& echo HACKED",
      "\"\"\"",
      "'''",
      "{x}",
      "{{",
      "\u00e9\u4f60",
      "<(echo HACKED)",
      "-n",
      "a\\nb",
      "\r",
      "EOF",
      "*/",
      "[x]",
      "case",
  };
  return texts;
}

}  // namespace mlpc::lower::testing
