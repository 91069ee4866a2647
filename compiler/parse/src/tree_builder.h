#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "Mlp.h"
#include "mlpc/diag/engine.h"
#include "mlpc/syntax/tree.h"
#include "token.h"
#include "token_stream.h"

namespace mlpc::parse {

/// Turns the parse tree of one declaration into nodes of a Tree, and checks what makes better messages here than in the grammar.
class TreeBuilder {
 public:
  TreeBuilder(syntax::Tree& tree, std::string_view text, TokenFile& file);

  syntax::DeclId declaration(generated::Mlp::DeclarationContext* context);

 private:
  using Mlp = generated::Mlp;

  // ---- tree_builder.cpp: declarations, parameters, types
  void head(syntax::Decl& decl, antlr4::Token* name);
  std::vector<syntax::Decorator> decorators(const std::vector<Mlp::DecoratorContext*>& contexts);
  std::vector<syntax::Parameter> parameters(const std::vector<Mlp::ParameterContext*>& contexts);
  syntax::TypeId type(Mlp::TypeContext* context);
  syntax::TypeId typeTerm(Mlp::TypeTermContext* context);
  syntax::TypeId recordType(Mlp::RecordTypeContext* context);
  syntax::TypeId errorType(source::Span span);

  // ---- statement_builder.cpp
  syntax::Block block(Mlp::BlockContext* context);
  syntax::StmtId statement(Mlp::StatementContext* context);
  syntax::StmtId structured(Mlp::StructuredContext* context);
  syntax::StmtNode item(Mlp::ItemStatementContext* context);

  // ---- expression_builder.cpp
  syntax::ExprId expression(Mlp::ExpressionContext* context);
  syntax::ExprId operand(Mlp::OperandContext* context);
  syntax::ExprId suffixed(syntax::ExprId base, const std::vector<Mlp::SuffixContext*>& suffixes);
  syntax::ExprId record(Mlp::RecordContext* context);
  syntax::ExprId list(Mlp::ListContext* context);
  syntax::ExprId stringToken(antlr4::Token* token);
  syntax::ExprId interpolation(Mlp::InterpolationContext* context);
  syntax::ExprId fence(Mlp::FenceContext* context, antlr4::Token* language);
  std::vector<syntax::Argument> arguments(Mlp::ArgumentsContext* context);
  syntax::ExprId error(source::Span span);
  syntax::ExprId add(source::Span span, syntax::ExprNode node) { return tree_.exprs.add({span, std::move(node)}); }

  // ---- common
  [[nodiscard]] static const Token& token(const antlr4::Token* t) { return static_cast<const TokenView*>(t)->token(); }
  [[nodiscard]] static uint32_t indexOf(const antlr4::Token* t) { return static_cast<const TokenView*>(t)->fileIndex(); }
  [[nodiscard]] source::Span span(const antlr4::Token* t) const { return {tree_.file, token(t).begin, token(t).end}; }
  [[nodiscard]] source::Span span(antlr4::ParserRuleContext* context) const;
  [[nodiscard]] std::string_view textOf(const antlr4::Token* t) const { return text_.substr(token(t).begin, token(t).end - token(t).begin); }
  [[nodiscard]] syntax::Name name(const antlr4::Token* t) const { return t == nullptr ? syntax::Name{} : syntax::Name{textOf(t), span(t)}; }
  syntax::Name key(const antlr4::Token* t, bool& quoted);
  std::string_view doc(const antlr4::Token* first);
  std::string cooked(uint32_t begin, uint32_t end, bool report);
  /// A comma or a line end between two members.
  void separated(antlr4::ParserRuleContext* before, antlr4::ParserRuleContext* after, bool isList);
  void needSameLine(const antlr4::Token* t);
  template <typename... Args, typename... Given>
  void complain(source::Span where, const diag::Diagnostic<Args...>& diagnostic, Given... given) {
    file_.complaints.push_back({where.begin, true, [=, kind = &diagnostic](diag::Engine& diags) { diags.report(where, *kind, given...); }});
  }

  syntax::Tree& tree_;
  std::string_view text_;
  TokenFile& file_;
};

}  // namespace mlpc::parse
