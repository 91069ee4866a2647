#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/source/span.h"
#include "mlpc/support/id.h"

namespace mlpc::syntax {

struct ExprTag;
struct TypeTag;
struct StmtTag;
struct DeclTag;
/// An expression of a Tree.
using ExprId = support::Id<ExprTag>;
/// A type as written.
using TypeId = support::Id<TypeTag>;
/// A statement, or a setting (`key: value`) at the beginning of a block.
using StmtId = support::Id<StmtTag>;
/// A declaration at the top of a file.
using DeclId = support::Id<DeclTag>;

/// A node is in a head (a const, a signature, a record at the top of a file, a template) or in a body (of a component,
/// pipeline, trainjob or workflow). The two are numbered separately: what is written in a body does not change the ids
/// in the heads, so what other files know about this one stays valid.
inline constexpr uint32_t kBodyBit = 0x80000000U;
template <typename Tag>
constexpr bool isOfBody(support::Id<Tag> id) {
  return (id.index() & kBodyBit) != 0;
}
/// The index among the nodes of the same part.
template <typename Tag>
constexpr uint32_t indexInPart(support::Id<Tag> id) {
  return id.index() & ~kBodyBit;
}

/// A word and its place. The text points into the source, or into the tree for quoted keys with escapes.
struct Name {
  std::string_view text;
  source::Span span;

  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// An argument of a call. `f(x)` is positional for a built-in function and short for `x: x` everywhere else: the parser
/// leaves `name` empty, and the checker decides.
struct Argument {
  Name name;
  ExprId value;
};

struct Decorator {
  std::vector<Name> path;  ///< `range` of `@range(1, 10)`
  std::vector<Argument> arguments;
  source::Span span;
};

/// A parameter or a named output; also a field of a record type.
struct Parameter {
  std::string_view doc;  ///< the text of the `///` lines, without the slashes, joined by '\n'
  std::vector<Decorator> decorators;
  Name name;
  bool quotedName = false;
  TypeId type;
  ExprId defaultValue;  ///< invalid if there is none
  source::Span span;
};

/// Braces around statements. Settings are statements too (see SettingStmt); the checker expects them first.
struct Block {
  std::vector<StmtId> statements;
  source::Span span;  ///< including the braces
};

}  // namespace mlpc::syntax
