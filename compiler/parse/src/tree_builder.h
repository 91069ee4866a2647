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

/// Turns the contexts of one declaration into nodes of a Tree, and checks what would give worse messages as grammar:
/// commas and line ends between members, what has to be on the same line, settings first, comparisons in one direction.
///
/// A context whose rule failed has its exception set, and any label in it may be null.
class TreeBuilder {
 public:
  TreeBuilder(syntax::Tree& tree, std::string_view text, TokenFile& file) : tree_(tree), text_(text), file_(file) {}

  /// `whole`: no syntax error was found in it.
  syntax::DeclId declaration(generated::Mlp::DeclarationContext* context, bool whole);
  /// A declaration that could not be parsed, under the name it seems to have.
  syntax::DeclId broken(source::Span span, syntax::Name name);

 private:
  using Mlp = generated::Mlp;

  // ---- tree_builder.cpp: declarations
  void importDeclaration(syntax::Decl& decl, Mlp::ImportDeclarationContext* context);
  void callable(syntax::Decl& decl, Mlp::CallableDeclarationContext* context);
  void flow(syntax::Decl& decl, Mlp::FlowDeclarationContext* context);
  std::vector<syntax::Decorator> decorators(const std::vector<Mlp::DecoratorContext*>& contexts);
  std::vector<syntax::Parameter> parameters(Mlp::ParametersContext* context);

  // ---- type_builder.cpp
  syntax::TypeId type(Mlp::TypeContext* context, source::Span otherwise);
  syntax::TypeId typeTerm(Mlp::TypeTermContext* context);
  /// A name and its arguments. `where` becomes the place of both, `brackets` the number of brackets that were read.
  syntax::TypeId namedType(Mlp::TypeTermContext* context, source::Span& where, size_t& brackets);
  /// `item` within the brackets of `context` that have not been read.
  syntax::TypeId listsOf(syntax::TypeId item, Mlp::TypeTermContext* context, size_t brackets);
  /// The type at `where` with the marks after it.
  syntax::TypeId marked(syntax::TypeId type, source::Span where, const antlr4::Token* runtime,
                        const antlr4::Token* optional);
  syntax::TypeId recordType(Mlp::RecordTypeContext* context);
  syntax::TypeId add(source::Span span, syntax::TypeNode node) {
    return tree_.types.add({span, std::move(node)}, inBody_);
  }

  // ---- statement_builder.cpp
  syntax::Block block(Mlp::BlockContext* context, bool ofComponent = false);
  syntax::StmtId statement(Mlp::StatementContext* context);
  syntax::StmtNode let(Mlp::LetStatementContext* context, source::Span span);
  syntax::StmtNode word(Mlp::StatementContext* context, source::Span span);
  syntax::StmtNode code(Mlp::StatementContext* context);
  syntax::StmtNode item(Mlp::ItemStatementContext* context);
  syntax::StmtNode structured(Mlp::StructuredContext* context, source::Span span);
  syntax::StmtNode ifStatement(Mlp::StructuredContext* context);
  syntax::ExprId settings(Mlp::RecordContext* context, syntax::ExprId value);

  // ---- expression_builder.cpp
  syntax::ExprId expression(Mlp::ExpressionContext* context, source::Span otherwise);
  syntax::ExprId row(Mlp::ExpressionContext* context);
  syntax::ExprId operand(Mlp::OperandContext* context);
  syntax::ExprId literal(const antlr4::Token* token);
  syntax::ExprId suffixed(syntax::ExprId base, const std::vector<Mlp::SuffixContext*>& suffixes);
  std::vector<syntax::Argument> arguments(Mlp::ArgumentsContext* context);
  syntax::ExprId list(Mlp::ListContext* context);
  syntax::ExprId record(Mlp::RecordContext* context);
  syntax::ExprId error(source::Span span) { return add(span, syntax::ErrorExpr{}, 0); }
  /// `below` is the height of the highest node under it. A node too deep to be walked is reported and becomes an error.
  syntax::ExprId add(source::Span span, syntax::ExprNode node, uint32_t below);
  [[nodiscard]] uint32_t height(syntax::ExprId expr) const {
    return (isOfBody(expr) ? bodyHeights_ : headHeights_)[indexInPart(expr)];
  }
  [[nodiscard]] source::Span spanOf(syntax::ExprId expr) const { return tree_.exprs[expr].span; }

  // ---- text_builder.cpp
  syntax::ExprId plainString(const antlr4::Token* token);
  syntax::ExprId interpolation(Mlp::InterpolationContext* context);
  syntax::ExprId fence(Mlp::FenceContext* context, const antlr4::Token* language);
  /// The text of [begin, end) with its escapes resolved.
  std::string_view cooked(uint32_t begin, uint32_t end);
  [[nodiscard]] std::string_view dedented(uint32_t begin, uint32_t end, uint32_t indent, bool lineStart);
  [[nodiscard]] uint32_t commonIndent(uint32_t begin, uint32_t end);

  // ---- common, in tree_builder.cpp
  [[nodiscard]] static const parse::Token& token(const antlr4::Token* t) {
    return static_cast<const TokenView*>(t)->token();
  }
  [[nodiscard]] static uint32_t indexOf(const antlr4::Token* t) {
    return static_cast<const TokenView*>(t)->fileIndex();
  }
  [[nodiscard]] source::Span span(const antlr4::Token* t) const { return {tree_.file, token(t).begin, token(t).end}; }
  [[nodiscard]] source::Span span(const antlr4::ParserRuleContext* context) const;
  [[nodiscard]] source::Span endOf(source::Span span) const { return {tree_.file, span.end, span.end}; }
  [[nodiscard]] std::string_view textOf(const antlr4::Token* t) const {
    return text_.substr(token(t).begin, token(t).end - token(t).begin);
  }
  [[nodiscard]] syntax::Name name(const antlr4::Token* t) const {
    return t == nullptr ? syntax::Name{} : syntax::Name{textOf(t), span(t)};
  }
  [[nodiscard]] std::vector<syntax::Name> path(const std::vector<antlr4::Token*>& tokens) const;
  syntax::Name key(const antlr4::Token* t, bool& quoted);
  /// The text of the `///` lines before the token, marked as used.
  std::string_view doc(const antlr4::Token* first);
  /// Checks that a comma, or a line end where that is enough, separates the member starting at `start` from the
  /// previous one.
  void separated(const antlr4::Token* start, bool isList);
  /// Reports a `{` that is first on its line.
  void braceOnLine(const antlr4::ParserRuleContext* context);

  void complain(bool cascades, source::Span where, std::function<void(diag::Engine&)> report) {
    file_.complaints.push_back({where.begin, cascades, std::move(report)});
  }
  /// About something that was read as what was meant, so that the rest is checked as usual.
  void understood(source::Span where, std::function<void(diag::Engine&)> report) {
    file_.complaints.push_back({where.begin, false, std::move(report), Complaint::Role::Understood});
  }
  template <typename... Args, typename... Given>
  void complain(diag::Place where, const diag::Diagnostic<Args...>& diagnostic, Given... given) {
    complain(true, where, [=, kind = &diagnostic](diag::Engine& diags) { diags.report(where, *kind, given...); });
  }

  /// Whether a closer was dropped between the node and the token after it.
  [[nodiscard]] bool closerDroppedAfter(const antlr4::ParserRuleContext* context) const;
  /// `name "x"`, `name 3`: reports the forgotten colon.
  void colonForgotten(const syntax::Name& key);
  /// Whether the token is on the same line as the previous one, without a comma in between.
  [[nodiscard]] bool followsUnseparated(const antlr4::Token* start) const;

  syntax::Tree& tree_;
  std::string_view text_;
  TokenFile& file_;
  bool whole_ = true;
  bool inBody_ = false;  ///< the nodes being created belong to the body of a declaration
  std::vector<uint16_t> headHeights_;
  std::vector<uint16_t> bodyHeights_;
};

}  // namespace mlpc::parse
