#include "pattern.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Regex.h>

namespace mlpc::sema {

/// llvm::Regex takes POSIX extended expressions: the classes `\d \w \s` and `(?:` are spelled out here.
Pattern::Pattern(std::string_view pattern) {
  bool inSet = false;
  posix_ = "^(";
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      const char next = pattern[++i];
      std::string_view members;
      switch (next) {
        case 'd': members = "0-9"; break;
        case 'w': members = "A-Za-z0-9_"; break;
        case 's': members = " \t\r\n\f\v"; break;
        default: break;
      }
      if (!members.empty()) {
        if (!inSet) posix_ += '[';
        posix_ += members;
        if (!inSet) posix_ += ']';
      } else if (next >= '1' && next <= '9') {
        problem_ = "back references are not supported";
      } else if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')) {
        problem_ = std::string("`\\") + next + "` is not supported";
      } else if (inSet) {
        posix_ += next;  // in a POSIX set a backslash stands for itself
      } else {
        posix_ += '\\';
        posix_ += next;
      }
      continue;
    }
    if (!inSet && c == '(' && pattern.substr(i).starts_with("(?")) {
      if (!pattern.substr(i).starts_with("(?:")) problem_ = "`(?` may only begin `(?:`";
      posix_ += '(';
      i += 2;
      continue;
    }
    if (c == '[') inSet = true;
    if (c == ']') inSet = false;
    posix_ += c;
  }
  posix_ += ")$";
}

bool Pattern::valid(std::string& problem) const {
  problem = problem_;
  return problem.empty() && llvm::Regex(posix_).isValid(problem);
}

bool Pattern::matches(std::string_view text) const {
  return llvm::Regex(posix_).match(llvm::StringRef(text.data(), text.size()));
}

}  // namespace mlpc::sema
