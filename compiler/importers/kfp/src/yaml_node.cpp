#include "yaml_node.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "mlpc/diag/import.h"

namespace mlpc::importers::kfp {
namespace {

void appendCanonical(const Node& node, std::string& out) {
  switch (node.kind) {
    case Node::Kind::Null: out += 'n'; return;
    case Node::Kind::Bool: out += node.isTrue() ? 't' : 'f'; return;
    case Node::Kind::Int:
    case Node::Kind::Float: out += fmt::format("#{:.17g};", node.number); return;
    case Node::Kind::Text: out += fmt::format("\"{}:{}", node.text.size(), node.text); return;
    case Node::Kind::Sequence:
      out += '[';
      for (const Node& item : node.items) appendCanonical(item, out);
      out += ']';
      return;
    case Node::Kind::Mapping: {
      std::map<std::string_view, const Node*> sorted;
      for (size_t i = 0; i < node.keys.size(); ++i) sorted.emplace(node.keys[i], &node.items[i]);
      out += '{';
      for (const auto& [key, value] : sorted) {
        out += fmt::format("{}:{}=", key.size(), key);
        appendCanonical(*value, out);
      }
      out += '}';
      return;
    }
  }
}

}  // namespace

void Node::indexKeys() {
  constexpr size_t kLarge = 32;
  if (keys.size() < kLarge) return;
  auto all = std::make_shared<std::vector<std::pair<size_t, uint32_t>>>();
  all->reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i)
    all->emplace_back(std::hash<std::string_view>()(keys[i]), static_cast<uint32_t>(i));
  std::sort(all->begin(), all->end());
  places = std::move(all);
}

const Node* Node::find(std::string_view key) const {
  if (places != nullptr) {
    const size_t hash = std::hash<std::string_view>()(key);
    auto at = std::lower_bound(places->begin(), places->end(), std::pair(hash, uint32_t{0}));
    for (; at != places->end() && at->first == hash; ++at) {
      if (keys[at->second] == key) return &items[at->second];
    }
    return nullptr;
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return &items[i];
  }
  return nullptr;
}

std::string_view kindName(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Bool: return "a boolean";
    case Node::Kind::Int: return "a whole number";
    case Node::Kind::Float: return "a number";
    case Node::Kind::Text: return "a string";
    case Node::Kind::Sequence: return "a list";
    case Node::Kind::Mapping: return "a mapping";
  }
  return "";
}

void reportNoString(const Node& node, diag::Engine& diags) {
  auto report = diags.report(node.span, diag::importWrongType, diag::Phrase("a string"), diag::Phrase(kindName(node)));
  if (!node.text.empty()) report.note(node.span, diag::importUnquoted, node.text, diag::Phrase(kindName(node)));
}

std::string canonical(const Node& node) {
  std::string out;
  appendCanonical(node, out);
  return out;
}

bool equal(const Node& a, const Node& b) { return canonical(a) == canonical(b); }

}  // namespace mlpc::importers::kfp
