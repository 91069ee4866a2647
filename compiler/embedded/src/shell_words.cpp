// The words of a bash script, with their quotes and expansions.
#include "shell_words.h"

#include <algorithm>
#include <array>

namespace mlpc::embedded {
namespace {

constexpr unsigned kDeepestWord = 200;

/// The grammar includes the whitespace before an expansion.
Range trimmed(Node node) {
  Range range = node.range();
  const std::string_view code = node.tree().code();
  while (range.begin < range.end && std::string_view(" \t\r\n").find(code[range.begin]) != std::string_view::npos)
    ++range.begin;
  return range;
}

bool isExpansion(Node node) {
  return node.is("simple_expansion") || node.is("expansion") || node.is("command_substitution") ||
         node.is("arithmetic_expansion");
}

/// `$#` and the like contain no whitespace, and neither does a length.
bool isSpecial(Node node) {
  if (node.is("arithmetic_expansion")) return true;
  if (node.is("command_substitution")) return false;
  const std::string_view text = node.tree().text(trimmed(node));
  if (text.starts_with("${")) {
    const bool named = node.childOf("variable_name") || node.childOf("subscript");
    return text.starts_with("${#") || !named;
  }
  // A `$` on its own: what came after it was read as something else.
  return text.size() < 2 || text[1] == kPlaceholderByte ||
         std::string_view("#?$!-").find(text[1]) != std::string_view::npos;
}

void expand(ShellWord& word, Node node, bool quoted) {
  const Range range = trimmed(node);
  word.value += node.tree().text(range);
  word.expands = true;
  const bool variable = node.is("simple_expansion") || node.is("expansion");
  if (!quoted && !isSpecial(node)) word.unquoted.push_back({range, variable});
}

void doubleQuoted(ShellWord& word, Node node) {
  word.quoted = true;
  std::vector<Node> expansions;
  for (const Node part : node.parts()) {
    if (isExpansion(part)) expansions.push_back(part);
  }
  const std::string_view code = node.tree().code();
  uint32_t at = node.range().begin;
  while (at < node.range().end && code[at] != '"') ++at;
  ++at;
  const uint32_t end = node.range().end - (node.text().ends_with('"') ? 1 : 0);
  size_t next = 0;
  while (at < end) {
    if (next < expansions.size() && at >= trimmed(expansions[next]).begin) {
      expand(word, expansions[next], true);
      at = std::max(at + 1, expansions[next++].range().end);
    } else if (code[at] == '\\' && at + 1 < end) {
      const char escaped = code[at + 1];
      if (std::string_view("\"\\$`").find(escaped) != std::string_view::npos) {
        word.value += escaped;
      } else if (escaped != '\n') {
        word.value += code.substr(at, 2);
      }
      at += 2;
    } else {
      word.value += code[at++];
    }
  }
}

/// Text outside quotes.
void bare(ShellWord& word, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      word.value += text[i];
    } else if (text[++i] != '\n') {
      word.value += text[i];
    }
  }
}

void add(ShellWord& word, Node node, unsigned depth) {
  if (isExpansion(node)) {
    expand(word, node, false);
  } else if (node.is("string")) {
    doubleQuoted(word, node);
  } else if (node.is("raw_string")) {
    word.quoted = true;
    const std::string_view text = node.tree().text(trimmed(node));
    if (text.size() >= 2) word.value += text.substr(1, text.size() - 2);
  } else if (node.is("ansi_c_string")) {
    word.quoted = true;
    word.value += node.tree().text(trimmed(node));
  } else if ((node.is("concatenation") || node.is("command_name") || node.is("translated_string")) &&
             depth < kDeepestWord) {
    for (Node part = node.firstChild(); part; part = part.next()) add(word, part, depth + 1);
  } else {
    bare(word, node.tree().text(trimmed(node)));
  }
}

}  // namespace

bool isShellWord(Node node) {
  static constexpr std::array<std::string_view, 17> kKinds = {
      "word",          "string",           "raw_string",        "ansi_c_string",
      "concatenation", "number",           "expansion",         "simple_expansion",
      "regex",         "brace_expression", "extglob_pattern",   "command_substitution",
      "variable_name", "test_operator",    "translated_string", "arithmetic_expansion",
      "command_name"};
  return std::find(kKinds.begin(), kKinds.end(), node.kind()) != kKinds.end();
}

void addToWord(ShellWord& word, Node node) { add(word, node, 0); }

std::vector<ShellWord> shellWords(Node node, Node from) {
  std::vector<ShellWord> out;
  uint32_t end = 0;
  for (Node part = from ? from : node.firstChild(); part; part = part.next()) {
    // `$"…"` is a sign and a string to the grammar; other signs on their own mean themselves.
    const bool sign = !part.named() && part.field() == "argument";
    if (!isShellWord(part) && !sign) continue;
    const Range range = trimmed(part);
    if (range.empty()) continue;
    if (out.empty() || range.begin != end) out.push_back({range, {}, false, false, {}});
    addToWord(out.back(), part);
    out.back().range.end = end = range.end;
  }
  return out;
}

}  // namespace mlpc::embedded
