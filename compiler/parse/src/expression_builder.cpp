#include <algorithm>
#include <charconv>

#include "mlpc/diag/syntax.h"
#include "mlpc/syntax/precedence.h"
#include "tree_builder.h"

namespace mlpc::parse {

using namespace syntax;

namespace {

// Later walks over the tree need a bound on its height: each level takes a few hundred bytes of stack.
constexpr uint32_t kHighest = 2000;

BinaryOp operatorOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::Or: return BinaryOp::Or;
    case TokenKind::And: return BinaryOp::And;
    case TokenKind::Equal: return BinaryOp::Equal;
    case TokenKind::NotEqual: return BinaryOp::NotEqual;
    case TokenKind::Less: return BinaryOp::Less;
    case TokenKind::LessEqual: return BinaryOp::LessEqual;
    case TokenKind::Greater: return BinaryOp::Greater;
    case TokenKind::GreaterEqual: return BinaryOp::GreaterEqual;
    case TokenKind::In: return BinaryOp::In;
    case TokenKind::Plus: return BinaryOp::Add;
    case TokenKind::Minus: return BinaryOp::Subtract;
    case TokenKind::Star: return BinaryOp::Multiply;
    case TokenKind::Slash: return BinaryOp::Divide;
    default: return BinaryOp::Remainder;
  }
}

/// `a < b <= c` and `a > b >= c` are chains; any other combination would not be read as it looks.
bool runOneWay(const std::vector<BinaryOp>& ops) {
  const auto isUp = [](BinaryOp op) { return op == BinaryOp::Less || op == BinaryOp::LessEqual; };
  const auto isDown = [](BinaryOp op) { return op == BinaryOp::Greater || op == BinaryOp::GreaterEqual; };
  return std::all_of(ops.begin(), ops.end(), isUp) || std::all_of(ops.begin(), ops.end(), isDown);
}

}  // namespace

ExprId TreeBuilder::add(source::Span where, ExprNode node, uint32_t below) {
  std::vector<uint16_t>& heights = inBody_ ? bodyHeights_ : headHeights_;
  if (below >= kHighest) {
    complain(where, diag::expressionTooLong, diag::Number(static_cast<int64_t>(kHighest)));
    heights.push_back(1);
    return tree_.exprs.add({where, ErrorExpr{}}, inBody_);
  }
  heights.push_back(static_cast<uint16_t>(below + 1));
  return tree_.exprs.add({where, std::move(node)}, inBody_);
}

ExprId TreeBuilder::expression(Mlp::ExpressionContext* context, source::Span otherwise) {
  if (context == nullptr || context->operands.empty()) return error(otherwise);
  if (context->operands.size() == 1) return operand(context->operands.front());
  if (context->exception) return error(span(context));
  return row(context);
}

/// The grammar gives a flat sequence of operands and operators; precedence is applied here.
ExprId TreeBuilder::row(Mlp::ExpressionContext* context) {
  struct Pending {
    ExprId left;
    TokenKind op;
    source::Span opSpan;
    ExprId then;  ///< of `left ? then : …`
  };
  // Operators whose right operand is still being read, in order of rising precedence.
  std::vector<Pending> pending;
  ExprId right = operand(context->operands[0]);
  size_t nextThen = 0;

  const auto join = [&](const Pending& p) {
    const source::Span where = source::cover(spanOf(p.left), spanOf(right));
    uint32_t below = std::max(height(p.left), height(right));
    if (p.op == TokenKind::Question) {
      below = std::max(below, height(p.then));
      return add(where, ConditionalExpr{p.left, p.then, right}, below);
    }
    return add(where, BinaryExpr{operatorOf(p.op), p.left, right, p.opSpan}, below);
  };
  // Builds the nodes of all operators that bind at least as tightly as `rank`.
  const auto reduce = [&](int rank) {
    while (!pending.empty() && rankOf(pending.back().op) >= rank) {
      if (rankOf(pending.back().op) != kComparisonRank || pending.size() < 2 ||
          rankOf(pending.end()[-2].op) != kComparisonRank) {
        right = join(pending.back());
        pending.pop_back();
        continue;
      }
      ChainExpr chain;
      size_t first = pending.size();
      while (first > 0 && rankOf(pending[first - 1].op) == kComparisonRank) --first;
      uint32_t below = height(right);
      for (size_t i = first; i < pending.size(); ++i) {
        chain.operands.push_back(pending[i].left);
        chain.ops.push_back(operatorOf(pending[i].op));
        below = std::max(below, height(pending[i].left));
      }
      chain.operands.push_back(right);
      const source::Span where = source::cover(spanOf(chain.operands.front()), spanOf(right));
      if (runOneWay(chain.ops)) {
        right = add(where, std::move(chain), below);
      } else {
        complain(where, diag::mixedComparison);
        right = error(where);
      }
      pending.resize(first);
    }
  };

  for (size_t i = 0; i < context->operators.size() && i + 1 < context->operands.size(); ++i) {
    const auto* op = context->operators[i];
    const TokenKind kind = token(op).kind;
    const int rank = rankOf(kind);
    // A comparison waits for those that follow it; `? :` groups to the right.
    reduce(rank == kComparisonRank || kind == TokenKind::Question ? rank + 1 : rank);
    Pending next{right, kind, span(op), {}};
    if (kind == TokenKind::Question) {
      next.then =
          nextThen < context->thens.size() ? expression(context->thens[nextThen], next.opSpan) : error(next.opSpan);
      ++nextThen;
    }
    pending.push_back(next);
    right = operand(context->operands[i + 1]);
  }
  reduce(0);
  return right;
}

ExprId TreeBuilder::literal(const antlr4::Token* t) {
  const source::Span where = span(t);
  switch (token(t).kind) {
    case TokenKind::Int: return add(where, NumberExpr{NumberKind::Int, textOf(t)}, 0);
    case TokenKind::Float: return add(where, NumberExpr{NumberKind::Float, textOf(t)}, 0);
    case TokenKind::Unit: return add(where, NumberExpr{NumberKind::Unit, textOf(t)}, 0);
    case TokenKind::String: return plainString(t);
    case TokenKind::True: return add(where, BoolExpr{true}, 0);
    case TokenKind::False: return add(where, BoolExpr{false}, 0);
    case TokenKind::Null: return add(where, NullExpr{}, 0);
    default: return error(where);
  }
}

ExprId TreeBuilder::operand(Mlp::OperandContext* context) {
  ExprId value;
  if (context->name != nullptr) {
    value = context->code != nullptr ? fence(context->code, context->name)
                                     : add(span(context->name), NameExpr{name(context->name)}, 0);
  } else if (context->literal != nullptr) {
    value = literal(context->literal);
  } else if (context->text != nullptr) {
    value = interpolation(context->text);
  } else if (context->items != nullptr) {
    value = list(context->items);
  } else if (context->fields != nullptr) {
    value = record(context->fields);
  } else {
    value = expression(context->group, span(context));
  }
  value = suffixed(value, context->suffixes);
  for (auto prefix = context->prefixes.rbegin(); prefix != context->prefixes.rend(); ++prefix) {
    const UnaryOp op = token(*prefix).kind == TokenKind::Not ? UnaryOp::Not : UnaryOp::Negate;
    value = add(source::cover(span(*prefix), spanOf(value)), UnaryExpr{op, value}, height(value));
  }
  return value;
}

ExprId TreeBuilder::suffixed(ExprId base, const std::vector<Mlp::SuffixContext*>& suffixes) {
  for (auto* suffix : suffixes) {
    const source::Span where = source::cover(spanOf(base), span(suffix));
    if (suffix->call != nullptr) {
      CallExpr node{base, arguments(suffix->call), span(suffix->call)};
      uint32_t below = height(base);
      for (const auto& argument : node.arguments) below = std::max(below, height(argument.value));
      base = add(where, std::move(node), below);
    } else if (suffix->attribute != nullptr) {
      base = add(where, MemberExpr{base, name(suffix->attribute)}, height(base));
    } else if (suffix->index != nullptr) {
      const ExprId index = expression(suffix->index, where);
      base = add(where, IndexExpr{base, index}, std::max(height(base), height(index)));
    } else if (suffix->version != nullptr) {
      uint32_t version = 0;
      const std::string_view digits = textOf(suffix->version).substr(1);
      std::from_chars(digits.data(), digits.data() + digits.size(), version);
      base = add(where, VersionExpr{base, version}, height(base));
    } else {
      return error(where);
    }
  }
  return base;
}

std::vector<Argument> TreeBuilder::arguments(Mlp::ArgumentsContext* context) {
  std::vector<Argument> result;
  result.reserve(context->items.size());
  const Mlp::ArgumentContext* previous = nullptr;
  for (auto* item : context->items) {
    const source::Span where = span(item);
    Argument argument;
    if (previous != nullptr && followsUnseparated(item->start) && previous->colon == nullptr && !result.empty()) {
      const auto* word = std::get_if<NameExpr>(&tree_.exprs[result.back().value].node);
      const bool value = item->colon == nullptr && token(item->start).kind != TokenKind::Identifier;
      if (word != nullptr && value) {
        // `f(path "x")`
        colonForgotten(word->name);
        argument.name = word->name;
        argument.value = expression(item->value, where);
        result.back() = argument;
        previous = item;
        continue;
      }
    }
    if (previous != nullptr) separated(item->start, false);
    previous = item;
    if (item->colon == nullptr) {
      argument.value = expression(item->value, where);
    } else {
      const ExprId named = expression(item->value, where);
      argument.value = expression(item->named, endOf(where));
      if (const auto* word = std::get_if<NameExpr>(&tree_.exprs[named].node)) {
        argument.name = word->name;
      } else {
        const source::Span at = spanOf(named);
        if (!std::holds_alternative<ErrorExpr>(tree_.exprs[named].node)) {
          complain(at, diag::argumentName, diag::Text(text_.substr(at.begin, at.end - at.begin)));
        }
        continue;
      }
    }
    result.push_back(argument);
  }
  return result;
}

ExprId TreeBuilder::list(Mlp::ListContext* context) {
  ListExpr node;
  node.items.reserve(context->items.size());
  uint32_t below = 0;
  bool first = true;
  for (auto* item : context->items) {
    if (!first) separated(item->start, true);
    first = false;
    const ExprId value = expression(item->value, span(item));
    below = std::max(below, height(value));
    node.items.push_back({value, item->spread != nullptr});
  }
  return add(span(context), std::move(node), below);
}

ExprId TreeBuilder::record(Mlp::RecordContext* context) {
  RecordExpr node;
  node.items.reserve(context->items.size());
  uint32_t below = 0;
  const Mlp::MemberContext* previous = nullptr;
  for (auto* member : context->items) {
    const bool unfinished = member->exception && member->key != nullptr && token(member->key).kind == TokenKind::String;
    if (unfinished && followsUnseparated(member->start) && !node.items.empty() && node.items.back().shorthand) {
      // `name "x"`, where a colon has already been asked for.
      node.items.back().shorthand = false;
      node.items.back().value = error(span(member));
      continue;
    }
    if (previous != nullptr) separated(member->start, false);
    previous = member;
    RecordItem item;
    if (member->spread != nullptr) {
      item.spread = true;
      item.value = expression(member->spread, span(member));
    } else if (member->key != nullptr) {
      item.key = key(member->key, item.quotedKey);
      if (member->value != nullptr || member->exception) {
        item.value = expression(member->value, endOf(span(member)));
      } else {
        item.shorthand = true;
        item.value = add(item.key.span, NameExpr{item.key}, 0);
      }
    } else {
      continue;
    }
    below = std::max(below, height(item.value));
    node.items.push_back(item);
  }
  return add(span(context), std::move(node), below);
}

}  // namespace mlpc::parse
