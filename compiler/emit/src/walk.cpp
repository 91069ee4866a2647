// The way of a tree through the gates: what a document calls each of its values, and what they are for.
#include <algorithm>
#include <array>

#include "mlpc/emit/outlet.h"

namespace mlpc::emit {
namespace {

using Role = Outgoing::Role;

const std::string* textOf(const Node* node) { return node == nullptr ? nullptr : node->as<std::string>(); }

/// Fields whose value belongs to the name beside them or around them: `{name: DB_HOST, value: db}`,
/// `epochs: {defaultValue: 3}`.
bool holdsValue(std::string_view key) {
  constexpr std::array<std::string_view, 7> kValues{"value",    "values",       "default",    "defaultValue",
                                                    "constant", "runtimeValue", "stringValue"};
  return std::find(kValues.begin(), kValues.end(), key) != kValues.end();
}

bool isOfSeveralLines(std::string_view text) {
  const size_t begin = text.find_first_not_of('\n');
  const size_t end = text.find('\n', begin);
  return end != std::string_view::npos && text.find_first_not_of('\n', end) != std::string_view::npos;
}

Role roleBelow(std::string_view key, Role role, const Node& map) {
  if (key == "env" || key == "variables" || key == "environment_variables" || key == "environmentVariables")
    return Role::Variable;
  if (key == "parameters" || key == "inputDefinitions") return Role::Input;
  // Those of a task of Azure Pipelines are its settings.
  if (key == "inputs") return map.find("task") == nullptr ? Role::Input : Role::Field;
  return role;
}

}  // namespace

/// What is known above a node.
class Walk {
 public:
  struct Above {
    source::Span origin;
    std::string_view key;
    std::string_view name;
    Role role = Role::Field;
  };

  explicit Walk(Outlet& outlet) : outlet_(outlet) {}

  void pass(const Node& node, Above above) {
    if (node.origin().valid()) above.origin = node.origin();
    if (!node.comment().empty()) outlet_.passComment(node.comment(), above.origin);
    if (const auto* text = node.as<std::string>()) {
      outlet_.pass({.kind = Outgoing::Kind::Text,
                    .key = above.key,
                    .text = *text,
                    .origin = above.origin,
                    .name = above.name,
                    .role = above.role});
    } else if (const auto* items = node.as<Node::Sequence>()) {
      for (const Node& item : *items) pass(item, above);
    } else if (const auto* entries = node.as<Node::Mapping>()) {
      passEntries(node, *entries, above);
    }
  }

 private:
  void passEntries(const Node& node, const Node::Mapping& entries, const Above& above) {
    const std::string* beside = textOf(node.find("name"));
    const std::string* kind = textOf(node.find("kind"));
    const bool secret = kind != nullptr && *kind == "Secret";
    for (const Entry& entry : entries) {
      const source::Span asked = entry.value.origin().valid() ? entry.value.origin() : above.origin;
      outlet_.passName(above.key, entry.key, entry.origin.valid() ? entry.origin : asked);
      Above below{above.origin, entry.key, entry.key, roleBelow(entry.key, above.role, node)};
      if (secret && (entry.key == "data" || entry.key == "stringData")) below.role = Role::Secret;
      if (holdsValue(entry.key)) below.name = beside != nullptr ? std::string_view(*beside) : above.name;
      if (holdsValue(entry.key) && below.name.empty()) below.name = entry.key;
      pass(entry.value, below);
      // The arguments of a container follow its command; other lists may be a command, too.
      const bool args = entry.key == "args" && node.find("command") != nullptr;
      if (args || !mayBeCommand(entry)) continue;
      words_.clear();
      parts_.clear();
      addWords(&entry.value, above.origin);
      if (entry.key == "command") addWords(node.find("args"), above.origin);
      passWords();
    }
  }

  /// A list with an option in it, or what is always a command.
  static bool mayBeCommand(const Entry& entry) {
    if (entry.key == "command" || entry.key == "args") return true;
    const auto* items = entry.value.as<Node::Sequence>();
    return items != nullptr && std::any_of(items->begin(), items->end(), [](const Node& item) {
             const auto* text = item.as<std::string>();
             return text != nullptr && text->starts_with('-');
           });
  }

  void addWords(const Node* list, source::Span origin) {
    const auto* items = list == nullptr ? nullptr : list->as<Node::Sequence>();
    if (items == nullptr) return;
    if (list->origin().valid()) origin = list->origin();
    for (const Node& item : *items) {
      const auto* text = item.as<std::string>();
      constexpr size_t kLongestWord = 400;
      // A script stands for itself, and has been seen. What begins or ends with a line break may still be a word.
      if (text == nullptr || text->size() > kLongestWord || isOfSeveralLines(*text)) {
        passWords();
        continue;
      }
      parts_.push_back({words_.size(), item.origin().valid() ? item.origin() : origin});
      // In quotes what would be several words.
      const char quote = text->find('"') == std::string::npos ? '"' : '\'';
      const bool quoted = text->find(' ') != std::string::npos && text->find(quote) == std::string::npos;
      if (quoted) words_ += quote;
      words_ += *text;
      if (quoted) words_ += quote;
      words_ += ' ';
    }
  }

  void passWords() {
    if (parts_.size() > 1) {
      outlet_.pass({.kind = Outgoing::Kind::Words, .text = words_, .origin = parts_.front().origin, .parts = parts_});
    }
    words_.clear();
    parts_.clear();
  }

  Outlet& outlet_;
  std::string words_;
  std::vector<Outgoing::Part> parts_;
};

void Outlet::passAll(const Node& node, source::Span origin) { Walk(*this).pass(node, {origin, {}, {}, Role::Field}); }

}  // namespace mlpc::emit
