#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlpc/diag/engine.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::importers::kfp {

/// How many levels of lists and mappings a document may have, and JSON within it.
inline constexpr size_t kDeepest = 256;

/// A node of a document, with the place it was read from. Mappings keep their order; each key occurs once.
struct Node {
  enum class Kind : uint8_t { Null, Bool, Int, Float, Text, Sequence, Mapping };

  Kind kind = Kind::Null;
  std::string text;         ///< of a scalar, as written
  double number = 0;        ///< of Int and Float
  std::vector<Node> items;  ///< of a sequence; the values of a mapping
  std::vector<std::string> keys;
  std::vector<source::Span> keySpans;
  source::Span span;
  /// For a large mapping: where each key is, by its hash.
  std::shared_ptr<const std::vector<std::pair<size_t, uint32_t>>> places;

  [[nodiscard]] bool isMapping() const { return kind == Kind::Mapping; }
  [[nodiscard]] bool isSequence() const { return kind == Kind::Sequence; }
  [[nodiscard]] bool isText() const { return kind == Kind::Text; }
  [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
  [[nodiscard]] bool isNumber() const { return kind == Kind::Int || kind == Kind::Float; }
  [[nodiscard]] bool isTrue() const { return kind == Kind::Bool && number != 0; }
  /// The value at `key` of a mapping, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }
  /// Makes `find` fast. Must be called when all keys are there.
  void indexKeys();
  /// The same along a path of keys.
  template <typename... Keys>
  [[nodiscard]] const Node* find(std::string_view key, Keys... more) const {
    const Node* node = find(key);
    return node == nullptr ? nullptr : node->find(more...);
  }
};

/// What messages call a node: "a list".
std::string_view kindName(const Node& node);

/// Reports that a string is expected where the node is, and why the node is something else: YAML 1.1 has many words for
/// booleans.
void reportNoString(const Node& node, diag::Engine& diags);

/// The documents of a file, without empty ones; if it cannot be read, an error is reported and the result is empty.
///
/// Plain scalars are read as PyYAML reads them (YAML 1.1), because that is what writes these files; timestamps stay
/// strings.
/// `bounded`: input from outside may not be larger than Kubeflow Pipelines accepts.
std::optional<std::vector<Node>> readYaml(const source::SourceManager& sources, source::FileId file,
                                          diag::Engine& diags, bool bounded = true);

/// Decides what the text of a plain scalar stands for, by the rules above.
void resolvePlain(Node& node);

/// JSON; empty if the text is not JSON, contains NUL or more values than a document may. Numbers with a point or an
/// exponent are Float. Every node has the span `origin`.
std::optional<Node> readJson(std::string_view text, source::Span origin);

/// Whether two nodes have the same contents: mappings in any order, 1 equal to 1.0.
bool equal(const Node& a, const Node& b);

/// The node as a text that is equal exactly if the nodes are.
std::string canonical(const Node& node);

}  // namespace mlpc::importers::kfp
