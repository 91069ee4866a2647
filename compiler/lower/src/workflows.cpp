#include <algorithm>
#include <cmath>

#include "mlpc/support/text.h"
#include "mlpc/syntax/walk.h"
#include "workflow_steps.h"

namespace mlpc::lower {

using namespace syntax;
using ir::Value;
using sema::SymbolKind;
using support::Overload;

namespace {

constexpr std::string_view kStage = "azure.devops.Stage";
constexpr std::string_view kJob = "azure.devops.Job";

/// Later settings win; the order is that of the first occurrence.
void overlay(std::vector<ir::Field>& into, std::vector<ir::Field> over) {
  for (ir::Field& field : over) {
    const auto known = std::find_if(into.begin(), into.end(), [&](const ir::Field& f) { return f.key == field.key; });
    if (known == into.end())
      into.push_back(std::move(field));
    else
      *known = std::move(field);
  }
}

enum class Level : uint8_t { Steps, Jobs, Stages };

class WorkflowLowering {
 public:
  WorkflowLowering(Lowering& lowering, SymbolId symbol)
      : lowering_(lowering),
        symbol_(lowering.symbol(symbol)),
        signature_(lowering.signature(symbol)),
        evaluator_(lowering) {}

  ir::Workflow run() {
    w_.name = symbol_.name;
    w_.description = symbol_.doc;
    w_.origin = symbol_.span;
    w_.inputs = ports(lowering_, signature_.parameters, true);
    for (const sema::Field& field : signature_.parameters) w_.inputChoices.push_back(choices(field));
    const auto* declaration = std::get_if<WorkflowDecl>(&lowering_.tree(symbol_.module).decls[symbol_.decl].node);
    if (declaration == nullptr) return std::move(w_);
    const Expansion at{symbol_.module, environment_};
    w_.settings = evaluator_.settings(at.module, declaration->body, environment_);
    const Level level = levelOf(at.module, declaration->body);
    w_.hasStages = level == Level::Stages;
    w_.hasJobs = level != Level::Steps;
    const Scope scope{&w_.variables, &variableNames_};
    if (level == Level::Stages) {
      stages(at, declaration->body);
    } else {
      ir::Stage stage;
      stage.origin = symbol_.span;
      if (level == Level::Jobs) {
        UniqueNames names;
        jobs(at, declaration->body, stage, scope, names);
      } else {
        ir::Job job;
        job.origin = symbol_.span;
        StepsLowering(lowering_, scope).run(at, declaration->body, job.steps);
        stage.jobs.push_back(std::move(job));
      }
      w_.stages.push_back(std::move(stage));
    }
    return std::move(w_);
  }

 private:
  std::vector<support::Constant> choices(const sema::Field& field) const {
    std::vector<support::Constant> result;
    const sema::TypeStore& types = lowering_.program.types;
    const sema::TypeId id = bareType(types, field.type);
    if (!id) return result;
    if (sema::isShortRange(types, field)) {
      const auto last = static_cast<int64_t>(std::floor(*field.maximum));
      for (auto n = static_cast<int64_t>(std::ceil(*field.minimum)); n <= last; ++n) result.emplace_back(n);
      return result;
    }
    const sema::Type& type = types[id];
    if (type.kind == sema::TypeKind::Literal) result.push_back(type.literal);
    if (type.kind != sema::TypeKind::Union) return result;
    for (const sema::TypeId member : type.members) {
      if (types[member].kind != sema::TypeKind::Literal) return {};
      result.push_back(types[member].literal);
    }
    return result;
  }

  /// What the statements of a body are, including those under `if` and `for`.
  Level levelOf(ModuleId module, const Block& block) const {
    Level level = Level::Steps;
    const Tree& tree = lowering_.tree(module);
    walkStatements(tree, block, [&](StmtId id) {
      const StmtNode& node = tree.stmts[id].node;
      if (const auto* item = std::get_if<ItemStmt>(&node))
        level = std::max(level, item->kind == ItemKind::Stage ? Level::Stages : Level::Jobs);
      const bool chooses = std::holds_alternative<IfStmt>(node) || std::holds_alternative<ForStmt>(node);
      return chooses ? Walk::Into : Walk::Over;
    });
    return level;
  }

  /// Runs through statements that contain items: decides `if`, unrolls `for` and binds `let`; `item` and `external` do
  /// the rest.
  template <typename Item, typename External>
  void walk(Expansion at, const Block& block, const Scope& scope, const Item& item, const External& external) {
    const Tree& tree = lowering_.tree(at.module);
    for (const StmtId id : block.statements) {
      const Stmt& stmt = tree.stmts[id];
      const auto inner = [&](const Block& body) { walk(at, body, scope, item, external); };
      std::visit(
          Overload{
              [&](const LetStmt& s) { lowerLet(lowering_, at, id, s, scope); },
              [&](const IfStmt& s) { decide(lowering_, at, id, s, inner); },
              [&](const ForStmt& s) { unroll(lowering_, at, id, s, inner); }, [&](const ItemStmt& s) { item(id, s); },
              [&](const CallStmt& s) { external(s); }, [](const auto&) {},  // settings, and what sema has rejected
          },
          stmt.node);
    }
  }

  ir::Step external(Expansion at, ExprId call, ExprId settings) {
    const Scope nowhere;
    return StepsLowering(lowering_, nowhere).step(at, call, settings, {});
  }

  /// The template that `stage A = g(…)` uses, or null if it is a `template(…)` of Azure.
  const TemplateDecl* usedTemplate(ModuleId module, ExprId call, const sema::CallUse*& use) const {
    use = std::get_if<sema::CallUse>(&lowering_.program.info(module, call).use);
    if (use == nullptr || !use->callee || !lowering_.symbol(use->callee).decl) return nullptr;
    return std::get_if<TemplateDecl>(&lowering_.decl(use->callee).node);
  }

  /// Binds the symbol of an item to the name that it got.
  void bindItem(Expansion at, StmtId id, const std::string& name, source::Span origin) {
    if (const SymbolId symbol = lowering_.declared(at.module, id))
      at.environment.bind(symbol, Value{ir::NodeRef{{}, name}, origin});
  }

  // ---- stages

  void stages(Expansion at, const Block& block) {
    const Scope scope{&w_.variables, &variableNames_};
    walk(
        at, block, scope, [&](StmtId id, const ItemStmt& s) { stage(at, id, s); },
        [&](const CallStmt& s) {
          ir::Stage stage;
          stage.external = external(at, s.call, s.settings);
          stage.origin = stage.external->origin;
          w_.stages.push_back(std::move(stage));
        });
  }

  void stage(Expansion at, StmtId id, const ItemStmt& item) {
    ir::Stage stage;
    stage.name = stageNames_.give(item.name.text);
    stage.origin = item.name.span;
    bindItem(at, id, stage.name, item.name.span);
    // Variables of a stage must not hide the workflow variables that they are computed from.
    UniqueNames names = variableNames_;
    const Scope scope{&stage.variables, &names};
    UniqueNames jobNames;
    if (!item.call) {
      stage.settings = evaluator_.settings(at.module, item.body, at.environment, kStage);
      jobs(at, item.body, stage, scope, jobNames);
    } else {
      const sema::CallUse* use = nullptr;
      const TemplateDecl* used = usedTemplate(at.module, item.call, use);
      if (used == nullptr) {
        stage.external = external(at, item.call, item.settings);
      } else {
        Environment inside;
        bindArguments(lowering_, at, *use, lowering_.span(at.module, item.call), inside);
        const Expansion body{lowering_.symbol(use->callee).module, inside};
        stage.settings = evaluator_.settings(body.module, used->body, inside, kStage);
        overlay(stage.settings, evaluator_.fields(at.module, item.settings, at.environment));
        jobs(body, used->body, stage, scope, jobNames);
      }
    }
    w_.stages.push_back(std::move(stage));
  }

  // ---- jobs

  void jobs(Expansion at, const Block& block, ir::Stage& stage, const Scope& scope, UniqueNames& jobNames) {
    walk(
        at, block, scope, [&](StmtId id, const ItemStmt& s) { job(at, id, s, stage, scope, jobNames); },
        [&](const CallStmt& s) {
          ir::Job job;
          job.external = external(at, s.call, s.settings);
          job.origin = job.external->origin;
          stage.jobs.push_back(std::move(job));
        });
  }

  void job(Expansion at, StmtId id, const ItemStmt& item, ir::Stage& stage, const Scope& outer, UniqueNames& jobNames) {
    ir::Job job;
    job.name = jobNames.give(item.name.text);
    job.origin = item.name.span;
    job.deployment = item.kind == ItemKind::Deployment;
    bindItem(at, id, job.name, item.name.span);
    UniqueNames names = *outer.names;
    const Scope scope{&job.variables, &names};
    if (!item.call) {
      job.settings = evaluator_.settings(at.module, item.body, at.environment, kJob);
      jobBody(at, item.body, job, scope);
    } else {
      const sema::CallUse* use = nullptr;
      const TemplateDecl* used = usedTemplate(at.module, item.call, use);
      if (used == nullptr) {
        job.external = external(at, item.call, item.settings);
      } else {
        Environment inside;
        bindArguments(lowering_, at, *use, lowering_.span(at.module, item.call), inside);
        const Expansion body{lowering_.symbol(use->callee).module, inside};
        job.settings = evaluator_.settings(body.module, used->body, inside, kJob);
        overlay(job.settings, evaluator_.fields(at.module, item.settings, at.environment));
        jobBody(body, used->body, job, scope);
      }
    }
    stage.jobs.push_back(std::move(job));
  }

  void jobBody(Expansion at, const Block& block, ir::Job& job, const Scope& scope) {
    const Tree& tree = lowering_.tree(at.module);
    StepsLowering steps(lowering_, scope);
    const bool hooks = std::any_of(block.statements.begin(), block.statements.end(),
                                   [&](StmtId id) { return std::holds_alternative<HookStmt>(tree.stmts[id].node); });
    job.deployment |= hooks;
    if (!hooks) {
      steps.run(at, block, job.steps);
      return;
    }
    for (const StmtId id : block.statements) {
      const Stmt& stmt = tree.stmts[id];
      if (const auto* let = std::get_if<LetStmt>(&stmt.node)) lowerLet(lowering_, at, id, *let, scope);
      const auto* hook = std::get_if<HookStmt>(&stmt.node);
      if (hook == nullptr) continue;
      ir::Hook result;
      // The parser knows no other words.
      result.name = vocabulary::find<vocabulary::HookName>(hook->name.text).value_or(vocabulary::HookName::Deploy);
      result.origin = hook->name.span;
      result.settings = evaluator_.settings(at.module, hook->body, at.environment, "azure.devops.Hook");
      steps.run(at, hook->body, result.steps);
      job.hooks.push_back(std::move(result));
    }
  }

  Lowering& lowering_;
  const sema::Symbol symbol_;
  const sema::Signature& signature_;
  Evaluator evaluator_;
  Environment environment_;
  UniqueNames variableNames_;
  UniqueNames stageNames_;
  ir::Workflow w_;
};

}  // namespace

ir::Workflow lowerWorkflow(Lowering& lowering, SymbolId symbol) { return WorkflowLowering(lowering, symbol).run(); }

}  // namespace mlpc::lower
