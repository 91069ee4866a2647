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

}  // namespace mlpc::emit
