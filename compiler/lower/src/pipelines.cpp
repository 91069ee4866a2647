#include "mlpc/diag/pipelines.h"

#include <algorithm>
#include <utility>

#include "evaluator.h"
#include "mlpc/diag/internal.h"
#include "mlpc/ir/access.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"
#include "task_options.h"

namespace mlpc::lower {

using namespace syntax;
using ir::NodeId;
using ir::Value;
using support::Constant;
using support::Overload;
using vocabulary::prelude::LoopSettings;
using vocabulary::prelude::PipelineSettings;
using vocabulary::prelude::RunTtl;
using vocabulary::prelude::RunWorkspace;

namespace {

class PipelineLowering {
 public:
  PipelineLowering(Lowering& lowering, SymbolId symbol)
      : lowering_(lowering),
        symbolId_(symbol),
        symbol_(lowering.symbol(symbol)),
        signature_(lowering.signature(symbol)),
        module_(symbol_.module),
        tree_(lowering.tree(module_)),
        evaluator_(lowering) {}

  ir::Pipeline run() {
    p_.name = symbol_.name;
    p_.emittedName = support::toKebab(p_.name);
    p_.description = symbol_.doc;
    p_.origin = symbol_.span;
    p_.inputs = ports(lowering_, signature_.parameters, true);
    p_.unnamedOutput = signature_.unnamedOutput;
    const auto* declaration = std::get_if<PipelineDecl>(&tree_.decls[symbol_.decl].node);
    if (declaration == nullptr) return std::move(p_);
    for (ir::Field& field : evaluator_.settings(module_, declaration->body, env_)) setting(std::move(field));
    statements(declaration->body, p_.body, {});
    passInputsOn();
    if (p_.nodes.empty()) lowering_.diags.report(symbol_.span, diag::emptyPipeline, symbol_.name);
    return std::move(p_);
  }

 private:
  /// Where nodes are added: the group around them, and its branch.
  struct Place {
    NodeId group;
    uint32_t branch = 0;
  };

  // ---- settings

  void setting(ir::Field field) {
    Value& value = field.value;
    p_.origins.push_back({field.key, field.keyOrigin, field.value.origin});
    const auto known = vocabulary::find<PipelineSettings>(field.key);
    if (!known) return;
    switch (*known) {
      case PipelineSettings::Name: text(value, p_.emittedName); break;
      case PipelineSettings::DisplayName: text(value, p_.displayName); break;
      case PipelineSettings::Root: text(value, p_.root); break;
      case PipelineSettings::KfpVersion: text(value, p_.kfpVersion); break;
      case PipelineSettings::Passthrough: p_.passthrough = passedSettings(value); break;
      case PipelineSettings::Timeout: p_.timeout = duration(&value); break;
      case PipelineSettings::Ttl:
        p_.ttlCompletion = duration(value.field(RunTtl::Completion));
        p_.ttlSuccess = duration(value.field(RunTtl::Success));
        p_.ttlFailure = duration(value.field(RunTtl::Failure));
        break;
      case PipelineSettings::Workspace: workspace(value); break;
      case PipelineSettings::Defaults:
        if (auto* record = value.as<ir::RecordValue>())
          defaults_ = taskOptions(lowering_, std::move(record->fields), *ir::noOptions());
        break;
    }
  }

  void text(const Value& value, std::string& into) {
    if (const std::string* text = value.text())
      into = *text;
    else if (!isNull(value))
      lowering_.diags.report(value.origin, diag::internalError,
                             diag::Phrase("a value that is not known when compiling"));
  }
  std::optional<support::Duration> duration(const Value* value) {
    if (value == nullptr || isNull(*value)) return std::nullopt;
    const auto* known = value->scalar() == nullptr ? nullptr : value->scalar()->as<support::Duration>();
    if (known != nullptr) return *known;
    lowering_.diags.report(value->origin, diag::internalError,
                           diag::Phrase("a value that is not known when compiling"));
    return std::nullopt;
  }

  void workspace(const Value& value) {
    const Value* size = value.field(RunWorkspace::Size);
    if (size == nullptr) return;
    ir::Workspace& workspace = p_.workspace.emplace();
    workspace.size = *size;
    if (const Value* storageClass = value.field(RunWorkspace::StorageClass);
        storageClass != nullptr && !isNull(*storageClass)) {
      workspace.storageClass = *storageClass;
    }
    const Value* modes = value.field(RunWorkspace::AccessModes);
    const auto* list = modes == nullptr ? nullptr : modes->as<ir::ListValue>();
    if (list == nullptr) return;
    workspace.accessModesOrigin = modes->origin;
    for (const Value& mode : list->items) text(mode, workspace.accessModes.emplace_back());
  }

  // ---- statements

  void statements(const Block& block, ir::Region& region, Place place) {
    for (const StmtId id : block.statements) {
      std::visit(Overload{
                     [](const ErrorStmt&) {},
                     [](const SettingStmt&) {},
                     [&](const LetStmt& s) { let(id, s, region, place); },
                     [&](const IfStmt& s) { conditional(s, {}, region, place); },
                     [&](const ForStmt& s) { loop(id, s, {}, region, place); },
                     [&](const TryStmt& s) { exitHandler(id, s, {}, region, place); },
                     [&](const ReturnStmt& s) { returned(s); },
                     [&](const YieldStmt& s) { yield(s, region); },
                     [&](const CallStmt& s) { task(s.call, s.settings, {}, region, place); },
                     [](const CodeStmt&) {},
                     [](const ItemStmt&) {},
                     [](const HookStmt&) {},
                 },
                 tree_.stmts[id].node);
    }
  }

  void let(StmtId id, const LetStmt& let, ir::Region& region, Place place) {
    const SymbolId symbol = lowering_.declared(module_, id);
    if (let.group) {
      std::visit(Overload{
                     [&](const IfStmt& s) { conditional(s, symbol, region, place); },
                     [&](const ForStmt& s) { loop(let.group, s, symbol, region, place); },
                     [&](const TryStmt& s) { exitHandler(let.group, s, symbol, region, place); },
                     [](const auto&) {},
                 },
                 tree_.stmts[let.group].node);
      return;
    }
    const sema::TypeId type = symbol ? lowering_.symbol(symbol).type : sema::TypeId();
    if (type && lowering_.program.types[type].kind == sema::TypeKind::Task) {
      task(let.value, let.settings, symbol, region, place);
    } else if (symbol) {
      env_.bind(symbol, evaluator_.eval(module_, let.value, env_));
    }
  }

  NodeId addNode(ir::Region& region, Place place, SymbolId let, source::Span origin) {
    ir::Node node;
    node.parent = place.group;
    node.branch = place.branch;
    node.origin = origin;
    if (let) node.letName = lowering_.symbol(let).name;
    const NodeId id = p_.nodes.add(std::move(node));
    region.nodes.push_back(id);
    return id;
  }

  static bool yields(const ir::Node& node) {
    if (const auto* loop = std::get_if<ir::Loop>(&node.what)) return !loop->body.yields.empty();
    const auto* choice = std::get_if<ir::Conditional>(&node.what);
    return choice == nullptr || std::any_of(choice->branches.begin(), choice->branches.end(),
                                            [](const ir::Branch& branch) { return !branch.body.yields.empty(); });
  }

  void bindNode(SymbolId let, NodeId node, bool group, source::Span origin) {
    if (!let) return;
    Binding binding;
    binding.value = {ir::NodeRef{node, {}}, origin};
    binding.group = group;
    // A group of which only those parts are left that yield nothing; sema knows fewer values than the evaluator.
    const sema::Signature* outputs = group ? lowering_.program.signature(let) : nullptr;
    binding.dissolved = outputs != nullptr && !outputs->outputs.empty() && !yields(p_.nodes[node]);
    if (binding.dissolved) binding.nodes.push_back(node);
    env_.bind(let, std::move(binding));
  }

  // ---- tasks

  void task(ExprId callId, ExprId settings, SymbolId let, ir::Region& region, Place place) {
    const auto* call = std::get_if<CallExpr>(&lowering_.expr(module_, callId).node);
    const auto* use = std::get_if<sema::CallUse>(&lowering_.program.info(module_, callId).use);
    if (call == nullptr || use == nullptr || !use->callee) return;
    ir::Task task;
    if (let) task.letName = lowering_.symbol(let).name;
    const sema::Signature& signature = lowering_.signature(use->callee);
    env_.keepsTexts = !use->typeArgument;  // an importer takes the value itself
    for (size_t i = 0; i < use->arguments.size() && i < signature.parameters.size(); ++i) {
      if (!use->arguments[i]) continue;
      Value value = evaluator_.eval(module_, use->arguments[i], env_);
      // `null` for an input without a default means the same as omitting it.
      const sema::Field& input = signature.parameters[i];
      if (isNull(value) && !input.hasDefault()) continue;
      const source::Span origin = value.origin;
      task.arguments.push_back({std::string(signature.parameters[i].name), std::move(value), origin});
    }
    env_.keepsTexts = false;
    switch (lowering_.symbol(use->callee).kind) {
      case sema::SymbolKind::Pipeline: task.callee = lowering_.pipeline(use->callee); break;
      case sema::SymbolKind::TrainJob: task.callee = lowering_.trainJob(use->callee); break;
      default:
        if (use->typeArgument)
          task.callee = importerOf(lowering_, *use, std::exchange(task.arguments, {}));
        else
          task.callee = lowering_.component(use->callee);
    }
    task.options =
        settings ? taskOptions(lowering_, evaluator_.fields(module_, settings, env_), *defaults_) : defaults_;
    const NodeId id = addNode(region, place, let, calleeSpan(call->callee));
    p_.nodes[id].what = std::move(task);
    bindNode(let, id, false, calleeSpan(call->callee));
  }

  /// The name being called, without qualifiers and type arguments.
  source::Span calleeSpan(ExprId callee) const {
    const Expr& expr = lowering_.expr(module_, callee);
    if (const auto* member = std::get_if<MemberExpr>(&expr.node)) return member->member.span;
    if (const auto* index = std::get_if<IndexExpr>(&expr.node)) return calleeSpan(index->base);
    return expr.span;
  }

  // ---- groups

  struct GroupSettings {
    std::string name;
    std::string displayName;
    source::Span titleOrigin;
    std::optional<int64_t> parallelism;
  };
  GroupSettings groupSettings(const Block& block) {
    GroupSettings result;
    for (const ir::Field& field : evaluator_.settings(module_, block, env_)) {
      // Those of an `if` or `try` are among those of a `for`.
      const auto setting = vocabulary::find<LoopSettings>(field.key);
      if (setting == LoopSettings::Name) text(field.value, result.name);
      if (setting == LoopSettings::DisplayName) text(field.value, result.displayName);
      const bool title =
          setting == LoopSettings::DisplayName || (setting == LoopSettings::Name && result.displayName.empty());
      if (title && !isNull(field.value)) result.titleOrigin = field.value.origin;
      if (setting == LoopSettings::Parallelism && !isNull(field.value)) {
        const auto* known = field.value.scalar() == nullptr ? nullptr : field.value.scalar()->as<int64_t>();
        if (known != nullptr)
          result.parallelism = *known;
        else
          lowering_.diags.report(field.value.origin, diag::internalError,
                                 diag::Phrase("a value that is not known when compiling"));
      }
    }
    return result;
  }

  /// The beginning of a group: its keyword.
  source::Span keyword(source::Span span, size_t length) const {
    return {span.file, span.begin, std::min(span.end, span.begin + static_cast<uint32_t>(length))};
  }

  /// A group's statements. No target has a group without tasks, which known conditions may have removed.
  void inside(const Block& body, ir::Region& region, Place place) {
    statements(body, region, place);
    if (region.nodes.empty()) lowering_.diags.report(body.span, diag::emptyGroup);
  }

  void conditional(const IfStmt& stmt, SymbolId let, ir::Region& region, Place place) {
    // Branches known not to be taken are dropped; one that is known to be taken is the last.
    struct Kept {
      const IfBranch* branch;
      std::optional<Value> condition;
    };
    std::vector<Kept> kept;
    for (const IfBranch& branch : stmt.branches) {
      if (!branch.condition) {
        kept.push_back({&branch, std::nullopt});
        break;
      }
      Value condition = evaluator_.eval(module_, branch.condition, env_);
      const bool* known = knownBool(condition);
      if (known != nullptr && !*known) continue;
      if (known != nullptr) {
        kept.push_back({&branch, std::nullopt});
        break;
      }
      kept.push_back({&branch, std::move(condition)});
    }
    if (kept.empty() || !kept[0].condition) {
      dissolve(kept.empty() ? nullptr : &kept[0].branch->body, let, region, place);
      return;
    }
    const source::Span origin = kept[0].condition->origin;
    const NodeId id = addNode(region, place, let, origin);
    ir::Conditional conditional;
    for (Kept& one : kept) {
      ir::Branch branch;
      branch.origin = one.condition ? one.condition->origin : keyword(one.branch->body.span, 1);
      branch.condition = std::move(one.condition);
      const GroupSettings settings = groupSettings(one.branch->body);
      branch.name = settings.name;
      branch.displayName = settings.displayName;
      branch.titleOrigin = settings.titleOrigin;
      inside(one.branch->body, branch.body, {id, static_cast<uint32_t>(conditional.branches.size())});
      conditional.branches.push_back(std::move(branch));
    }
    // A `yield` under an inner `if` belongs to the loop around it, which reads it through the `if`.
    if (!let) {
      for (const ir::Branch& branch : conditional.branches) {
        for (const ir::Yield& yield : branch.body.yields) {
          const bool known = std::any_of(region.yields.begin(), region.yields.end(),
                                         [&](const ir::Yield& y) { return y.name == yield.name; });
          if (!known)
            region.yields.push_back({yield.name, yield.type, {ir::OutputRef{id, yield.name}, yield.value.origin}});
        }
      }
    }
    p_.nodes[id].what = std::move(conditional);
    bindNode(let, id, true, origin);
  }

  /// An `if` that is decided: the contents of the branch take its place.
  void dissolve(const Block* body, SymbolId let, ir::Region& region, Place place) {
    const size_t before = region.nodes.size();
    std::vector<ir::Yield> yields = std::move(region.yields);
    region.yields.clear();
    if (body != nullptr) statements(*body, region, place);
    if (!let) {
      std::move(region.yields.begin(), region.yields.end(), std::back_inserter(yields));
      region.yields = std::move(yields);
      return;
    }
    Binding binding;
    binding.group = true;
    binding.dissolved = true;
    binding.value = {Constant(), lowering_.symbol(let).span};
    for (ir::Yield& yield : region.yields) binding.yields.emplace_back(yield.name, std::move(yield.value));
    binding.nodes.assign(region.nodes.begin() + static_cast<std::ptrdiff_t>(before), region.nodes.end());
    region.yields = std::move(yields);
    env_.bind(let, std::move(binding));
  }

  /// Whether the items come from a list whose element type is not declared: the SDK takes such items for strings, even
  /// if a `cast` lets them be read as something else.
  bool isBareList(ExprId items) const {
    const auto* cast = std::get_if<CallExpr>(&lowering_.expr(module_, items).node);
    if (cast == nullptr || cast->arguments.size() != 1) return false;
    const sema::TypeStore& types = lowering_.program.types;
    const sema::TypeId type = bareType(types, lowering_.program.info(module_, cast->arguments.front().value).type);
    return type && types[type].kind == sema::TypeKind::List && !types[type].element;
  }

  void loop(StmtId stmtId, const ForStmt& stmt, SymbolId let, ir::Region& region, Place place) {
    ir::Loop loop;
    loop.items = evaluator_.eval(module_, stmt.items, env_);
    const SymbolId variable = lowering_.declared(module_, stmtId);
    if (variable) {
      const sema::TypeId type = bareType(lowering_.program.types, lowering_.symbol(variable).type);
      const bool unknown = !type || lowering_.program.types[type].kind == sema::TypeKind::Json;
      loop.itemType = unknown || isBareList(stmt.items) ? ir::PortType() : portType(lowering_, type);
      loop.recordItems = type && lowering_.program.types[type].kind == sema::TypeKind::Record;
    }
    const GroupSettings settings = groupSettings(stmt.body);
    loop.parallelism = settings.parallelism;
    const source::Span origin = keyword(tree_.stmts[stmtId].span, 3);
    const NodeId id = addNode(region, place, let, origin);
    p_.nodes[id].name = settings.name;
    p_.nodes[id].displayName = settings.displayName;
    p_.nodes[id].titleOrigin = settings.titleOrigin;
    if (variable) env_.bind(variable, Value{ir::ItemRef{id}, stmt.variable.span});
    inside(stmt.body, loop.body, {id, 0});
    // The result is a list.
    const sema::Signature* outputs = let ? lowering_.program.signature(let) : nullptr;
    for (ir::Yield& yield : loop.body.yields) {
      if (outputs == nullptr) break;
      for (const sema::Field& field : outputs->outputs) {
        if (outputs->unnamedOutput || field.name == yield.name) yield.type = portType(lowering_, field.type);
      }
    }
    p_.nodes[id].what = std::move(loop);
    bindNode(let, id, true, origin);
  }

  void exitHandler(StmtId stmtId, const TryStmt& stmt, SymbolId let, ir::Region& region, Place place) {
    const source::Span origin = keyword(tree_.stmts[stmtId].span, 3);
    const NodeId id = addNode(region, place, let, origin);
    const GroupSettings settings = groupSettings(stmt.body);
    p_.nodes[id].name = settings.name;
    p_.nodes[id].displayName = settings.displayName;
    p_.nodes[id].titleOrigin = settings.titleOrigin;
    ir::ExitHandler handler;
    inside(stmt.body, handler.body, {id, 0});
    env_.finallyOf = id;
    ir::Region last;  // the exit task is not in any region
    statements(stmt.finally, last, place);
    env_.finallyOf = {};
    if (!last.nodes.empty()) handler.exitTask = last.nodes[0];
    p_.nodes[id].what = std::move(handler);
    bindNode(let, id, true, origin);
  }

  // ---- outputs

  void yield(const YieldStmt& stmt, ir::Region& region) {
    const auto* record = std::get_if<RecordExpr>(&lowering_.expr(module_, stmt.value).node);
    if (record == nullptr) {
      region.yields.push_back({{},
                               portType(lowering_, lowering_.program.info(module_, stmt.value).type),
                               evaluator_.eval(module_, stmt.value, env_)});
      return;
    }
    for (const RecordItem& item : record->items) {
      region.yields.push_back({std::string(item.key.text),
                               portType(lowering_, lowering_.program.info(module_, item.value).type),
                               evaluator_.eval(module_, item.value, env_)});
    }
  }

  void returned(const ReturnStmt& stmt) {
    std::vector<ir::Port> outputs = ports(lowering_, signature_.outputs, false);
    const bool named =
        std::holds_alternative<RecordExpr>(lowering_.expr(module_, stmt.value).node) && !p_.unnamedOutput;
    Value value = evaluator_.eval(module_, stmt.value, env_);
    p_.outputs.clear();
    for (ir::Port& port : outputs) {
      if (!named) {
        p_.outputs.push_back({std::move(port), std::move(value)});
        return;
      }
      if (const Value* one = value.field(vocabulary::FieldName(port.name)))
        p_.outputs.push_back({std::move(port), *one});
    }
  }

  /// Targets only have outputs of tasks, so an input that is returned goes through a task that passes it on.
  void passInputsOn() {
    for (ir::Output& output : p_.outputs) {
      if (output.value.as<ir::InputRef>() == nullptr) continue;
      ir::Component component;
      component.name = "pass_on";
      component.description = "Gives what it was given, as an output of the pipeline.";
      component.unnamedOutput = true;
      component.origin = component.bodyOrigin = output.value.origin;
      component.body = ir::PythonBody{"return value"};
      ir::Port port;
      port.name = "value";
      port.type = output.port.type;
      port.origin = output.value.origin;
      component.inputs.push_back(port);
      port.name = "Output";
      component.outputs.push_back(std::move(port));
      ir::Task task;
      task.options = defaults_;
      task.callee = lowering_.out.components.add(std::move(component));
      task.arguments.push_back({"value", output.value, output.value.origin});
      const NodeId id = addNode(p_.body, {}, {}, output.value.origin);
      p_.nodes[id].what = std::move(task);
      output.value = {ir::OutputRef{id, "Output"}, output.value.origin};
    }
  }

  Lowering& lowering_;
  SymbolId symbolId_;
  const sema::Symbol symbol_;
  const sema::Signature& signature_;
  ModuleId module_;
  const Tree& tree_;
  Evaluator evaluator_;
  Environment env_;
  ir::Pipeline p_;
  ir::SharedOptions defaults_ = ir::noOptions();
};

}  // namespace

ir::Pipeline lowerPipeline(Lowering& lowering, SymbolId symbol) { return PipelineLowering(lowering, symbol).run(); }

}  // namespace mlpc::lower
