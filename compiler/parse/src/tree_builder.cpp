#include "tree_builder.h"

#include <algorithm>

#include "mlpc/diag/syntax.h"

namespace mlpc::parse {

using namespace syntax;

// ---- common

source::Span TreeBuilder::span(const antlr4::ParserRuleContext* context) const {
  const parse::Token& start = token(context->start);
  // A rule that failed at its first token has consumed nothing.
  const uint32_t end = context->stop != nullptr ? std::max(token(context->stop).end, start.begin) : start.begin;
  return {tree_.file, start.begin, end};
}

std::vector<Name> TreeBuilder::path(const std::vector<antlr4::Token*>& tokens) const {
  std::vector<Name> result;
  result.reserve(tokens.size());
  for (const auto* part : tokens) result.push_back(name(part));
  return result;
}

Name TreeBuilder::key(const antlr4::Token* t, bool& quoted) {
  quoted = token(t).kind == TokenKind::String;
  if (!quoted) return name(t);
  return {cooked(token(t).begin + 1, std::max(token(t).end - 1, token(t).begin + 1)), span(t)};
}

std::string_view TreeBuilder::doc(const antlr4::Token* first) {
  if ((token(first).flags & kDocumented) == 0) return {};
  const uint32_t index = indexOf(first);
  const auto found = std::lower_bound(file_.docs.begin(), file_.docs.end(), index,
                                      [](const DocComment& doc, uint32_t i) { return doc.token < i; });
  if (found == file_.docs.end() || found->token != index) return {};
  found->used = true;
  std::string result;
  bool first_line = true;
  std::string_view rest = text_.substr(found->begin, found->end - found->begin);
  while (!rest.empty()) {
    const size_t lineEnd = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, lineEnd);
    rest.remove_prefix(std::min(lineEnd + 1, rest.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    // There may be blank lines and plain comments in between.
    if (!line.starts_with("///") || line.starts_with("////")) continue;
    line.remove_prefix(3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
    if (!first_line) result += '\n';
    first_line = false;
    result += line;
  }
  return tree_.keep(std::move(result));
}

void TreeBuilder::separated(const antlr4::Token* start, bool isList) {
  const uint32_t index = indexOf(start);
  const parse::Token& before = file_.tokens[index - 1];
  if (before.kind == TokenKind::Comma || token(start).madeUp()) return;
  if (!isList && token(start).firstOnLine()) return;
  const source::Span gap{tree_.file, before.end, before.end};
  complain(true, gap, [=](diag::Engine& diags) {
    auto report = isList ? diags.report(gap, diag::missingListComma) : diags.report(gap, diag::missingComma);
    report.fix("insert `,`", false, {{gap, ","}});
  });
}

bool TreeBuilder::followsUnseparated(const antlr4::Token* start) const {
  const parse::Token& before = file_.tokens[indexOf(start) - 1];
  return before.kind != TokenKind::Comma && !token(start).firstOnLine() && !token(start).madeUp();
}

void TreeBuilder::colonForgotten(const Name& key) {
  const source::Span end = endOf(key.span);
  complain(true, end, [=, text = std::string(key.text)](diag::Engine& diags) {
    diags.report(end, diag::colonExpected, text).fix("insert `:`", false, {{end, ":"}});
  });
}

bool TreeBuilder::closerDroppedAfter(const antlr4::ParserRuleContext* context) const {
  if (file_.droppedClosers.empty() || context->stop == nullptr) return false;
  const uint32_t next = indexOf(context->stop) + 1;
  const uint32_t until = next < file_.tokens.size() ? file_.tokens[next].begin : static_cast<uint32_t>(text_.size());
  const auto found =
      std::lower_bound(file_.droppedClosers.begin(), file_.droppedClosers.end(), token(context->stop).end);
  return found != file_.droppedClosers.end() && *found < until;
}

void TreeBuilder::braceOnLine(const antlr4::ParserRuleContext* context) {
  const auto* brace = context->start;
  if (!token(brace).firstOnLine()) return;
  const source::Span where = span(brace);
  const uint32_t before = file_.tokens[indexOf(brace) - 1].end;
  complain(true, where, [=, gap = source::Span{where.file, before, where.begin}, text = text_](diag::Engine& diags) {
    auto report = diags.report(where, diag::braceOnNextLine);
    // But not across a comment.
    if (text.substr(gap.begin, gap.end - gap.begin).find('/') == std::string_view::npos) {
      report.fix("move it up", true, {{gap, " "}});
    }
  });
}

// ---- declarations

DeclId TreeBuilder::broken(source::Span where, Name declared) {
  Decl decl;
  decl.span = where;
  decl.name = declared;
  decl.node = ErrorDecl{};
  return tree_.decls.add(std::move(decl));
}

DeclId TreeBuilder::declaration(Mlp::DeclarationContext* context, bool whole) {
  whole_ = whole;
  inBody_ = false;
  Decl decl;
  decl.span = span(context);
  decl.doc = doc(context->start);
  decl.decorators = decorators(context->decorators);
  if (auto* import = context->import_) {
    importDeclaration(decl, import);
  } else if (auto* constant = context->constant) {
    decl.name = name(constant->name);
    ConstDecl node;
    if (constant->annotation != nullptr) node.type = type(constant->annotation, decl.span);
    node.value = expression(constant->value, endOf(decl.span));
    decl.node = node;
  } else if (auto* alias = context->alias) {
    decl.name = name(alias->name);
    decl.node = TypeDecl{type(alias->definition, endOf(decl.span))};
  } else if (auto* keyed = context->keyed) {
    decl.name = name(keyed->name);
    if (keyed->fields == nullptr) return broken(decl.span, decl.name);
    braceOnLine(keyed->fields);
    const ExprId fields = record(keyed->fields);
    if (token(keyed->kind).kind == TokenKind::Artifact) {
      decl.node = ArtifactDecl{fields};
    } else {
      decl.node = SecretDecl{fields};
    }
  } else if (auto* kinded = context->kinded) {
    decl.name = name(kinded->name);
    if (kinded->path.empty()) return broken(decl.span, decl.name);
    ExprId fields;
    if (kinded->fields != nullptr) {
      braceOnLine(kinded->fields);
      fields = record(kinded->fields);
    }
    if (token(kinded->keyword).kind == TokenKind::Existing) {
      decl.node = ExistingDecl{path(kinded->path), fields};
    } else {
      decl.node = ResourceDecl{path(kinded->path), fields};
    }
  } else if (auto* function = context->callable) {
    callable(decl, function);
  } else if (auto* job = context->trainjob) {
    decl.name = name(job->name);
    if (job->fields == nullptr) return broken(decl.span, decl.name);
    TrainJobDecl node;
    if (job->inputs != nullptr) node.parameters = parameters(job->inputs);
    braceOnLine(job->fields);
    inBody_ = true;
    node.record = record(job->fields);
    decl.node = std::move(node);
  } else if (auto* body = context->flow) {
    flow(decl, body);
  } else {
    return broken(decl.span, {});
  }
  // A file that is imported without a name is loaded all the same.
  const auto* import = std::get_if<ImportDecl>(&decl.node);
  if (decl.name.empty() && (import == nullptr || import->file.empty())) return broken(decl.span, {});
  return tree_.decls.add(std::move(decl));
}

void TreeBuilder::importDeclaration(Decl& decl, Mlp::ImportDeclarationContext* context) {
  ImportDecl node;
  node.path = path(context->path);
  if (context->file != nullptr) {
    bool quoted = false;
    node.file = key(context->file, quoted).text;
    node.targetSpan = span(context->file);
    decl.name = name(context->alias);
  } else if (!node.path.empty()) {
    node.targetSpan = source::cover(node.path.front().span, node.path.back().span);
    decl.name = context->alias != nullptr ? name(context->alias) : node.path.back();
  }
  decl.node = std::move(node);
}

void TreeBuilder::callable(Decl& decl, Mlp::CallableDeclarationContext* context) {
  decl.name = name(context->name);
  const bool isComponent = token(context->keyword).kind == TokenKind::Component;
  std::vector<Parameter> inputs;
  if (context->inputs != nullptr) inputs = parameters(context->inputs);
  Outputs outputs;
  if (context->result != nullptr) {
    outputs.span = source::cover(span(context->arrow), span(context->result));
    if (context->result->named != nullptr) {
      outputs.named = parameters(context->result->named);
    } else {
      // `-> {` with no type before the body reads the body as a type.
      const bool misread = !whole_ && context->body == nullptr;
      outputs.single = misread ? add(outputs.span, ErrorType{}) : type(context->result->single, endOf(outputs.span));
    }
  }
  Block body;
  if (context->body != nullptr) {
    braceOnLine(context->body);
    inBody_ = true;
    body = block(context->body, isComponent);
  } else {
    const bool builtin = std::any_of(decl.decorators.begin(), decl.decorators.end(), [](const Decorator& decorator) {
      return decorator.path.size() == 1 && decorator.path[0].text == "builtin";
    });
    if (whole_ && !builtin && !context->exception && decl.name.text.size() != 0) {
      complain(endOf(decl.span), diag::bodyMissing, diag::Phrase(textOf(context->keyword)), diag::Name(decl.name.text));
    }
  }
  if (isComponent) {
    decl.node = ComponentDecl{context->inputs != nullptr, std::move(inputs), std::move(outputs), std::move(body)};
  } else {
    decl.node = PipelineDecl{std::move(inputs), std::move(outputs), std::move(body)};
  }
}

void TreeBuilder::flow(Decl& decl, Mlp::FlowDeclarationContext* context) {
  decl.name = name(context->name);
  std::vector<Parameter> inputs;
  if (context->inputs != nullptr) inputs = parameters(context->inputs);
  Block body;
  if (context->body != nullptr) {
    braceOnLine(context->body);
    // A template is all head: its users refer to the jobs and steps in it.
    inBody_ = token(context->keyword).kind == TokenKind::Workflow;
    body = block(context->body);
  }
  switch (token(context->keyword).kind) {
    case TokenKind::Steps: decl.node = TemplateDecl{TemplateKind::Steps, std::move(inputs), std::move(body)}; break;
    case TokenKind::Job: decl.node = TemplateDecl{TemplateKind::Job, std::move(inputs), std::move(body)}; break;
    case TokenKind::Stage: decl.node = TemplateDecl{TemplateKind::Stage, std::move(inputs), std::move(body)}; break;
    default: decl.node = WorkflowDecl{std::move(inputs), std::move(body)}; break;
  }
}

std::vector<Decorator> TreeBuilder::decorators(const std::vector<Mlp::DecoratorContext*>& contexts) {
  std::vector<Decorator> result;
  for (auto* context : contexts) {
    Decorator decorator;
    decorator.span = span(context);
    decorator.path = path(context->path);
    if (context->args != nullptr) decorator.arguments = arguments(context->args);
    result.push_back(std::move(decorator));
  }
  return result;
}

std::vector<Parameter> TreeBuilder::parameters(Mlp::ParametersContext* context) {
  if (token(context->start).firstOnLine()) complain(span(context->start), diag::callOnNextLine, "(");
  std::vector<Parameter> result;
  bool first = true;
  for (auto* item : context->items) {
    if (!first) separated(item->start, false);
    first = false;
    const std::string_view description = doc(item->start);
    if (item->name == nullptr) continue;
    Parameter parameter;
    parameter.span = span(item);
    parameter.doc = description;
    parameter.decorators = decorators(item->decorators);
    parameter.name = name(item->name);
    parameter.type = type(item->annotation, endOf(parameter.span));
    if (item->value != nullptr) parameter.defaultValue = expression(item->value, parameter.span);
    result.push_back(std::move(parameter));
  }
  return result;
}

}  // namespace mlpc::parse
