// Built-in functions of constants. They are Azure's, so they compare without regard to case (ASCII).

#include <algorithm>

#include "evaluator.h"

namespace mlpc::lower {
namespace {

using support::Constant;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

std::string trim(const std::string& text) {
  constexpr const char* kBlank = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string replace(std::string text, const std::string& old, const std::string& with) {
  if (old.empty()) return text;
  for (size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size()))
    text.replace(at, old.size(), with);
  return text;
}

/// `{0}` is the first of `values`, `{{` a brace.
std::optional<std::string> format(const std::string& text, const std::vector<std::string>& values) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      out += c;
    } else if (i + 1 < text.size() && text[i + 1] == c) {
      out += c;
      ++i;
    } else {
      const size_t end = c == '{' ? text.find('}', i) : std::string::npos;
      if (end == std::string::npos || end != i + 2 || text[i + 1] < '0' || text[i + 1] > '9') return std::nullopt;
      const auto index = static_cast<size_t>(text[i + 1] - '0');
      if (index >= values.size()) return std::nullopt;
      out += values[index];
      i = end;
    }
  }
  return out;
}

}  // namespace

std::optional<Constant> foldFunction(std::string_view name, const std::vector<ir::Field>& arguments) {
  std::vector<std::string> texts;
  for (const ir::Field& argument : arguments) {
    const Constant* constant = argument.value.scalar();
    if (constant == nullptr) return std::nullopt;
    texts.push_back(constant->toText());
  }
  const size_t n = texts.size();
  if (name == "concat") {
    std::string out;
    for (const std::string& text : texts) out += text;
    return Constant(std::move(out));
  }
  if (name == "lower" && n == 1) return Constant(lower(texts[0]));
  if (name == "upper" && n == 1) return Constant(upper(texts[0]));
  if (name == "trim" && n == 1) return Constant(trim(texts[0]));
  if (name == "replace" && n == 3) return Constant(replace(texts[0], texts[1], texts[2]));
  if (name == "contains" && n == 2) return Constant(lower(texts[0]).find(lower(texts[1])) != std::string::npos);
  if (name == "starts_with" && n == 2) return Constant(lower(texts[0]).starts_with(lower(texts[1])));
  if (name == "ends_with" && n == 2) return Constant(lower(texts[0]).ends_with(lower(texts[1])));
  if (name == "coalesce" && n > 0) {
    const auto found = std::find_if(texts.begin(), texts.end(), [](const std::string& text) { return !text.empty(); });
    return Constant(found == texts.end() ? std::string() : *found);
  }
  if (name == "format" && n > 0) {
    if (auto text = format(texts[0], {texts.begin() + 1, texts.end()})) return Constant(std::move(*text));
  }
  return std::nullopt;
}

}  // namespace mlpc::lower
