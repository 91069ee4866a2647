#include "methods.h"
#include "mlpc/ir/program.h"
#include "mlpc/support/text.h"
#include "mlpc/syntax/walk.h"
#include "queries/occurrences.h"

namespace mlpc::lsp::methods {
namespace {

constexpr int kType = 1;
constexpr int kParameter = 2;

class Hints {
 public:
  Hints(Session& session, const View& view, uint32_t begin, uint32_t end)
      : session_(session), view_(view), tree_(view.tree()), begin_(begin), end_(end) {}

  Json run() {
    for (const syntax::DeclId id : tree_.order) {
      const syntax::Decl& decl = tree_.decls[id];
      if (decl.span.end < begin_ || decl.span.begin > end_) continue;
      const auto* constant = std::get_if<syntax::ConstDecl>(&decl.node);
      if (constant != nullptr && !constant->type && constant->value) type(decl.name, constant->value);
      if (const syntax::Block* body = syntax::bodyOf(decl))
        syntax::walkStatements(tree_, *body, [&](syntax::StmtId stmt) { statement(stmt); });
    }
    tree_.exprs.forEachId([&](syntax::ExprId id) { call(id); });
    if (view_.snapshot->program) emittedNames(*view_.snapshot->program);
    return std::move(hints_);
  }

 private:
  void add(uint32_t at, std::string label, int kind) {
    if (at < begin_ || at > end_) return;
    Json hint = {
        {"position", session_.positions.position(view_.source(), at)}, {"label", std::move(label)}, {"kind", kind}};
    if (kind == kParameter) hint["paddingRight"] = true;
    hints_.push_back(std::move(hint));
  }

  void type(const syntax::Name& name, syntax::ExprId value) {
    const sema::ExprInfo* info = view_.file().info(value);
    if (info == nullptr || !info->type || name.empty()) return;
    show(name, info->type);
  }
  void show(const syntax::Name& name, sema::TypeId type) {
    const sema::TypeKind kind = view_.program().types[type].kind;
    if (kind == sema::TypeKind::Error || kind == sema::TypeKind::Void) return;
    add(name.span.end, ": " + view_.program().types.name(type), kType);
  }

  void statement(syntax::StmtId id) {
    const syntax::StmtNode& node = tree_.stmts[id].node;
    if (const auto* loop = std::get_if<syntax::ForStmt>(&node)) {
      if (const sema::SymbolId symbol = view_.file().declared(id); symbol && view_.program().symbols[symbol].type)
        show(loop->variable, view_.program().symbols[symbol].type);
    }
    const auto* let = std::get_if<syntax::LetStmt>(&node);
    if (let == nullptr || let->type || !let->value) return;
    const sema::SymbolId symbol = view_.file().declared(id);
    const sema::SymbolId callee = symbol ? view_.program().symbols[symbol].callee : sema::SymbolId();
    if (!callee) return type(let->name, let->value);
    // A task, as a value, is its unnamed output.
    const sema::Signature* signature = view_.program().signature(callee);
    if (signature != nullptr && signature->unnamedOutput) show(let->name, signature->outputs.front().type);
  }

  /// The names of arguments that are given by position.
  void call(syntax::ExprId id) {
    const auto* call = std::get_if<syntax::CallExpr>(&tree_.exprs[id].node);
    const sema::ExprInfo* info = call != nullptr ? view_.file().info(id) : nullptr;
    const auto* use = info != nullptr ? std::get_if<sema::CallUse>(&info->use) : nullptr;
    const sema::Signature* signature = use != nullptr ? view_.program().signature(use->callee) : nullptr;
    if (signature == nullptr || signature->parameters.size() < 2 || signature->variadic) return;
    for (size_t i = 0; i < std::min(call->arguments.size(), signature->positional); ++i) {
      const syntax::Argument& argument = call->arguments[i];
      if (!argument.name.empty() || !argument.value) continue;
      const auto* name = std::get_if<syntax::NameExpr>(&tree_.exprs[argument.value].node);
      const std::string_view parameter = signature->parameters[i].name;
      if (name == nullptr || name->name.text != parameter)
        add(tree_.exprs[argument.value].span.begin, std::string(parameter) + ":", kParameter);
    }
  }

  /// What declarations are called in the documents, where their source does not say so.
  void emittedNames(const ir::Program& program) {
    for (const ir::TrainJob& job : program.trainJobs) emittedName(job.origin, job.name, job.jobName);
    for (const ir::Resource& resource : program.resources)
      emittedName(resource.origin, resource.name, resource.resourceName);
    constexpr std::string_view kPipeline = ".pipeline.yaml";
    for (const emit::OutputFile& output : view_.snapshot->outputs) {
      const std::string_view name = output.name;
      if (name.ends_with(kPipeline)) emittedName(output.origin, {}, name.substr(0, name.size() - kPipeline.size()));
    }
  }
  void emittedName(source::Span origin, std::string_view written, std::string_view emitted) {
    if (origin.file != tree_.file || emitted.empty() || emitted == written) return;
    for (const syntax::DeclId id : tree_.order) {
      const syntax::Decl& decl = tree_.decls[id];
      if (origin.begin < decl.span.begin || origin.end > decl.span.end || decl.name.text == emitted) continue;
      const std::string_view text = view_.source().text().substr(decl.span.begin, decl.span.end - decl.span.begin);
      if (text.find(support::quoteJson(emitted)) != std::string_view::npos) continue;
      add(decl.name.span.end, " → " + std::string(emitted), kType);
    }
  }

  Session& session_;
  const View& view_;
  const syntax::Tree& tree_;
  uint32_t begin_;
  uint32_t end_;
  Json hints_ = Json::array();
};

}  // namespace

Json inlayHint(Session& session, const Json& params) {
  const View view = session.view(params.at("textDocument"));
  if (!view) return nullptr;
  const auto [begin, end] = session.positions.offsets(view.source(), params.at("range"));
  return Hints(session, view, begin, end).run();
}

}  // namespace mlpc::lsp::methods
