#include "tree_builder.h"

#include <algorithm>

namespace mlpc::parse {

using namespace syntax;

namespace {

constexpr size_t kLongest = 2000;

int rankOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::Question: return 0;
    case TokenKind::Or: return 1;
    case TokenKind::And: return 2;
    case TokenKind::Equal: case TokenKind::NotEqual: case TokenKind::Less: case TokenKind::LessEqual: case TokenKind::Greater:
    case TokenKind::GreaterEqual: case TokenKind::In: return 3;
    case TokenKind::Plus: case TokenKind::Minus: return 4;
    default: return 5;
  }
}

BinaryOp opOf(TokenKind kind) {
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

}  // namespace

ExprId TreeBuilder::error(source::Span where) { return add(where, ErrorExpr{}); }

// The grammar gives operands and operators in a row; here they get their ranks.
ExprId TreeBuilder::expression(Mlp::ExpressionContext* context) {
  if (context->operands.empty() || context->exception) return error(span(context));
  if (context->operands.size() == 1) return operand(context->operands.front());
  if (context->operands.size() > kLongest) {
    complain(span(context), diag::expressionTooLong, diag::Number(static_cast<int64_t>(kLongest)));
    return error(span(context));
  }
  std::vector<ExprId> operands;
  for (auto* c : context->operands) operands.push_back(operand(c));
  std::vector<ExprId> thens;
  for (auto* c : context->thens) thens.push_back(expression(c));
  if (operands.size() != context->operators.size() + 1) return error(span(context));

  size_t at = 0;
  size_t nextThen = 0;
  // Precedence climbing over the flat row.
  auto climb = [&](auto&& self, int least) -> ExprId {
    ExprId left = operands[at];
    while (at < context->operators.size()) {
      const auto* op = context->operators[at];
      const TokenKind kind = token(op).kind;
      const int rank = rankOf(kind);
      if (rank < least) break;
      if (kind == TokenKind::Question) {
        const ExprId then = nextThen < thens.size() ? thens[nextThen++] : error(span(op));
        ++at;
        const ExprId otherwise = self(self, 0);
        left = add(source::cover(tree_.exprs[left].span, tree_.exprs[otherwise].span), ConditionalExpr{left, then, otherwise});
        continue;
      }
      if (rank == 3) {
        ChainExpr chain;
        chain.operands.push_back(left);
        source::Span firstOp = span(op);
        while (at < context->operators.size() && rankOf(token(context->operators[at]).kind) == 3) {
          chain.ops.push_back(opOf(token(context->operators[at]).kind));
          ++at;
          chain.operands.push_back(self(self, 4));
        }
        const source::Span whole = source::cover(tree_.exprs[chain.operands.front()].span, tree_.exprs[chain.operands.back()].span);
        if (chain.ops.size() == 1) {
          left = add(whole, BinaryExpr{chain.ops[0], chain.operands[0], chain.operands[1], firstOp});
        } else {
          const auto up = [](BinaryOp o) { return o == BinaryOp::Less || o == BinaryOp::LessEqual; };
          const auto down = [](BinaryOp o) { return o == BinaryOp::Greater || o == BinaryOp::GreaterEqual; };
          const bool oneWay = std::all_of(chain.ops.begin(), chain.ops.end(), up) || std::all_of(chain.ops.begin(), chain.ops.end(), down) ||
                              std::all_of(chain.ops.begin(), chain.ops.end(), [](BinaryOp o) { return o == BinaryOp::Equal; });
          if (!oneWay) complain(whole, diag::mixedComparison);
          left = add(whole, std::move(chain));
        }
        continue;
      }
      ++at;
      const ExprId right = self(self, rank + 1);
      left = add(source::cover(tree_.exprs[left].span, tree_.exprs[right].span), BinaryExpr{opOf(kind), left, right, span(op)});
    }
    return left;
  };
  return climb(climb, 0);
}

ExprId TreeBuilder::operand(Mlp::OperandContext* context) {
  const source::Span where = span(context);
  if (context->exception) return error(where);
  ExprId value;
  if (context->name != nullptr) {
    value = context->code != nullptr ? fence(context->code, context->name) : add(span(context->name), NameExpr{name(context->name)});
  } else if (context->literal != nullptr) {
    const source::Span at = span(context->literal);
    switch (token(context->literal).kind) {
      case TokenKind::Int: value = add(at, NumberExpr{NumberKind::Int, textOf(context->literal)}); break;
      case TokenKind::Float: value = add(at, NumberExpr{NumberKind::Float, textOf(context->literal)}); break;
      case TokenKind::Unit: value = add(at, NumberExpr{NumberKind::Unit, textOf(context->literal)}); break;
      case TokenKind::String: value = stringToken(context->literal); break;
      case TokenKind::True: value = add(at, BoolExpr{true}); break;
      case TokenKind::False: value = add(at, BoolExpr{false}); break;
      case TokenKind::Null: value = add(at, NullExpr{}); break;
      default: value = error(at);
    }
  } else if (context->text != nullptr) {
    value = interpolation(context->text);
  } else if (context->items != nullptr) {
    value = list(context->items);
  } else if (context->fields != nullptr) {
    value = record(context->fields);
  } else if (context->group != nullptr) {
    value = expression(context->group);
  } else {
    return error(where);
  }
  value = suffixed(value, context->suffixes);
  if (context->prefixes.size() > kLongest) {
    complain(where, diag::expressionTooLong, diag::Number(static_cast<int64_t>(kLongest)));
    return error(where);
  }
  for (auto it = context->prefixes.rbegin(); it != context->prefixes.rend(); ++it) {
    const UnaryOp op = token(*it).kind == TokenKind::Not ? UnaryOp::Not : UnaryOp::Negate;
    value = add(source::cover(span(*it), tree_.exprs[value].span), UnaryExpr{op, value});
  }
  return value;
}

ExprId TreeBuilder::suffixed(ExprId base, const std::vector<Mlp::SuffixContext*>& suffixes) {
  if (suffixes.size() > kLongest) {
    complain(span(suffixes.front()), diag::expressionTooLong, diag::Number(static_cast<int64_t>(kLongest)));
    return error(tree_.exprs[base].span);
  }
  for (auto* c : suffixes) {
    const source::Span where = source::cover(tree_.exprs[base].span, span(c));
    if (c->exception) return error(where);
    if (c->attribute != nullptr) base = add(where, MemberExpr{base, name(c->attribute)});
    else if (c->call != nullptr) {
      auto args = arguments(c->call);
      base = add(where, CallExpr{base, std::move(args), span(c->call)});
    } else if (c->index != nullptr) {
      const ExprId index = expression(c->index);
      base = add(where, IndexExpr{base, index});
    } else if (c->version != nullptr) {
      uint32_t version = 0;
      for (char digit : textOf(c->version).substr(1)) {
        if (digit < '0' || digit > '9') break;
        version = version * 10 + static_cast<uint32_t>(digit - '0');
      }
      base = add(where, VersionExpr{base, version});
    } else {
      return error(where);
    }
  }
  return base;
}

std::vector<Argument> TreeBuilder::arguments(Mlp::ArgumentsContext* context) {
  std::vector<Argument> result;
  Mlp::ArgumentContext* before = nullptr;
  for (auto* c : context->items) {
    if (before != nullptr) separated(before, c, false);
    before = c;
    if (c->value == nullptr) continue;
    Argument argument;
    if (c->colon != nullptr) {
      const ExprId nameExpr = expression(c->value);
      if (const auto* word = std::get_if<NameExpr>(&tree_.exprs[nameExpr].node)) argument.name = word->name;
      else complain(tree_.exprs[nameExpr].span, diag::argumentName, diag::Text(text_.substr(tree_.exprs[nameExpr].span.begin, tree_.exprs[nameExpr].span.end - tree_.exprs[nameExpr].span.begin)));
      argument.value = c->named != nullptr ? expression(c->named) : error(span(c));
    } else {
      argument.value = expression(c->value);
    }
    result.push_back(argument);
  }
  return result;
}

ExprId TreeBuilder::list(Mlp::ListContext* context) {
  ListExpr node;
  Mlp::ListItemContext* before = nullptr;
  for (auto* c : context->items) {
    if (before != nullptr) separated(before, c, true);
    before = c;
    if (c->value == nullptr) continue;
    const ExprId value = expression(c->value);
    node.items.push_back({value, c->spread != nullptr});
  }
  return add(span(context), std::move(node));
}

ExprId TreeBuilder::record(Mlp::RecordContext* context) {
  RecordExpr node;
  Mlp::MemberContext* before = nullptr;
  for (auto* c : context->items) {
    if (before != nullptr) separated(before, c, false);
    before = c;
    if (c->exception) continue;
    RecordItem item;
    if (c->spread != nullptr) {
      item.spread = true;
      item.value = expression(c->spread);
    } else if (c->key != nullptr) {
      item.key = key(c->key, item.quotedKey);
      if (c->value != nullptr) {
        item.value = expression(c->value);
      } else {
        item.shorthand = true;
        item.value = add(span(c->key), NameExpr{item.key});
      }
    } else {
      continue;
    }
    node.items.push_back(item);
  }
  return add(span(context), std::move(node));
}

// ---- text

std::string TreeBuilder::cooked(uint32_t begin, uint32_t end, bool report) {
  std::string out;
  for (uint32_t i = begin; i < end; ++i) {
    const char c = text_[i];
    if (c != '\\' || i + 1 >= end) {
      out += c;
      continue;
    }
    const char next = text_[++i];
    switch (next) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case '"': case '\\': case '~': out += next; break;
      default: {
        uint32_t length = 1;
        while (i + length < end && (static_cast<unsigned char>(text_[i + length]) & 0xC0U) == 0x80U) ++length;
        const source::Span where{tree_.file, i - 1, i + length};
        if (report) {
          file_.complaints.push_back({where.begin, false, [where, what = std::string(text_.substr(i - 1, length + 1))](diag::Engine& diags) {
                                        diags.report(where, diag::unknownEscape, what).fix("write a backslash", false, {{{where.file, where.begin, where.begin}, "\\"}});
                                      }});
        }
        out += '\\';
        out += next;
      }
    }
  }
  return out;
}

ExprId TreeBuilder::stringToken(antlr4::Token* t) {
  uint32_t begin = token(t).begin + 1;
  uint32_t end = token(t).end;
  // An unclosed string has no closing quote.
  if (end > begin && (text_[end - 1] == '"' || text_[end - 1] == '\'')) --end;
  StringExpr node;
  node.parts.emplace_back(TextPart{tree_.keep(cooked(begin, std::max(begin, end), true)), {tree_.file, begin, end}});
  return add(span(t), std::move(node));
}

ExprId TreeBuilder::interpolation(Mlp::InterpolationContext* context) {
  StringExpr node;
  uint32_t from = token(context->getStart()).begin + 1;
  for (auto* child : context->children) {
    if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      const Token& piece = token(terminal->getSymbol());
      if (piece.madeUp()) continue;
      const bool tail = piece.kind == TokenKind::StringTail;
      uint32_t begin = piece.begin + 1;
      uint32_t end = tail ? piece.end - 1 : piece.end - 2;
      if (tail && (piece.end <= begin || text_[piece.end - 1] != '"')) end = std::max(begin, piece.end);
      if (tail && text_[piece.begin] == '"' && piece.end == piece.begin + 1) continue;
      if (end > begin) node.parts.emplace_back(TextPart{tree_.keep(cooked(begin, end, true)), {tree_.file, begin, end}});
      from = piece.end;
    } else if (auto* value = dynamic_cast<Mlp::ExpressionContext*>(child)) {
      const ExprId id = expression(value);
      const source::Span inner = tree_.exprs[id].span;
      uint32_t close = inner.end;
      while (close < text_.size() && (text_[close] == ' ' || text_[close] == '\t')) ++close;
      node.parts.emplace_back(PlaceholderPart{id, {tree_.file, from - 2, close < text_.size() && text_[close] == '}' ? close + 1 : inner.end}});
    }
  }
  if (node.parts.empty()) node.parts.emplace_back(TextPart{"", span(context)});
  return add(span(context), std::move(node));
}

ExprId TreeBuilder::fence(Mlp::FenceContext* context, antlr4::Token* language) {
  const source::Span where = source::cover(span(language), span(context));
  FenceExpr node;
  node.language = name(language);
  const uint32_t opener = token(context->getStart()).begin;
  auto found = std::lower_bound(file_.fences.begin(), file_.fences.end(), opener, [](const FenceText& f, uint32_t t) { return f.token < t; });
  if (found == file_.fences.end() || found->token != opener || context->exception) return error(where);
  const uint32_t begin = found->begin;
  const uint32_t end = found->end;
  node.content = {tree_.file, begin, end};

  // The indentation that all lines with text share; a placeholder's line counts like any other.
  uint32_t indent = UINT32_MAX;
  std::string_view margin;
  bool mixed = false;
  for (uint32_t line = begin; line < end;) {
    uint32_t stop = line;
    while (stop < end && text_[stop] != '\n') ++stop;
    uint32_t p = line;
    while (p < stop && (text_[p] == ' ' || text_[p] == '\t')) ++p;
    if (p < stop && text_[p] != '\r') {
      const std::string_view blanks = text_.substr(line, p - line);
      if (indent == UINT32_MAX) {
        indent = p - line;
        margin = blanks;
      } else {
        const uint32_t common = static_cast<uint32_t>(std::mismatch(margin.begin(), margin.end(), blanks.begin(), blanks.end()).first - margin.begin());
        if (common < margin.size() && common < blanks.size() && !mixed) {
          mixed = true;
          const auto what = [](char c) { return c == '\t' ? "tabs" : "blanks"; };
          file_.complaints.push_back({line, false, [at = source::Span{tree_.file, line, p}, a = std::string(what(blanks[common])), b = std::string(what(margin[common])), m = std::string(margin)](diag::Engine& diags) {
                                        diags.report(at, diag::mixedIndentation, diag::Phrase(a), diag::Phrase(b)).fix("indent it like the first line", false, {{at, m}});
                                      }});
        }
        indent = std::min(indent, common);
        margin = margin.substr(0, indent);
      }
    }
    line = stop + 1;
  }
  if (indent == UINT32_MAX) indent = 0;
  node.indent = indent;

  // The last line break belongs to the closing line.
  uint32_t last = end;
  if (last > begin && text_[last - 1] == '\n') --last;
  if (last > begin && text_[last - 1] == '\r') --last;
  const auto piece = [&](uint32_t from, uint32_t to, bool lineStart) {
    std::string out;
    uint32_t i = from;
    while (i < to) {
      if (lineStart) {
        uint32_t skip = 0;
        while (skip < indent && i < to && (text_[i] == ' ' || text_[i] == '\t')) {
          ++i;
          ++skip;
        }
        lineStart = false;
        continue;
      }
      const char c = text_[i];
      if (c == '\r' && i + 1 < to && text_[i + 1] == '\n') {
        ++i;
        continue;
      }
      if (c == '~') {
        uint32_t run = i;
        while (run < to && text_[run] == '~') ++run;
        const uint32_t count = run - i;
        const bool beforeHole = run == to && run + 1 < text_.size() && text_[run] == '~' && text_[run + 1] == '{';
        const bool beforeBrace = beforeHole || (run < text_.size() && text_[run] == '{');
        out.append(beforeBrace ? count / 2 : count, '~');
        i = run;
        continue;
      }
      out += c;
      ++i;
      if (c == '\n') lineStart = true;
    }
    return out;
  };
  uint32_t from = begin;
  bool lineStart = true;
  auto takeText = [&](uint32_t to) {
    if (to > from) node.parts.emplace_back(TextPart{tree_.keep(piece(from, to, lineStart)), {tree_.file, from, to}});
  };
  for (auto* child : context->children) {
    if (auto* value = dynamic_cast<Mlp::ExpressionContext*>(child)) {
      const ExprId id = expression(value);
      const source::Span inner = tree_.exprs[id].span;
      uint32_t close = inner.end;
      while (close < end && text_[close] != '}' && text_[close] != '\n') ++close;
      if (close < end && text_[close] == '}') ++close;
      node.parts.emplace_back(PlaceholderPart{id, {tree_.file, from, close}});
      from = close;
      lineStart = false;
    } else if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      const Token& t = token(terminal->getSymbol());
      if (t.kind == TokenKind::FenceHead || t.kind == TokenKind::FenceMid) {
        takeText(t.end - 2);
        from = t.end - 2;
      } else {
        takeText(last);
      }
    }
  }
  if (node.parts.empty()) node.parts.emplace_back(TextPart{"", node.content});
  return add(where, std::move(node));
}

}  // namespace mlpc::parse
