#include "header.h"

#include <cctype>
#include <stdexcept>

namespace mlpc::vocabulary::gen {
namespace {

bool isAlphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string enumText(const Enum& made, const std::string& inner) {
  std::string values;
  std::string names;
  std::set<std::string> known;
  for (const std::string& value : made.values) {
    std::string enumerator = identifier(value);
    if (!enumerator.empty() && std::isdigit(static_cast<unsigned char>(enumerator[0])) != 0) enumerator.insert(0, "_");
    if (enumerator.empty() || !known.insert(enumerator).second)
      throw std::runtime_error(made.name + ": no enumerator can be made of \"" + value + "\"");
    values += "  " + enumerator + ",\n";
    names += "    \"" + value + "\",\n";
  }
  const std::string qualified = inner.empty() ? made.name : inner + "::" + made.name;
  std::string text = "\n/// " + made.comment + "\n";
  if (!inner.empty()) text += "namespace " + inner + " {\n";
  text += "enum class " + made.name + " : uint8_t {\n" + values + "};\n";
  if (!inner.empty()) text += "}\n";
  text += "template <>\ninline constexpr std::array<std::string_view, " + std::to_string(made.values.size()) +
          "> kNames<" + qualified + ">{\n" + names + "};\n";
  return text;
}

}  // namespace

std::string identifier(std::string_view name) {
  std::string out;
  bool atStart = true;
  for (const char c : name) {
    if (isAlphanumeric(c)) out += atStart ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    atStart = !isAlphanumeric(c);
  }
  return out;
}

std::string header(const std::string& inner, const std::vector<Enum>& enums, const std::string& more) {
  std::string text = std::string(kGenerated) +
                     "#pragma once\n\n"
                     "#include \"mlpc/vocabulary/names.h\"\n\nnamespace mlpc::vocabulary {\n";
  // Found by the types of their arguments.
  if (!inner.empty()) text += "\nnamespace " + inner + " {\nusing vocabulary::is;\nusing vocabulary::name;\n}\n";
  std::set<std::string> known;
  for (const Enum& made : enums) {
    if (made.values.empty()) continue;
    if (!known.insert(made.name).second) throw std::runtime_error("two enums would be called " + made.name);
    text += enumText(made, inner);
  }
  return text + more + "\n}  // namespace mlpc::vocabulary\n";
}

std::string function(const std::string& comment, const std::string& signature, const std::string& type,
                     const std::map<std::string, std::string>& results) {
  std::string text = "\n/// " + comment + "\nconstexpr " + type + " " + signature + " {\n  constexpr std::array<" +
                     type + ", " + std::to_string(results.size()) + "> kResults{\n";
  for (const auto& [name, result] : results) text += "      " + result + ",\n";
  return text + "  };\n  return kResults[static_cast<size_t>(value)];\n}\n";
}

}  // namespace mlpc::vocabulary::gen
