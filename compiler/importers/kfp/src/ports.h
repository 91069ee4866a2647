#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yaml_node.h"

namespace mlpc::importers::kfp {

struct Type;

/// An input or output of a component or pipeline.
struct Port {
  std::string name;
  source::Span span;  ///< of the name
  const Node* node = nullptr;
  std::string description;
  bool artifact = false;
  bool list = false;
  bool optional = false;
  std::string schema;  ///< for an artifact: its title
  std::string version;
  std::string parameter;  ///< of a parameter: `STRING` …
  const Node* defaultValue = nullptr;
  Type* type = nullptr;  ///< of a parameter
};

/// The inputs or the outputs, in order and searchable by name: a hostile component has a hundred thousand.
class Ports {
 public:
  void add(Port port);
  template <typename Earlier>
  void sort(const Earlier& earlier) {
    std::stable_sort(all_.begin(), all_.end(), earlier);
    index();
  }

  /// The first port of that name, or null.
  [[nodiscard]] const Port* find(std::string_view name) const;
  [[nodiscard]] Port* find(std::string_view name) {
    return const_cast<Port*>(static_cast<const Ports*>(this)->find(name));
  }

  [[nodiscard]] auto begin() const { return all_.begin(); }
  [[nodiscard]] auto end() const { return all_.end(); }
  [[nodiscard]] auto begin() { return all_.begin(); }
  [[nodiscard]] auto end() { return all_.end(); }
  [[nodiscard]] size_t size() const { return all_.size(); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] const Port& front() const { return all_.front(); }

 private:
  void index();

  std::vector<Port> all_;
  std::unordered_map<std::string, size_t> places_;  ///< empty while there are few
};

}  // namespace mlpc::importers::kfp
