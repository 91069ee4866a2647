#include "mlpc/eval/functions.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace mlpc::ir::eval {
namespace {

using support::Constant;
using vocabulary::Builtin;
using Texts = std::vector<std::string>;

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

/// Each `replace` may multiply the length of the text, so the result is bounded.
constexpr size_t kLongest = size_t{16} << 20U;

Result replace(const std::string& text, const std::string& old, const std::string& with) {
  if (old.empty()) return Constant(text);
  std::string out;
  size_t from = 0;
  for (size_t at = text.find(old); at != std::string::npos; at = text.find(old, from)) {
    out.append(text, from, at - from).append(with);
    from = at + old.size();
    if (out.size() > kLongest) return Failure::TooLarge;
  }
  return Constant(out.append(text, from));
}

/// `{0}` is the first of the values after the text, `{{` a brace.
Result format(const Texts& texts) {
  const std::string& text = texts[0];
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
      if (end != i + 2 || text[i + 1] < '0' || text[i + 1] > '9') return Failure::BadFormat;
      const auto index = static_cast<size_t>(text[i + 1] - '0');
      if (index + 1 >= texts.size()) return Failure::BadFormat;
      out += texts[index + 1];
      i = end;
    }
    if (out.size() > kLongest) return Failure::TooLarge;
  }
  return Constant(std::move(out));
}

Result concat(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += text;
    if (out.size() > kLongest) return Failure::TooLarge;
  }
  return Constant(std::move(out));
}

Result coalesce(const Texts& texts) {
  const auto found = std::find_if(texts.begin(), texts.end(), [](const std::string& text) { return !text.empty(); });
  return Constant(found == texts.end() ? std::string() : *found);
}

struct Function {
  Builtin name;
  size_t least;
  size_t most;
  Result (*compute)(const Texts&);
};

constexpr size_t kAny = SIZE_MAX;

constexpr std::array<Function, 10> kFunctions{{
    {Builtin::Concat, 0, kAny, concat},
    {Builtin::Lower, 1, 1, [](const Texts& t) { return Result(Constant(lower(t[0]))); }},
    {Builtin::Upper, 1, 1, [](const Texts& t) { return Result(Constant(upper(t[0]))); }},
    {Builtin::Trim, 1, 1, [](const Texts& t) { return Result(Constant(trim(t[0]))); }},
    {Builtin::Replace, 3, 3, [](const Texts& t) { return replace(t[0], t[1], t[2]); }},
    {Builtin::Contains, 2, 2,
     [](const Texts& t) { return Result(Constant(lower(t[0]).find(lower(t[1])) != std::string::npos)); }},
    {Builtin::StartsWith, 2, 2, [](const Texts& t) { return Result(Constant(lower(t[0]).starts_with(lower(t[1])))); }},
    {Builtin::EndsWith, 2, 2, [](const Texts& t) { return Result(Constant(lower(t[0]).ends_with(lower(t[1])))); }},
    {Builtin::Coalesce, 1, kAny, coalesce},
    {Builtin::Format, 1, kAny, format},
}};

}  // namespace

Result call(Builtin name, std::span<const Constant> arguments) {
  const auto* function =
      std::find_if(kFunctions.begin(), kFunctions.end(), [&](const Function& f) { return f.name == name; });
  if (function == kFunctions.end()) return {};
  // An optional argument that is null counts as omitted.
  Texts texts;
  texts.reserve(arguments.size());
  for (const Constant& argument : arguments) {
    if (!argument.isNull()) texts.push_back(argument.toText());
  }
  if (texts.size() < function->least || texts.size() > function->most) return Failure::WrongType;
  return function->compute(texts);
}

bool isStatus(Builtin function) {
  return function == Builtin::Succeeded || function == Builtin::Failed || function == Builtin::SucceededOrFailed ||
         function == Builtin::Always || function == Builtin::Canceled;
}

}  // namespace mlpc::ir::eval
