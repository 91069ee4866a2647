#include "mlpc/emit/document.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "mlpc/support/id.h"

namespace mlpc::emit {

Node Node::sequence(Sequence items) {
  Node node;
  node.storage_ = std::move(items);
  return node;
}

Node Node::mapping(Mapping entries) {
  Node node;
  node.storage_ = std::move(entries);
  return node;
}

Node Node::of(const support::Constant& constant) {
  return std::visit(support::Overload{
                        [](std::monostate) { return Node(); },
                        [](bool value) { return Node(value); },
                        [](int64_t value) { return Node(value); },
                        [](double value) { return Node(value); },
                        [](const std::string& value) { return Node(value); },
                        [](const support::Quantity& value) { return Node(value.text()); },
                        [](const support::Duration& value) { return Node(value.text()); },
                        [](const support::Constant::List& list) {
                          Sequence items;
                          items.reserve(list.size());
                          for (const auto& item : list) items.push_back(of(item));
                          return sequence(std::move(items));
                        },
                        [](const support::Constant::Record& record) {
                          Mapping entries;
                          entries.reserve(record.size());
                          for (const auto& field : record) entries.push_back({field.name, of(field.value)});
                          return mapping(std::move(entries));
                        },
                    },
                    constant.storage());
}

const Node* Node::find(std::string_view key) const {
  const auto* entries = as<Mapping>();
  if (entries == nullptr) return nullptr;
  const auto found = std::find_if(entries->begin(), entries->end(), [&](const Entry& e) { return e.key == key; });
  return found == entries->end() ? nullptr : &found->value;
}

Node& Node::operator[](std::string_view key) {
  if (const Node* found = find(key)) return const_cast<Node&>(*found);
  return set(key, {});
}

Node& Node::set(std::string_view key, Node value, source::Span origin) {
  if (isNull()) storage_ = Mapping();
  assert(isMapping() && find(key) == nullptr);
  auto& entries = std::get<Mapping>(storage_);
  entries.push_back({std::string(key), std::move(value), origin});
  return entries.back().value;
}

Node& Node::push(Node value) {
  if (isNull()) storage_ = Sequence();
  assert(isSequence());
  auto& items = std::get<Sequence>(storage_);
  items.push_back(std::move(value));
  return items.back();
}

void Node::sortKeys() {
  if (auto* entries = as<Mapping>()) {
    std::sort(entries->begin(), entries->end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    for (auto& entry : *entries) entry.value.sortKeys();
  } else if (auto* items = as<Sequence>()) {
    for (auto& item : *items) item.sortKeys();
  }
}

bool Node::empty() const {
  if (const auto* entries = as<Mapping>()) return entries->empty();
  if (const auto* items = as<Sequence>()) return items->empty();
  return isNull();
}

Node& Node::commented(std::string comment) {
  comment_ = comment.empty() ? support::Boxed<std::string>() : support::Boxed<std::string>(std::move(comment));
  return *this;
}

bool sameData(const Node& a, const Node& b) {
  if (a.storage().index() != b.storage().index()) return false;
  if (const auto* items = a.as<Node::Sequence>()) {
    const auto& others = *b.as<Node::Sequence>();
    return std::equal(items->begin(), items->end(), others.begin(), others.end(), sameData);
  }
  if (const auto* entries = a.as<Node::Mapping>()) {
    const auto& others = *b.as<Node::Mapping>();
    return std::equal(entries->begin(), entries->end(), others.begin(), others.end(),
                      [](const Entry& x, const Entry& y) { return x.key == y.key && sameData(x.value, y.value); });
  }
  if (const auto* text = a.as<std::string>()) return *text == *b.as<std::string>();
  if (const auto* number = a.as<double>()) return *number == *b.as<double>();
  if (const auto* number = a.as<int64_t>()) return *number == *b.as<int64_t>();
  if (const auto* flag = a.as<bool>()) return *flag == *b.as<bool>();
  return true;
}

size_t hashOf(const Node& node) {
  const auto mix = [](size_t seed, size_t value) { return (seed ^ value) * 0x9e3779b97f4a7c15U; };
  size_t hash = node.storage().index() + 1;
  if (const auto* items = node.as<Node::Sequence>()) {
    for (const Node& item : *items) hash = mix(hash, hashOf(item));
  } else if (const auto* entries = node.as<Node::Mapping>()) {
    for (const Entry& entry : *entries) hash = mix(mix(hash, std::hash<std::string>()(entry.key)), hashOf(entry.value));
  } else if (const auto* text = node.as<std::string>()) {
    hash = mix(hash, std::hash<std::string>()(*text));
  } else if (const auto* number = node.as<double>()) {
    hash = mix(hash, std::hash<double>()(*number));
  } else if (const auto* integer = node.as<int64_t>()) {
    hash = mix(hash, std::hash<int64_t>()(*integer));
  } else if (const auto* flag = node.as<bool>()) {
    hash = mix(hash, *flag ? 1 : 2);
  }
  return hash;
}

}  // namespace mlpc::emit
