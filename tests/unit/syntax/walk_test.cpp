// The walks over expressions, statements and declarations.
#include "mlpc/syntax/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "mlpc/parse/parse.h"
#include "mlpc/source/source_manager.h"

namespace mlpc::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A parsed text whose nodes are identified by their text in the source.
class Parsed {
 public:
  explicit Parsed(std::string text) {
    const source::FileId file = sources_.add("main.mlp", "main.mlp", std::move(text));
    parsed_ = parse::parse(file, sources_.share(file));
    EXPECT_FALSE(parsed_->findings.hasErrors());
  }
  [[nodiscard]] const Tree& tree() const { return parsed_->tree; }
  [[nodiscard]] std::string text(ExprId id) const { return std::string(sources_.text(parsed_->tree.exprs[id].span)); }
  /// Up to the first brace.
  [[nodiscard]] std::string text(StmtId id) const {
    const std::string_view whole = sources_.text(parsed_->tree.stmts[id].span);
    const std::string_view head = whole.substr(0, whole.find('{'));
    return std::string(head.substr(0, head.find_last_not_of(' ') + 1));
  }
  [[nodiscard]] ExprId constant() const {
    return std::get<ConstDecl>(parsed_->tree.decls[parsed_->tree.order.front()].node).value;
  }
  [[nodiscard]] const Block& body() const { return *bodyOf(parsed_->tree.decls[parsed_->tree.order.front()]); }

 private:
  source::SourceManager sources_;
  std::shared_ptr<const ParsedFile> parsed_;
};

TEST(WalkExpressions, WholeComesBeforeItsPartsInTheOrderOfTheSource) {
  const Parsed parsed("const x = f(a, [b, c.d]) ? { k: e + 1, ...g } : \"s~{h[i]}\"");
  std::vector<std::string> seen;
  walkExpressions(parsed.tree(), parsed.constant(), [&](ExprId id) { seen.push_back(parsed.text(id)); });
  EXPECT_THAT(seen, ElementsAre("f(a, [b, c.d]) ? { k: e + 1, ...g } : \"s~{h[i]}\"", "f(a, [b, c.d])", "f", "a",
                                "[b, c.d]", "b", "c.d", "c", "{ k: e + 1, ...g }", "e + 1", "e", "1", "g",
                                "\"s~{h[i]}\"", "h[i]", "h", "i"));
}

TEST(WalkExpressions, PartsCanBeSkipped) {
  const Parsed parsed("const x = [f(a), b]");
  std::vector<std::string> seen;
  walkExpressions(parsed.tree(), parsed.constant(), [&](ExprId id) {
    seen.push_back(parsed.text(id));
    return seen.back() == "f(a)" ? Walk::Over : Walk::Into;
  });
  EXPECT_THAT(seen, ElementsAre("[f(a), b]", "f(a)", "b"));
}

TEST(WalkExpressions, LeaveComesAfterTheParts) {
  const Parsed parsed("const x = [-a, b]");
  std::vector<std::string> seen;
  walkExpressions(
      parsed.tree(), parsed.constant(), [&](ExprId id) { seen.push_back("<" + parsed.text(id)); },
      [&](ExprId id) { seen.push_back(parsed.text(id) + ">"); });
  EXPECT_THAT(seen, ElementsAre("<[-a, b]", "<-a", "<a", "a>", "-a>", "<b", "b>", "[-a, b]>"));
}

TEST(WalkExpressions, NothingOfNothing) {
  const Parsed parsed("const x = 1");
  bool seen = false;
  walkExpressions(parsed.tree(), {}, [&](ExprId) { seen = true; });
  EXPECT_FALSE(seen);
}

TEST(WalkExpressions, DepthCostsNoStack) {
  Tree tree(source::FileId(0));
  ExprId deep = tree.exprs.add({{}, BoolExpr{true}}, false);
  constexpr size_t kDepth = 1'000'000;
  for (size_t i = 0; i < kDepth; ++i) deep = tree.exprs.add({{}, UnaryExpr{UnaryOp::Not, deep}}, false);
  size_t entered = 0;
  size_t left = 0;
  walkExpressions(
      tree, deep, [&](ExprId) { ++entered; }, [&](ExprId) { ++left; });
  EXPECT_EQ(entered, kDepth + 1);
  EXPECT_EQ(left, kDepth + 1);
}

TEST(ForEachPart, ShowsDirectPartsOnly) {
  const Parsed parsed("const x = f(a.b, c)");
  std::vector<std::string> seen;
  forEachPart(parsed.tree(), parsed.constant(), [&](ExprId id) { seen.push_back(parsed.text(id)); });
  EXPECT_THAT(seen, ElementsAre("f", "a.b", "c"));
}

constexpr const char* kPipeline = R"(pipeline p(n: int) {
  timeout: 1h
  let a = f(x: n)
  let g = if n > 1 {
    yield a
  } else {
    for i in [1, 2] { h(x: i) }
    yield n
  }
  try { k() } finally { l() }
  return g
})";

/// Records everything that it is shown.
struct Recorder {
  const Parsed& parsed;
  std::vector<std::string> seen;

  void enter(StmtId id) { seen.push_back("<" + parsed.text(id)); }
  void leave(StmtId id) { seen.push_back(parsed.text(id) + ">"); }
  void enterBlock(StmtId, const Block& block) { seen.push_back("{" + std::to_string(block.statements.size())); }
  void leaveBlock(StmtId, const Block&) { seen.emplace_back("}"); }
};

TEST(WalkStatements, FunctionSeesEachStatementOnce) {
  const Parsed parsed(kPipeline);
  std::vector<std::string> seen;
  walkStatements(parsed.tree(), parsed.body(), [&](StmtId id) { seen.push_back(parsed.text(id)); });
  EXPECT_THAT(seen, ElementsAre("timeout: 1h", "let a = f(x: n)", "let g = if n > 1", "if n > 1", "yield a",
                                "for i in [1, 2]", "h(x: i)", "yield n", "try", "k()", "l()", "return g"));
}

TEST(WalkStatements, VisitorSeesBlocksOfStatements) {
  const Parsed parsed("pipeline p(n: int) {\n  if n > 1 { f() } else { g() }\n}");
  Recorder recorder{parsed, {}};
  walkStatements(parsed.tree(), parsed.body(), recorder);
  EXPECT_THAT(recorder.seen,
              ElementsAre("<if n > 1", "{1", "<f()", "f()>", "}", "{1", "<g()", "g()>", "}", "if n > 1>"));
}

TEST(WalkStatements, BlocksCanBeSkipped) {
  const Parsed parsed(kPipeline);
  std::vector<std::string> seen;
  walkStatements(parsed.tree(), parsed.body(), [&](StmtId id) {
    seen.push_back(parsed.text(id));
    return std::holds_alternative<IfStmt>(parsed.tree().stmts[id].node) ? Walk::Over : Walk::Into;
  });
  EXPECT_THAT(seen, ElementsAre("timeout: 1h", "let a = f(x: n)", "let g = if n > 1", "if n > 1", "try", "k()", "l()",
                                "return g"));
}

TEST(WalkStatements, EmptyBlockHasNothing) {
  const Tree tree(source::FileId(0));
  std::vector<StmtId> seen;
  walkStatements(tree, Block(), [&](StmtId id) { seen.push_back(id); });
  EXPECT_THAT(seen, IsEmpty());
}

TEST(WalkDeclaration, ShowsHeadsAndBodies) {
  const Parsed parsed(R"(@allow("unused-input")
pipeline p(@range(1, 9) n: int = two, r: { @length(3) f: string } = { f: "abc" }) -> "only" | "this" {
  timeout: late
  if n > 1 { f(x: [n]) { cache: true } }
})");
  std::vector<std::string> seen;
  walkDeclaration(parsed.tree(), parsed.tree().order.front(), [&](ExprId id) { seen.push_back(parsed.text(id)); });
  EXPECT_THAT(seen, testing::UnorderedElementsAre("\"unused-input\"", "1", "9", "two", "3", "{ f: \"abc\" }", "\"abc\"",
                                                  "\"only\"", "\"this\"", "late", "n > 1", "n", "1", "f(x: [n])", "f",
                                                  "[n]", "n", "{ cache: true }", "true"));
}

TEST(WalkDeclaration, EveryExpressionOfAFileIsInOneDeclaration) {
  const Parsed parsed(R"(import azure.devops as ado
const size = 3 + 4
type T = { a: int = size, b: "x" | "y" = "x" }
artifact Model { type: "system.Model" }
secret s { name: "s", keys: ["k"] }
existing rg: azure.ResourceGroup { name: "rg", location: "eastus" }
component c(x: int = 1) -> (y: int) {
  env: { A: "~{size}" }
  python <<<
    return 1
  >>>
}
trainjob t(n: int = 2) { runtime: "r", trainer: { num_nodes: n } }
workflow w(e: string = "dev") {
  stage Build {
    job One {
      let v = bash <<<
        echo ~{e}
      >>> { outputs: { o: string } }
    }
  }
}
steps again(q: bool = true) {
  bash <<<
    make
  >>> { display_name: "Make" }
}
)");
  std::set<ExprId> seen;
  for (const DeclId id : parsed.tree().order) {
    walkDeclaration(parsed.tree(), id,
                    [&](ExprId expr) { EXPECT_TRUE(seen.insert(expr).second) << parsed.text(expr); });
  }
  parsed.tree().exprs.forEachId([&](ExprId id) { EXPECT_EQ(seen.count(id), 1U) << parsed.text(id); });
}

}  // namespace
}  // namespace mlpc::syntax
