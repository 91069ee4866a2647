#include "mlpc/diag/syntax.h"
#include "mlpc/diag/types.h"
#include "tree_builder.h"

namespace mlpc::parse {

using namespace syntax;

TypeId TreeBuilder::type(Mlp::TypeContext* context, source::Span otherwise) {
  if (context == nullptr || context->terms.empty()) return add(otherwise, ErrorType{});
  if (context->terms.size() == 1) return typeTerm(context->terms.front());
  // `"a" | "b"?`: a `?` on any member makes the whole optional, which has the same values.
  bool optional = false;
  UnionType node;
  for (auto* term : context->terms) {
    antlr4::Token*& mark = term->brackets.empty() ? term->optional : term->brackets.back()->optional;
    optional = optional || mark != nullptr;
    mark = nullptr;
    node.members.push_back(typeTerm(term));
  }
  const source::Span where = span(context);
  const TypeId all = add(where, std::move(node));
  return optional ? add(where, OptionalType{all}) : all;
}

TypeId TreeBuilder::marked(TypeId type, source::Span where, const antlr4::Token* runtime,
                           const antlr4::Token* optional) {
  if (runtime != nullptr) {
    where.end = token(runtime).end;
    type = add(where, RuntimeType{type});
  }
  if (optional != nullptr) {
    where.end = token(optional).end;
    type = add(where, OptionalType{type});
  }
  return type;
}

TypeId TreeBuilder::namedType(Mlp::TypeTermContext* context, source::Span& where, size_t& brackets) {
  NamedType node;
  node.path = path(context->path);
  where.end = token(context->path.back()).end;
  if (brackets < context->brackets.size() && context->runtime == nullptr && context->optional == nullptr) {
    auto* arguments = context->brackets.front();
    const std::string_view word = node.path.size() == 1 ? node.path.front().text : std::string_view();
    const bool generic = word == "list" || word == "map";
    const bool read =
        arguments->close != nullptr && !token(arguments->close).madeUp() && arguments->exception == nullptr;
    if (generic && arguments->args.empty() && read) {
      understood(where, [=](diag::Engine& diags) {
        diags.report(where, diag::typeArguments, word, diag::Phrase("one type in brackets"));
      });
    }
    if (generic || !arguments->args.empty()) {
      bool first = true;
      for (auto* argument : arguments->args) {
        if (!first) separated(argument->start, true);
        first = false;
        node.arguments.push_back(type(argument, where));
      }
      where.end = span(arguments).end;
      if (arguments->close != nullptr) where.end = token(arguments->close).end;
      ++brackets;
    }
  }
  const TypeId result = add(where, std::move(node));
  return brackets == 0 ? result : marked(result, where, context->brackets[0]->runtime, context->brackets[0]->optional);
}

TypeId TreeBuilder::typeTerm(Mlp::TypeTermContext* context) {
  source::Span where = span(context);
  if (!context->brackets.empty()) where.end = token(context->brackets.front()->start).begin;
  if (context->optional != nullptr) where.end = token(context->optional).begin;
  if (context->runtime != nullptr) where.end = token(context->runtime).begin;
  TypeId result;
  size_t brackets = 0;  // those that have been read
  if (!context->path.empty()) {
    result = namedType(context, where, brackets);
  } else if (context->fields != nullptr) {
    result = recordType(context->fields);
  } else if (context->literal != nullptr) {
    ExprId value = literal(context->literal);
    if (context->minus != nullptr) value = add(where, UnaryExpr{UnaryOp::Negate, value}, height(value));
    result = add(where, LiteralType{value});
  } else {
    result = add(where, ErrorType{});
  }
  result = marked(result, where, context->runtime, context->optional);
  return brackets == context->brackets.size() ? result : listsOf(result, context, brackets);
}

/// `T[]`, as other languages write it: reported, and read as `list[T]`.
TypeId TreeBuilder::listsOf(TypeId item, Mlp::TypeTermContext* context, size_t brackets) {
  source::Span where = span(context);
  std::vector<diag::Edit> edits{{{tree_.file, where.begin, where.begin}, ""}};
  std::string written(text_.substr(where.begin, token(context->brackets[brackets]->start).begin - where.begin));
  written.erase(written.find_last_not_of(" \t") + 1);
  constexpr size_t kLongest = 40;
  if (written.size() > kLongest || written.find('\n') != std::string::npos) written = "…";
  for (; brackets < context->brackets.size(); ++brackets) {
    auto* pair = context->brackets[brackets];
    if (pair->close == nullptr || pair->exception != nullptr) return add(where, ErrorType{});
    if (token(pair->close).madeUp()) return item;  // a forgotten `]`, which was reported
    const source::Span closed{tree_.file, token(pair->start).begin, token(pair->close).end};
    if (!pair->args.empty()) {
      complain(closed, diag::syntaxError, diag::Phrase("the end of the type"), diag::Phrase("`[`"));
      return add(where, ErrorType{});
    }
    where.end = closed.end;
    edits.front().text += "list[";
    edits.push_back({closed, "]"});
    written = "list[" + written + "]";
    NamedType list;
    list.path.push_back({"list", closed});
    list.arguments.push_back(item);
    item = marked(add(where, std::move(list)), where, pair->runtime, pair->optional);
    if (pair->optional != nullptr && pair != context->brackets.back()) written += "?";
  }
  understood(where, [=](diag::Engine& diags) {
    diags.report(where, diag::listBrackets, written).fix("write `" + written + "`", true, edits);
  });
  return item;
}

TypeId TreeBuilder::recordType(Mlp::RecordTypeContext* context) {
  RecordType node;
  bool first = true;
  for (auto* item : context->items) {
    if (!first) separated(item->start, false);
    first = false;
    const std::string_view description = doc(item->start);
    if (item->spread != nullptr) {
      node.spreads.push_back({type(item->spread, span(item)), node.fields.size()});
      continue;
    }
    if (item->key == nullptr) continue;
    Parameter field;
    field.span = span(item);
    field.doc = description;
    field.decorators = decorators(item->decorators);
    field.name = key(item->key, field.quotedName);
    field.type = type(item->annotation, endOf(field.span));
    if (item->value != nullptr) field.defaultValue = expression(item->value, field.span);
    node.fields.push_back(std::move(field));
  }
  return add(span(context), std::move(node));
}

}  // namespace mlpc::parse
