#include "tree_builder.h"

namespace mlpc::parse {

using namespace syntax;

Block TreeBuilder::block(Mlp::BlockContext* context) {
  Block result;
  result.span = span(context);
  Mlp::StatementContext* before = nullptr;
  bool sawStatement = false;
  source::Span firstStatement;
  for (auto* c : context->items) {
    const auto* start = c->getStart();
    if (before != nullptr && start != nullptr && !token(start).firstOnLine()) {
      const uint32_t at = indexOf(start);
      const bool afterComma = at > 0 && file_.tokens[at - 1].kind == TokenKind::Comma;
      if (!afterComma) complain(span(start), diag::oneStatementALine);
    }
    before = c;
    const StmtId id = statement(c);
    const Stmt& stmt = tree_.stmts[id];
    if (const auto* setting = std::get_if<SettingStmt>(&stmt.node)) {
      if (sawStatement) {
        file_.complaints.push_back({stmt.span.begin, false, [where = setting->key.span, key = std::string(setting->key.text), firstStatement](diag::Engine& diags) {
                                      diags.report(where, diag::lateSetting, key).note(firstStatement, diag::firstStatement);
                                    }});
      }
    } else if (std::get_if<ErrorStmt>(&stmt.node) == nullptr && std::get_if<CodeStmt>(&stmt.node) == nullptr && !sawStatement) {
      sawStatement = true;
      firstStatement = {stmt.span.file, stmt.span.begin, stmt.span.begin + 1};
    }
    result.statements.push_back(id);
  }
  return result;
}

StmtId TreeBuilder::statement(Mlp::StatementContext* context) {
  const source::Span where = span(context);
  const auto make = [&](StmtNode node) { return tree_.stmts.add({where, std::move(node)}); };
  if (context->exception) return make(ErrorStmt{});
  if (auto* let = context->let) {
    if (let->exception || let->name == nullptr) return make(ErrorStmt{});
    LetStmt node;
    node.name = name(let->name);
    if (let->annotation != nullptr) node.type = type(let->annotation);
    if (let->group != nullptr) node.group = structured(let->group);
    if (let->value != nullptr) node.value = expression(let->value);
    if (let->settings != nullptr) node.settings = record(let->settings);
    return make(node);
  }
  if (context->group != nullptr) return structured(context->group);
  if (context->give != nullptr) {
    const ExprId value = context->value != nullptr ? expression(context->value) : error(where);
    if (token(context->give).kind == TokenKind::Return) return make(ReturnStmt{value});
    return make(YieldStmt{value});
  }
  if (context->item != nullptr) return make(item(context->item));
  if (context->key != nullptr || (context->word != nullptr && context->value != nullptr)) {
    SettingStmt node;
    node.key = key(context->key != nullptr ? context->key : context->word, node.quotedKey);
    node.value = context->value != nullptr ? expression(context->value) : error(where);
    return make(node);
  }
  if (context->word == nullptr) return make(ErrorStmt{});
  if (!context->suffixes.empty()) {
    const ExprId callee = add(span(context->word), NameExpr{name(context->word)});
    const ExprId call = suffixed(callee, context->suffixes);
    ExprId settings;
    if (context->settings != nullptr) settings = record(context->settings);
    if (std::get_if<CallExpr>(&tree_.exprs[call].node) == nullptr) {
      complain(where, diag::incompleteStatement, diag::Text(text_.substr(where.begin, where.end - where.begin)));
      return make(ErrorStmt{});
    }
    return make(CallStmt{call, settings});
  }
  if (context->hook != nullptr) return make(HookStmt{name(context->word), block(context->hook)});
  CodeStmt node;
  node.language = name(context->word);
  if (context->module != nullptr) {
    node.module = true;
    node.moduleSpan = span(context->module);
    if (textOf(context->module) != "module") complain(node.moduleSpan, diag::unknownCodeWord, diag::Name(textOf(context->module)));
  }
  if (context->code != nullptr) node.body = fence(context->code, context->word);
  else if (context->file != nullptr) node.body = stringToken(context->file);
  else return make(ErrorStmt{});
  if (context->file != nullptr && node.language.text != "python" && node.language.text != "bash") {
    complain({tree_.file, node.language.span.end, node.language.span.end}, diag::colonExpected, diag::Text(node.language.text));
    return make(ErrorStmt{});
  }
  if (context->settings != nullptr) node.settings = record(context->settings);
  return make(node);
}

StmtNode TreeBuilder::item(Mlp::ItemStatementContext* context) {
  if (context->name == nullptr) return ErrorStmt{};
  ItemStmt node;
  node.kind = token(context->keyword).kind == TokenKind::Stage ? ItemKind::Stage : token(context->keyword).kind == TokenKind::Job ? ItemKind::Job : ItemKind::Deployment;
  node.name = name(context->name);
  node.doc = doc(context->getStart());
  if (context->body != nullptr) node.body = block(context->body);
  if (context->value != nullptr) {
    node.call = expression(context->value);
    if (std::get_if<CallExpr>(&tree_.exprs[node.call].node) == nullptr && std::get_if<ErrorExpr>(&tree_.exprs[node.call].node) == nullptr) {
      complain(tree_.exprs[node.call].span, diag::templateNotCall, diag::Name(node.name.text), diag::Text(textOf(context->keyword)));
    }
  }
  if (context->settings != nullptr) node.settings = record(context->settings);
  return node;
}

StmtId TreeBuilder::structured(Mlp::StructuredContext* context) {
  const source::Span where = span(context);
  const auto make = [&](StmtNode node) { return tree_.stmts.add({where, std::move(node)}); };
  if (context->keyword == nullptr || context->exception) return make(ErrorStmt{});
  switch (token(context->keyword).kind) {
    case TokenKind::If: {
      IfStmt node;
      for (size_t i = 0; i < context->bodies.size(); ++i) {
        IfBranch branch;
        if (i < context->conditions.size()) branch.condition = expression(context->conditions[i]);
        else if (i + 1 < context->bodies.size()) complain(span(context->bodies[i + 1]), diag::elseAfterElse);
        branch.body = block(context->bodies[i]);
        node.branches.push_back(std::move(branch));
      }
      return make(std::move(node));
    }
    case TokenKind::For: {
      ForStmt node;
      node.variable = name(context->variable);
      node.items = context->value != nullptr ? expression(context->value) : error(where);
      if (!context->bodies.empty()) node.body = block(context->bodies.front());
      if (node.variable.empty()) return make(ErrorStmt{});
      return make(std::move(node));
    }
    default: {
      TryStmt node;
      if (context->bodies.size() < 2) return make(ErrorStmt{});
      node.body = block(context->bodies[0]);
      node.finally = block(context->bodies[1]);
      return make(std::move(node));
    }
  }
}

}  // namespace mlpc::parse
