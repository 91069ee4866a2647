#include "tree_builder.h"

#include <algorithm>

namespace mlpc::parse {

using namespace syntax;

TreeBuilder::TreeBuilder(Tree& tree, std::string_view text, TokenFile& file) : tree_(tree), text_(text), file_(file) {}

source::Span TreeBuilder::span(antlr4::ParserRuleContext* context) const {
  const auto* start = context->getStart();
  const auto* stop = context->getStop();
  if (start == nullptr) return {tree_.file, 0, 0};
  const uint32_t begin = token(start).begin;
  return {tree_.file, begin, stop != nullptr ? std::max(token(stop).end, begin) : token(start).end};
}

// The text of the `///` lines before `first`, without slashes.
std::string_view TreeBuilder::doc(const antlr4::Token* first) {
  if ((token(first).flags & kDocumented) == 0) return {};
  const uint32_t index = indexOf(first);
  auto found = std::lower_bound(file_.docs.begin(), file_.docs.end(), index, [](const DocComment& d, uint32_t i) { return d.token < i; });
  if (found == file_.docs.end() || found->token != index) return {};
  std::string result;
  std::string_view lines = text_.substr(found->begin, found->end - found->begin);
  while (!lines.empty()) {
    size_t end = lines.find('\n');
    std::string_view line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
    const size_t slashes = line.find("///");
    // A plain comment may stand between.
    if (slashes == std::string_view::npos || line.substr(slashes).starts_with("////")) continue;
    line = line.substr(slashes + 3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
    if (!result.empty()) result += '\n';
    result += line;
  }
  return tree_.keep(std::move(result));
}

void TreeBuilder::head(Decl& decl, antlr4::Token* nameToken) { decl.name = name(nameToken); }

DeclId TreeBuilder::declaration(Mlp::DeclarationContext* context) {
  Decl decl;
  decl.span = span(context);
  if (context->getStart() != nullptr) decl.doc = doc(context->getStart());
  decl.decorators = decorators(context->decorators);
  if (auto* c = context->import_) {
    ImportDecl node;
    for (auto* part : c->path) node.path.push_back(name(part));
    if (c->file != nullptr) {
      node.file = tree_.keep(cooked(token(c->file).begin + 1, token(c->file).end - 1, true));
      node.targetSpan = span(c->file);
    } else if (!node.path.empty()) {
      node.targetSpan = source::cover(node.path.front().span, node.path.back().span);
    }
    decl.name = c->alias != nullptr ? name(c->alias) : node.path.empty() ? Name{} : node.path.back();
    decl.node = std::move(node);
  } else if (auto* c2 = context->constant) {
    head(decl, c2->name);
    ConstDecl node;
    if (c2->annotation != nullptr) node.type = type(c2->annotation);
    node.value = c2->value != nullptr ? expression(c2->value) : error(decl.span);
    decl.node = node;
  } else if (auto* c3 = context->alias) {
    head(decl, c3->name);
    decl.node = TypeDecl{c3->definition != nullptr ? type(c3->definition) : errorType(decl.span)};
  } else if (auto* c4 = context->keyed) {
    head(decl, c4->name);
    const ExprId fields = c4->fields != nullptr ? record(c4->fields) : error(decl.span);
    if (c4->kind != nullptr && token(c4->kind).kind == TokenKind::Artifact) decl.node = ArtifactDecl{fields};
    else decl.node = SecretDecl{fields};
  } else if (auto* c5 = context->kinded) {
    head(decl, c5->name);
    std::vector<Name> kind;
    for (auto* part : c5->path) kind.push_back(name(part));
    const ExprId fields = c5->fields != nullptr ? record(c5->fields) : ExprId();
    if (c5->keyword != nullptr && token(c5->keyword).kind == TokenKind::Existing) decl.node = ExistingDecl{std::move(kind), fields};
    else decl.node = ResourceDecl{std::move(kind), fields};
  } else if (auto* c6 = context->callable) {
    head(decl, c6->name);
    std::vector<Parameter> inputs;
    if (c6->inputs != nullptr) inputs = parameters(c6->inputs->items);
    Outputs outputs;
    if (c6->result != nullptr) {
      outputs.span = source::cover(span(c6->arrow), span(c6->result));
      if (c6->result->single != nullptr) outputs.single = type(c6->result->single);
      else outputs.named = parameters(c6->result->items);
    }
    Block body;
    body.span = {tree_.file, decl.span.end, decl.span.end};
    if (c6->body != nullptr) body = block(c6->body);
    if (token(c6->keyword).kind == TokenKind::Component) {
      decl.node = ComponentDecl{c6->inputs != nullptr, std::move(inputs), std::move(outputs), std::move(body)};
    } else {
      if (c6->body == nullptr) complain({tree_.file, decl.span.end, decl.span.end}, diag::bodyMissing, diag::Phrase("pipeline"), diag::Name(decl.name.text));
      decl.node = PipelineDecl{std::move(inputs), std::move(outputs), std::move(body)};
    }
  } else if (auto* c7 = context->trainjob) {
    head(decl, c7->name);
    std::vector<Parameter> inputs;
    if (c7->inputs != nullptr) inputs = parameters(c7->inputs->items);
    decl.node = TrainJobDecl{std::move(inputs), c7->fields != nullptr ? record(c7->fields) : error(decl.span)};
  } else if (auto* c8 = context->flow) {
    head(decl, c8->name);
    std::vector<Parameter> inputs;
    if (c8->inputs != nullptr) inputs = parameters(c8->inputs->items);
    Block body;
    if (c8->body != nullptr) body = block(c8->body);
    switch (token(c8->keyword).kind) {
      case TokenKind::Workflow: decl.node = WorkflowDecl{std::move(inputs), std::move(body)}; break;
      case TokenKind::Steps: decl.node = TemplateDecl{TemplateKind::Steps, std::move(inputs), std::move(body)}; break;
      case TokenKind::Job: decl.node = TemplateDecl{TemplateKind::Job, std::move(inputs), std::move(body)}; break;
      default: decl.node = TemplateDecl{TemplateKind::Stage, std::move(inputs), std::move(body)}; break;
    }
  }
  if (decl.name.empty()) decl.node = ErrorDecl{};
  return tree_.decls.add(std::move(decl));
}

std::vector<Decorator> TreeBuilder::decorators(const std::vector<Mlp::DecoratorContext*>& contexts) {
  std::vector<Decorator> result;
  for (auto* c : contexts) {
    Decorator decorator;
    decorator.span = span(c);
    for (auto* part : c->path) decorator.path.push_back(name(part));
    if (c->args != nullptr) decorator.arguments = arguments(c->args);
    result.push_back(std::move(decorator));
  }
  return result;
}

std::vector<Parameter> TreeBuilder::parameters(const std::vector<Mlp::ParameterContext*>& contexts) {
  std::vector<Parameter> result;
  Mlp::ParameterContext* before = nullptr;
  for (auto* c : contexts) {
    if (before != nullptr) separated(before, c, false);
    before = c;
    if (c->name == nullptr) continue;
    Parameter parameter;
    parameter.span = span(c);
    parameter.doc = doc(c->getStart());
    parameter.decorators = decorators(c->decorators);
    parameter.name = name(c->name);
    parameter.type = c->annotation != nullptr ? type(c->annotation) : errorType(parameter.span);
    if (c->value != nullptr) parameter.defaultValue = expression(c->value);
    result.push_back(std::move(parameter));
  }
  return result;
}

TypeId TreeBuilder::errorType(source::Span where) { return tree_.types.add({where, ErrorType{}}); }

TypeId TreeBuilder::type(Mlp::TypeContext* context) {
  if (context->terms.size() == 1) return typeTerm(context->terms.front());
  if (context->terms.empty()) return errorType(span(context));
  UnionType node;
  for (auto* term : context->terms) node.members.push_back(typeTerm(term));
  return tree_.types.add({span(context), std::move(node)});
}

TypeId TreeBuilder::typeTerm(Mlp::TypeTermContext* context) {
  TypeExpr expr;
  expr.span = span(context);
  if (!context->path.empty()) {
    NamedType node;
    for (auto* part : context->path) node.path.push_back(name(part));
    for (auto* argument : context->args) node.arguments.push_back(type(argument));
    expr.node = std::move(node);
  } else if (context->fields != nullptr) {
    const TypeId fields = recordType(context->fields);
    if (context->runtime == nullptr && context->optional == nullptr) return fields;
    expr = tree_.types[fields];
  } else if (context->literal != nullptr) {
    const auto kind = token(context->literal).kind;
    ExprId value;
    if (kind == TokenKind::String) value = stringToken(context->literal);
    else if (kind == TokenKind::True || kind == TokenKind::False) value = add(span(context->literal), BoolExpr{kind == TokenKind::True});
    else {
      value = add(span(context->literal), NumberExpr{kind == TokenKind::Int ? NumberKind::Int : kind == TokenKind::Float ? NumberKind::Float : NumberKind::Unit, textOf(context->literal)});
      if (context->minus != nullptr) value = add(source::cover(span(context->minus), span(context->literal)), UnaryExpr{UnaryOp::Negate, value});
    }
    expr.node = LiteralType{value};
  }
  TypeId id = tree_.types.add(std::move(expr));
  if (context->runtime != nullptr) id = tree_.types.add({span(context), RuntimeType{id}});
  if (context->optional != nullptr) id = tree_.types.add({span(context), OptionalType{id}});
  return id;
}

TypeId TreeBuilder::recordType(Mlp::RecordTypeContext* context) {
  RecordType node;
  Mlp::TypeFieldContext* before = nullptr;
  for (auto* c : context->items) {
    if (before != nullptr) separated(before, c, false);
    before = c;
    if (c->spread != nullptr) {
      node.spreads.push_back({type(c->spread), node.fields.size()});
      continue;
    }
    if (c->key == nullptr) continue;
    Parameter field;
    field.span = span(c);
    field.doc = doc(c->getStart());
    field.decorators = decorators(c->decorators);
    field.name = key(c->key, field.quotedName);
    field.type = c->annotation != nullptr ? type(c->annotation) : errorType(field.span);
    if (c->value != nullptr) field.defaultValue = expression(c->value);
    node.fields.push_back(std::move(field));
  }
  return tree_.types.add({span(context), std::move(node)});
}

Name TreeBuilder::key(const antlr4::Token* t, bool& quoted) {
  quoted = token(t).kind == TokenKind::String;
  if (!quoted) return name(t);
  return {tree_.keep(cooked(token(t).begin + 1, token(t).end - 1, true)), span(t)};
}

void TreeBuilder::separated(antlr4::ParserRuleContext* before, antlr4::ParserRuleContext* after, bool isList) {
  const auto* start = after->getStart();
  const auto* stop = before->getStop();
  if (start == nullptr || stop == nullptr || token(start).madeUp()) return;
  const uint32_t at = indexOf(start);
  if (at == 0 || file_.tokens[at - 1].kind == TokenKind::Comma) return;
  const source::Span gap{tree_.file, token(stop).end, token(stop).end};
  if (isList) complain(gap, diag::missingListComma);
  else if (!token(start).firstOnLine()) complain(gap, diag::missingComma);
}

}  // namespace mlpc::parse
