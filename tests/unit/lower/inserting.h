#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "literals.h"

namespace mlpc::lower::testing {

/// The code with each `@@` in the form in which placeholders are written.
inline std::string marked(std::string_view code) {
  std::string out(code);
  for (size_t at = out.find("@@"); at != std::string::npos; at = out.find("@@")) out.replace(at, 2, "\x01");
  return out;
}

/// The code with `value` at each `@@`, or "REFUSED"; `insert` gives what is inserted into marked code.
template <typename Insert>
std::string withValue(std::string_view code, const support::Constant& value, const Insert& insert) {
  const std::string text = marked(code);
  const std::vector<const support::Constant*> values(static_cast<size_t>(std::count(text.begin(), text.end(), '\x01')),
                                                     &value);
  const std::vector<Insertion> inserted = insert(text, values);
  std::string out;
  size_t next = 0;
  for (const char c : text) {
    if (c != '\x01') {
      out += c;
      continue;
    }
    const auto& one = inserted[next++].text;
    if (!one) return "REFUSED";
    out += *one;
  }
  return out;
}

}  // namespace mlpc::lower::testing
