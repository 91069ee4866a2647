#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "mlpc/source/source_manager.h"
#include "mlpc/support/id.h"
#include "mlpc/support/value_store.h"
#include "mlpc/syntax/decl.h"

namespace mlpc::syntax {

/// The nodes of heads and of bodies, numbered separately (see `kBodyBit`).
template <typename IdType, typename T>
class NodeStore {
 public:
  IdType add(T node, bool ofBody) {
    const IdType id = (ofBody ? bodies_ : heads_).add(std::move(node));
    return ofBody ? IdType(id.index() | kBodyBit) : id;
  }
  [[nodiscard]] const T& operator[](IdType id) const {
    return (isOfBody(id) ? bodies_ : heads_)[IdType(indexInPart(id))];
  }
  [[nodiscard]] size_t size() const { return heads_.size() + bodies_.size(); }
  [[nodiscard]] size_t headCount() const { return heads_.size(); }
  [[nodiscard]] size_t bodyCount() const { return bodies_.size(); }
  /// Calls `visit` with the id of every node, those of the heads first.
  template <typename Visit>
  void forEachId(const Visit& visit) const {
    for (uint32_t i = 0; i < heads_.size(); ++i) visit(IdType(i));
    for (uint32_t i = 0; i < bodies_.size(); ++i) visit(IdType(i | kBodyBit));
  }

 private:
  support::ValueStore<IdType, T> heads_;
  support::ValueStore<IdType, T> bodies_;
};

/// The declarations of one file. Frozen once the parser has returned it; types and symbols live in tables keyed by
/// these ids.
///
/// Broken input gives a whole tree too, with Error nodes where a diagnostic was reported.
class Tree {
 public:
  explicit Tree(source::FileId fileId) : file(fileId) {}
  Tree(Tree&&) = default;
  Tree& operator=(Tree&&) = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  source::FileId file;
  NodeStore<ExprId, Expr> exprs;
  NodeStore<TypeId, TypeExpr> types;
  NodeStore<StmtId, Stmt> stmts;
  support::ValueStore<DeclId, Decl> decls;
  /// The declarations in the order of the file.
  std::vector<DeclId> order;
  /// Words in what could not be read: one of them may be the name of a declaration that was lost.
  std::unordered_set<std::string_view> lostNames;
  /// Where something has lost its name, and a name that looks undeclared may in fact be declared.
  std::vector<source::Span> nameless;

  /// Keeps a text that does not occur literally in the source (an unescaped string, a joined doc comment).
  std::string_view keep(std::string text) {
    kept_.push_back(std::move(text));
    return kept_.back();
  }

 private:
  std::deque<std::string> kept_;
};

/// The item `name` of a record literal with its key; null if there is none (spreads are not followed).
const RecordItem* findItem(const Tree& tree, ExprId record, std::string_view name);
/// The value of that item; invalid if there is none.
ExprId fieldValue(const Tree& tree, ExprId record, std::string_view name);
/// Whether `record` is a literal that includes another record: `{ ...other }`.
bool hasSpread(const Tree& tree, ExprId record);

/// The expression as mlp source on one line, for messages. Ends in `…` if it is cut.
std::string describe(const Tree& tree, const source::SourceManager& sources, ExprId expr);

}  // namespace mlpc::syntax
