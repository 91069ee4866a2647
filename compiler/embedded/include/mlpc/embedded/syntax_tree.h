#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/embedded/leaf.h"

namespace mlpc::embedded {

class SyntaxTree;

/// A node of a SyntaxTree, or none. The names of kinds and fields are those of the grammar.
class Node {
 public:
  Node() = default;
  Node(const SyntaxTree& tree, uint32_t index) : tree_(&tree), index_(index) {}

  explicit operator bool() const { return tree_ != nullptr; }
  friend bool operator==(const Node& a, const Node& b) { return a.tree_ == b.tree_ && a.index_ == b.index_; }

  [[nodiscard]] uint32_t index() const { return index_; }
  [[nodiscard]] std::string_view kind() const;
  [[nodiscard]] bool is(std::string_view kind) const;
  /// The name of its field in the parent; "" if it has none.
  [[nodiscard]] std::string_view field() const;
  /// False for a keyword, a bracket or an operator.
  [[nodiscard]] bool named() const;
  [[nodiscard]] bool isComment() const { return is("comment"); }
  [[nodiscard]] Range range() const;
  /// As written, with kPlaceholderByte for each placeholder.
  [[nodiscard]] std::string_view text() const;

  [[nodiscard]] Node parent() const;
  [[nodiscard]] Node firstChild() const;
  [[nodiscard]] Node next() const;
  /// The first node, in the order of the text, after this one and everything inside it.
  [[nodiscard]] Node after() const;
  /// The first child in the field `field`.
  [[nodiscard]] Node child(std::string_view field) const;
  /// The first child of this kind.
  [[nodiscard]] Node childOf(std::string_view kind) const;
  /// The children that are named nodes, without comments.
  [[nodiscard]] std::vector<Node> parts() const;
  [[nodiscard]] const SyntaxTree& tree() const { return *tree_; }

 private:
  const SyntaxTree* tree_ = nullptr;
  uint32_t index_ = 0;
};

/// The first place where the reader could not continue.
struct Fault {
  Range token;           ///< what is there; empty at the end of a line
  bool lineEnd = false;  ///< a line or the whole code ends where something should follow
  bool newLine = false;  ///< the token is on a later line than the previous one, and no line ended in between
};

/// The concrete syntax of Python, as read by tree-sitter: a value that is independent of the parser.
/// Any code gives a tree; for broken code, it is complete up to its fault. The work is bounded: code that is longer
/// than kMaxSize, nested more deeply than anyone writes it, or takes too many steps for its length is `unread` and has
/// an empty tree.
class SyntaxTree {
 public:
  static constexpr size_t kMaxSize = size_t{1} << 20U;

  explicit SyntaxTree(std::string_view code);
  SyntaxTree(SyntaxTree&&) = delete;

  [[nodiscard]] Node root() const { return {*this, 0}; }
  [[nodiscard]] bool unread() const { return unread_; }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }
  [[nodiscard]] std::string_view code() const { return code_; }
  [[nodiscard]] std::string_view text(Range range) const {
    return std::string_view(code_).substr(range.begin, range.end - range.begin);
  }
  [[nodiscard]] size_t size() const { return nodes_.size(); }
  /// Nodes are in the order of the text, each before those inside it.
  [[nodiscard]] Node node(uint32_t index) const { return {*this, index}; }
  /// The innermost node that contains the byte at `at`.
  [[nodiscard]] Node at(uint32_t at) const;

 private:
  friend class Node;
  friend class TreeReader;
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Data {
    std::string_view kind;
    std::string_view field;
    Range range;
    uint32_t parent = kNone;
    uint32_t next = kNone;
    uint32_t end = 0;  ///< after the last node inside it
    bool named = false;
  };

  std::string code_;
  std::vector<Data> nodes_;
  std::optional<Fault> fault_;
  bool unread_ = false;
};

// Rules ask every node what it is.
inline std::string_view Node::kind() const { return tree_->nodes_[index_].kind; }
inline bool Node::is(std::string_view kind) const { return tree_ != nullptr && this->kind() == kind; }
inline std::string_view Node::field() const { return tree_->nodes_[index_].field; }
inline bool Node::named() const { return tree_->nodes_[index_].named; }
inline Range Node::range() const { return tree_ != nullptr ? tree_->nodes_[index_].range : Range(); }

}  // namespace mlpc::embedded
