#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "yaml_node.h"

namespace mlpc::importers::kfp {
namespace {

/// A loop creates a task for each of its items.
constexpr size_t kMostJsonNodes = 200'000;

/// Builds nodes from the parser's events. A function that returns false ends the parsing.
class NodeBuilder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit NodeBuilder(source::Span origin) : origin_(origin) {}
  Node root;

  bool null() override { return add(Node::Kind::Null, {}), inBounds(); }
  bool boolean(bool value) override { return add(Node::Kind::Bool, {}).number = value ? 1 : 0, inBounds(); }
  bool number_integer(number_integer_t value) override { return addInt(std::to_string(value), value); }
  bool number_unsigned(number_unsigned_t value) override { return addInt(std::to_string(value), value); }
  bool number_float(number_float_t value, const string_t& text) override {
    // Integers that do not fit into 64 bits come here too.
    const bool whole = text.find_first_of(".eE") == std::string::npos;
    return add(whole ? Node::Kind::Int : Node::Kind::Float, text).number = value, inBounds();
  }
  bool string(string_t& text) override { return !hasNul(text) && (add(Node::Kind::Text, std::move(text)), inBounds()); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(size_t /*size*/) override { return open(Node::Kind::Mapping); }
  bool start_array(size_t /*size*/) override { return open(Node::Kind::Sequence); }
  bool end_object() override {
    open_.back().node->indexKeys();
    return open_.pop_back(), true;
  }
  bool end_array() override { return open_.pop_back(), true; }
  bool key(string_t& key) override {
    Open& mapping = open_.back();
    if (hasNul(key) || !mapping.keys.insert(key).second) return false;
    mapping.node->keys.push_back(std::move(key));
    mapping.node->keySpans.push_back(origin_);
    return true;
  }
  bool parse_error(size_t /*at*/, const std::string& /*token*/, const nlohmann::detail::exception& /*why*/) override {
    return false;
  }

 private:
  struct Open {
    Node* node;
    std::unordered_set<std::string> keys;
  };

  /// mlp cannot write it.
  static bool hasNul(const std::string& text) { return text.find('\0') != std::string::npos; }
  [[nodiscard]] bool inBounds() const { return nodes_ <= kMostJsonNodes; }
  Node& add(Node::Kind kind, std::string text) {
    ++nodes_;
    Node& node = open_.empty() ? root : open_.back().node->items.emplace_back();
    node.kind = kind;
    node.text = std::move(text);
    node.span = origin_;
    return node;
  }
  template <typename Number>
  bool addInt(std::string text, Number value) {
    return add(Node::Kind::Int, std::move(text)).number = static_cast<double>(value), inBounds();
  }
  bool open(Node::Kind kind) {
    Node& node = add(kind, {});
    open_.push_back({&node, {}});
    return open_.size() <= kDeepest && inBounds();
  }

  source::Span origin_;
  std::vector<Open> open_;
  size_t nodes_ = 0;
};

}  // namespace

std::optional<Node> readJson(std::string_view text, source::Span origin) {
  NodeBuilder builder(origin);
  if (!nlohmann::json::sax_parse(text, &builder)) return std::nullopt;
  return std::move(builder.root);
}

}  // namespace mlpc::importers::kfp
