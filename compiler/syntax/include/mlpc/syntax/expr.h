#pragma once

#include <cstdint>
#include <variant>

#include "mlpc/syntax/node.h"

namespace mlpc::syntax {

struct NameExpr {
  Name name;
};
/// `base.member`
struct MemberExpr {
  ExprId base;
  Name member;
};
/// `base[index]`; also the type argument of `importer[Dataset]`.
struct IndexExpr {
  ExprId base;
  ExprId index;
};
struct CallExpr {
  ExprId callee;
  std::vector<Argument> arguments;
  source::Span parentheses;
};
/// `AzureCLI@2`
struct VersionExpr {
  ExprId base;
  uint32_t version = 0;
};
enum class UnaryOp : uint8_t { Not, Negate };
struct UnaryExpr {
  UnaryOp op;
  ExprId operand;
};
enum class BinaryOp : uint8_t {
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Add,
  Subtract,
  Multiply,
  Divide,
  Remainder
};
/// The spelling of an operator.
std::string_view spelling(BinaryOp op);
struct BinaryExpr {
  BinaryOp op;
  ExprId left;
  ExprId right;
  source::Span opSpan;
};
/// `a < b <= c`: at least two operators, all in the same direction (the parser has checked that), and `operands.size()
/// == ops.size() + 1`.
struct ChainExpr {
  std::vector<ExprId> operands;
  std::vector<BinaryOp> ops;
};
/// `condition ? then : otherwise`
struct ConditionalExpr {
  ExprId condition;
  ExprId then;
  ExprId otherwise;
};
struct ListItem {
  ExprId value;
  bool spread = false;
};
struct ListExpr {
  std::vector<ListItem> items;
};
/// `key: value`, `name` (short for `name: name`; the value is then a NameExpr) or `...value` (the key is then empty).
struct RecordItem {
  Name key;
  bool quotedKey = false;
  bool shorthand = false;
  bool spread = false;
  ExprId value;
};
struct RecordExpr {
  std::vector<RecordItem> items;
};

/// A piece of a string or fence: text after escapes and indentation were removed, or the expression of a placeholder.
struct TextPart {
  std::string_view text;
  source::Span span;
};
struct PlaceholderPart {
  ExprId value;
  source::Span span;  ///< including `~{` and `}`
};
using StringPart = std::variant<TextPart, PlaceholderPart>;
/// `"text ~{x}"`. Without placeholders there is exactly one TextPart, even for the empty string.
struct StringExpr {
  std::vector<StringPart> parts;
};
/// `bash <<< … >>>`. The parts are dedented, and the last line break is removed.
struct FenceExpr {
  Name language;
  std::vector<StringPart> parts;
  source::Span content;  ///< from the line after `<<<` to the line of `>>>`
  uint32_t indent = 0;   ///< bytes of indentation removed from each line
};
enum class NumberKind : uint8_t { Int, Float, Unit };
/// A number as written; `500m`, `1h30m` and `2Gi` are of kind Unit.
struct NumberExpr {
  NumberKind kind;
  std::string_view text;
};
struct BoolExpr {
  bool value;
};
struct NullExpr {};
/// Stands for something the parser has already reported.
struct ErrorExpr {};

using ExprNode =
    std::variant<ErrorExpr, NameExpr, MemberExpr, IndexExpr, CallExpr, VersionExpr, UnaryExpr, BinaryExpr, ChainExpr,
                 ConditionalExpr, ListExpr, RecordExpr, StringExpr, FenceExpr, NumberExpr, BoolExpr, NullExpr>;

struct Expr {
  source::Span span;
  ExprNode node;
};

// ---- types as written

/// `azure.devops.Connection`, `list[T]`, `map`
struct NamedType {
  std::vector<Name> path;
  std::vector<TypeId> arguments;
};
struct RecordSpread {
  TypeId type;
  size_t before;  ///< index of the field that it precedes
};
struct RecordType {
  std::vector<Parameter> fields;
  std::vector<RecordSpread> spreads;
};
/// `"bash"`, `2`, `true` in a union.
struct LiteralType {
  ExprId value;
};
/// `T?`
struct OptionalType {
  TypeId inner;
};
/// `T*`: may be known only at run time
struct RuntimeType {
  TypeId inner;
};
struct UnionType {
  std::vector<TypeId> members;
};
struct ErrorType {};

using TypeNode = std::variant<ErrorType, NamedType, RecordType, LiteralType, OptionalType, RuntimeType, UnionType>;

struct TypeExpr {
  source::Span span;
  TypeNode node;
};

}  // namespace mlpc::syntax
