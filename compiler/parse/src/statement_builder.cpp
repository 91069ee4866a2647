#include <algorithm>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/syntax.h"
#include "mlpc/support/text.h"
#include "tree_builder.h"

namespace mlpc::parse {

using namespace syntax;

namespace {

constexpr std::string_view kHooks[] = {"pre_deploy",         "deploy",     "route_traffic",
                                       "post_route_traffic", "on_failure", "on_success"};
const std::vector<std::string> kWordsBeforeBlock{"pre_deploy", "deploy",     "route_traffic", "post_route_traffic",
                                                 "on_failure", "on_success", "else",          "try",
                                                 "finally",    "return",     "yield"};
const std::vector<std::string> kLanguages{"python", "bash", "pwsh", "text"};

}  // namespace

Block TreeBuilder::block(Mlp::BlockContext* context, bool ofComponent) {
  Block result;
  result.span = span(context);
  result.statements.reserve(context->items.size());
  const Mlp::StatementContext* previous = nullptr;
  bool lateReported = false;
  std::optional<source::Span> firstStatement;
  for (auto* item : context->items) {
    const StmtId id = statement(item);
    result.statements.push_back(id);
    const Stmt& stmt = tree_.stmts[id];
    const bool isSetting = std::holds_alternative<SettingStmt>(stmt.node);
    if (previous != nullptr && !previous->exception && !token(item->start).firstOnLine()) {
      const bool comma = file_.tokens[indexOf(item->start) - 1].kind == TokenKind::Comma;
      const bool afterSetting = std::holds_alternative<SettingStmt>(tree_.stmts[result.statements.end()[-2]].node);
      if (!comma || !afterSetting) complain(span(item->start), diag::oneStatementALine);
    }
    previous = item;
    if (isSetting) {
      if (firstStatement && !lateReported) {
        lateReported = true;
        complain(true, stmt.span,
                 [where = std::get<SettingStmt>(stmt.node).key.span, key = std::get<SettingStmt>(stmt.node).key.text,
                  first = *firstStatement](diag::Engine& diags) {
                   diags.report(where, diag::lateSetting, key).note(first, diag::firstStatement);
                 });
      }
      continue;
    }
    // The code of a component and its settings may come in any order.
    if (ofComponent && std::holds_alternative<CodeStmt>(stmt.node)) continue;
    if (!firstStatement && !std::holds_alternative<ErrorStmt>(stmt.node)) firstStatement = span(item->start);
  }
  return result;
}

StmtId TreeBuilder::statement(Mlp::StatementContext* context) {
  const source::Span where = span(context);
  StmtNode node = ErrorStmt{};
  if (context->let != nullptr) {
    node = let(context->let, where);
  } else if (context->group != nullptr) {
    node = structured(context->group, where);
  } else if (context->give != nullptr) {
    const ExprId value = expression(context->value, endOf(where));
    if (token(context->give).kind == TokenKind::Return) {
      node = ReturnStmt{value};
    } else {
      node = YieldStmt{value};
    }
  } else if (context->item != nullptr) {
    node = item(context->item);
  } else if (context->key != nullptr) {
    SettingStmt setting;
    setting.key = key(context->key, setting.quotedKey);
    setting.value = expression(context->value, endOf(where));
    node = setting;
  } else if (context->word != nullptr) {
    node = word(context, where);
  }
  return tree_.stmts.add({where, std::move(node)}, inBody_);
}

StmtNode TreeBuilder::let(Mlp::LetStatementContext* context, source::Span where) {
  if (context->name == nullptr) return ErrorStmt{};
  // The name exists even if its value could not be read.
  LetStmt node;
  node.name = name(context->name);
  if (context->annotation != nullptr) node.type = type(context->annotation, where);
  if (context->group != nullptr && !context->group->exception) {
    const source::Span groupSpan = span(context->group);
    StmtNode group = structured(context->group, groupSpan);
    node.group = tree_.stmts.add({groupSpan, std::move(group)}, inBody_);
    return node;
  }
  // `let a = f)`: the intended value is unknown.
  node.value = closerDroppedAfter(context) ? error(where) : expression(context->value, endOf(where));
  node.settings = settings(context->settings, node.value);
  return node;
}

ExprId TreeBuilder::settings(Mlp::RecordContext* context, ExprId value) {
  if (context == nullptr) return {};
  braceOnLine(context);
  const auto& node = tree_.exprs[value].node;
  if (!std::holds_alternative<CallExpr>(node) && !std::holds_alternative<FenceExpr>(node) &&
      !std::holds_alternative<ErrorExpr>(node) && !token(context->start).firstOnLine()) {
    complain(span(context->start), diag::settingsOfValue);
  }
  return record(context);
}

StmtNode TreeBuilder::word(Mlp::StatementContext* context, source::Span where) {
  if (context->value != nullptr) return SettingStmt{name(context->word), false, expression(context->value, where)};
  if (!context->suffixes.empty()) {
    const ExprId base = add(span(context->word), NameExpr{name(context->word)}, 0);
    const ExprId call = suffixed(base, context->suffixes);
    const auto& node = tree_.exprs[call].node;
    if (std::holds_alternative<ErrorExpr>(node)) return ErrorStmt{};
    if (!std::holds_alternative<CallExpr>(node)) {
      const auto* suffix = context->suffixes.front();
      if (suffix->index != nullptr && token(suffix->start).begin > token(context->word).end) {
        // `packages ["a"]`
        colonForgotten(name(context->word));
        return SettingStmt{name(context->word), false, error(where)};
      }
      const source::Span what = spanOf(call);
      if (!context->exception)
        complain(what, diag::incompleteStatement, diag::Text(text_.substr(what.begin, what.end - what.begin)));
      return ErrorStmt{};
    }
    return CallStmt{call, settings(context->settings, call)};
  }
  if (context->hook != nullptr) {
    Block body = block(context->hook);
    const std::string text(textOf(context->word));
    if (std::find(std::begin(kHooks), std::end(kHooks), text) != std::end(kHooks)) {
      braceOnLine(context->hook);
      return HookStmt{name(context->word), std::move(body)};
    }
    const source::Span at = span(context->word);
    if (const auto meant = support::closest(text, kWordsBeforeBlock)) {
      complain(true, at, [=](diag::Engine& diags) {
        diags.report(at, diag::unknownStatement, text)
            .note({}, diag::didYouMean, *meant)
            .fix("write `" + *meant + "`", false, {{at, *meant}});
      });
      return ErrorStmt{};
    }
    const bool onlySettings = std::all_of(body.statements.begin(), body.statements.end(), [&](StmtId id) {
      return std::holds_alternative<SettingStmt>(tree_.stmts[id].node);
    });
    if (onlySettings) {
      complain(true, endOf(at), [end = endOf(at), text](diag::Engine& diags) {
        diags.report(end, diag::colonExpected, text).fix("insert `:`", false, {{end, ":"}});
      });
    } else {
      complain(at, diag::unknownStatement, text);
    }
    return ErrorStmt{};
  }
  if (context->code != nullptr || context->file != nullptr) return code(context);
  return ErrorStmt{};
}

StmtNode TreeBuilder::code(Mlp::StatementContext* context) {
  CodeStmt node;
  node.language = name(context->word);
  const source::Span at = node.language.span;
  const std::string language(node.language.text);
  if (context->code == nullptr && (context->module == nullptr || textOf(context->module) != "module") &&
      language != "python" && language != "bash" && !support::closest(language, {"python"})) {
    // `image "x"`: a forgotten colon, not the name of a file with code.
    const source::Span end = endOf(context->module != nullptr ? span(context->module) : at);
    if (context->module != nullptr) {
      complain(at, diag::unknownStatement, language);
    } else {
      complain(true, end, [=](diag::Engine& diags) {
        diags.report(end, diag::colonExpected, language).fix("insert `:`", false, {{end, ":"}});
      });
    }
    return ErrorStmt{};
  }
  const auto meant = std::find(kLanguages.begin(), kLanguages.end(), language) == kLanguages.end()
                         ? support::closest(language, kLanguages)
                         : std::nullopt;
  if (meant) {
    complain(true, at, [=](diag::Engine& diags) {
      diags.report(at, diag::unknownCodeWord, language)
          .note({}, diag::didYouMean, *meant)
          .fix("write `" + *meant + "`", false, {{at, *meant}});
    });
  }
  if (context->module != nullptr) {
    node.module = true;
    node.moduleSpan = span(context->module);
    const std::string second(textOf(context->module));
    if (second != "module") {
      const source::Span place = node.moduleSpan;
      complain(true, place, [=](diag::Engine& diags) {
        diags.report(place, diag::unknownCodeWord, second)
            .note({}, diag::moduleForm)
            .fix("write `module`", false, {{place, "module"}});
      });
    }
  }
  node.body = context->code != nullptr ? fence(context->code, context->word) : plainString(context->file);
  node.settings = settings(context->settings, node.body);
  return node;
}

StmtNode TreeBuilder::item(Mlp::ItemStatementContext* context) {
  const std::string_view description = doc(context->start);
  if (context->name == nullptr) return ErrorStmt{};
  ItemStmt node;
  switch (token(context->keyword).kind) {
    case TokenKind::Stage: node.kind = ItemKind::Stage; break;
    case TokenKind::Job: node.kind = ItemKind::Job; break;
    default: node.kind = ItemKind::Deployment; break;
  }
  node.name = name(context->name);
  node.doc = description;
  if (context->body != nullptr) {
    braceOnLine(context->body);
    node.body = block(context->body);
  } else if (context->value != nullptr) {
    node.call = expression(context->value, span(context));
    const auto& call = tree_.exprs[node.call].node;
    if (!std::holds_alternative<CallExpr>(call) && !std::holds_alternative<ErrorExpr>(call)) {
      complain(spanOf(node.call), diag::templateNotCall, diag::Name(node.name.text),
               diag::Text(textOf(context->keyword)));
      node.call = error(spanOf(node.call));
    }
    node.settings = settings(context->settings, node.call);
  } else {
    // It exists, with an empty body, for the code that refers to it.
    node.body.span = endOf(span(context));
  }
  return node;
}

StmtNode TreeBuilder::structured(Mlp::StructuredContext* context, source::Span where) {
  switch (token(context->keyword).kind) {
    case TokenKind::If: return ifStatement(context);
    case TokenKind::For: {
      if (context->variable == nullptr || context->bodies.empty()) return ErrorStmt{};
      ForStmt node;
      node.variable = name(context->variable);
      node.items = expression(context->value, where);
      braceOnLine(context->bodies[0]);
      node.body = block(context->bodies[0]);
      return node;
    }
    default: {
      if (context->bodies.size() < 2) return ErrorStmt{};
      TryStmt node;
      braceOnLine(context->bodies[0]);
      braceOnLine(context->bodies[1]);
      node.body = block(context->bodies[0]);
      node.finally = block(context->bodies[1]);
      return node;
    }
  }
}

StmtNode TreeBuilder::ifStatement(Mlp::StructuredContext* context) {
  if (context->bodies.empty()) return ErrorStmt{};
  IfStmt node;
  size_t condition = 0;
  bool closed = false;
  for (size_t i = 0; i < context->bodies.size(); ++i) {
    IfBranch branch;
    const auto* keyword = i == 0 ? nullptr : context->elses[i - 1];
    const bool conditional = keyword == nullptr || file_.tokens[indexOf(keyword) + 1].kind == TokenKind::If;
    if (conditional) branch.condition = expression(context->conditions[condition++], span(context));
    braceOnLine(context->bodies[i]);
    branch.body = block(context->bodies[i]);
    if (closed) {
      complain(span(keyword), diag::elseAfterElse);
      continue;
    }
    closed = !conditional;
    node.branches.push_back(std::move(branch));
  }
  return node;
}

}  // namespace mlpc::parse
