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
    optional = optional || term->optional != nullptr;
    term->optional = nullptr;
    node.members.push_back(typeTerm(term));
  }
  const source::Span where = span(context);
  const TypeId all = add(where, std::move(node));
  return optional ? add(where, OptionalType{all}) : all;
}

TypeId TreeBuilder::typeTerm(Mlp::TypeTermContext* context) {
  source::Span where = span(context);
  if (context->optional != nullptr) where.end = token(context->optional).begin;
  if (context->runtime != nullptr) where.end = token(context->runtime).begin;
  TypeId result;
  if (!context->path.empty()) {
    NamedType node;
    node.path = path(context->path);
    bool first = true;
    for (auto* argument : context->args) {
      if (!first) separated(argument->start, true);
      first = false;
      node.arguments.push_back(type(argument, where));
    }
    result = add(where, std::move(node));
  } else if (context->fields != nullptr) {
    result = recordType(context->fields);
  } else if (context->literal != nullptr) {
    ExprId value = literal(context->literal);
    if (context->minus != nullptr) value = add(where, UnaryExpr{UnaryOp::Negate, value}, height(value));
    result = add(where, LiteralType{value});
  } else {
    result = add(where, ErrorType{});
  }
  if (context->runtime != nullptr) {
    where.end = token(context->runtime).end;
    result = add(where, RuntimeType{result});
  }
  if (context->optional != nullptr) {
    where.end = token(context->optional).end;
    result = add(where, OptionalType{result});
  }
  return result;
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
