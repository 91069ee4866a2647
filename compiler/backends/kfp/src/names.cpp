#include "names.h"

namespace mlpc::backends::kfp {

std::string objectName(std::string_view name) {
  std::string result;
  result.reserve(name.size());
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result;
}

std::string UniqueNames::claim(std::string name) {
  if (taken_.insert(name).second) return name;
  uint32_t& next = next_.try_emplace(name, 2).first->second;
  std::string candidate;
  do {
    candidate = name + '-' + std::to_string(next++);
  } while (!taken_.insert(candidate).second);
  return candidate;
}

}  // namespace mlpc::backends::kfp
