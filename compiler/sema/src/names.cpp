// Names and members: what each stands for.

#include "mlpc/diag/names.h"

#include <algorithm>
#include <array>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/pipelines.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "state.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

bool isPipelinePlace(Place place) { return place == Place::Pipeline || place == Place::TrainJob; }

constexpr std::array<std::string_view, 7> kPipelineRun{"id",         "name",         "resource_name", "root",
                                                       "created_at", "scheduled_at", "workspace"};
constexpr std::array<std::string_view, 2> kPipelineTask{"id", "name"};
constexpr std::array<std::string_view, 11> kWorkflowRun{"id",          "number",        "name",         "branch",
                                                        "ref",         "commit",        "reason",       "attempt",
                                                        "sources_dir", "workspace_dir", "artifacts_dir"};

}  // namespace

const SymbolUse* Checker::symbolUse(ModuleId module, ExprId id) const {
  return std::get_if<SymbolUse>(&program.info(module, id).use);
}

std::vector<std::pair<std::string_view, SymbolId>> Checker::membersOf(SymbolId owner) const {
  std::vector<std::pair<std::string_view, SymbolId>> result;
  const ModuleId module = program.symbols[owner].module;
  if (!module) return result;
  for (const FileTables* part : partsOf(program.module(module))) {
    const auto found = part->members.find(owner.index());
    if (found != part->members.end()) result.insert(result.end(), found->second.begin(), found->second.end());
  }
  return result;
}

SymbolId Checker::memberOf(SymbolId owner, std::string_view name) const {
  for (SymbolId at = owner; at; at = program.symbols[at].callee) {
    const ModuleId module = program.symbols[at].module;
    if (!module) continue;
    for (const FileTables* part : partsOf(program.module(module))) {
      const auto members = part->members.find(at.index());
      if (members == part->members.end()) continue;
      const auto found = members->second.find(name);
      if (found != members->second.end()) return found->second;
    }
  }
  return {};
}

namespace {

/// Modules of the standard library that are visible only where they are imported, by the names that people give them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kImports{{
    {"mlflow", "mlflow"},
    {"kfp", "kfp"},
    {"trainer", "trainer"},
    {"kubernetes", "kubernetes"},
    {"ado", "azure.devops as ado"},
    {"devops", "azure.devops as devops"},
}};

}  // namespace

void Checker::reportUnknownName(const Scope& scope, const Name& name) {
  if (mayBeLost(program, file, name.span)) return;
  auto report = diags.report(name.span, diag::unknownName, name.text);
  for (const auto& [visible, module] : kImports) {
    if (name.text != visible) continue;
    report.note({}, diag::importModule, module);
    return;
  }
  // Each search looks at every name: not for the ten-thousandth complaint.
  if (++state_->suggestions > 200) return;
  std::vector<std::string> names;
  scope.collectNames(names);
  for (std::string& known : namesIn(prelude())) names.push_back(std::move(known));
  if (auto near = support::closest(name.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  }
}

void Checker::reportEarly(At at, const Name& name, source::Span later) {
  const auto within = [](source::Span outer, source::Span inner) {
    return outer.begin <= inner.begin && inner.end <= outer.end;
  };
  const Tree& own = tree(at.module);
  // The declaration that all of this stands in, and its `let`s.
  source::Span all;
  for (uint32_t i = 0; i < own.decls.size(); ++i) {
    if (within(own.decls[DeclId(i)].span, name.span)) all = own.decls[DeclId(i)].span;
  }
  struct Let {
    std::string_view name;
    source::Span span;
  };
  std::vector<Let> lets;
  own.stmts.forEachId([&](StmtId id) {
    const Stmt& stmt = own.stmts[id];
    const auto* let = std::get_if<LetStmt>(&stmt.node);
    if (let != nullptr && within(all, stmt.span)) lets.push_back({let->name.text, stmt.span});
  });
  // Which of them the later one comes to, over the names in it.
  std::vector<std::string_view> open{name.text};
  std::unordered_set<std::string_view> reached{name.text};
  const Let* closed = nullptr;
  const auto closes = [&](std::string_view text) {
    for (const Let& let : lets) {
      if (let.name == text && within(let.span, name.span)) closed = &let;
    }
    return closed != nullptr;
  };
  bool found = closes(name.text);
  while (!found && !open.empty() && ++state_->suggestions <= 200) {
    const std::string_view next = open.back();
    open.pop_back();
    for (const Let& let : lets) {
      if (let.name != next) continue;
      own.exprs.forEachId([&](ExprId inner) {
        const auto* used = found ? nullptr : std::get_if<NameExpr>(&own.exprs[inner].node);
        if (used == nullptr || !within(let.span, own.exprs[inner].span)) return;
        found = closes(used->name.text);
        if (reached.insert(used->name.text).second) open.push_back(used->name.text);
      });
    }
  }
  if (!found) {
    diags.report(name.span, diag::usedBeforeLet, name.text).note(later, diag::declaredHere, name.text);
    return;
  }
  const std::string way = closed->name == name.text ? std::string() : ", through `" + std::string(name.text) + "`";
  diags.report(name.span, diag::orderCycle, closed->name, diag::Phrase(way)).note(later, diag::declaredHere, name.text);
}

TypeId Checker::inferName(At at, ExprId id, const NameExpr& name, TypeId expected, bool asBase) {
  const SymbolId symbol = lookup(at.scope, name.name.text);
  if (symbol) return useSymbol(at, id, name.name.span, symbol, expected, asBase);
  if (const source::Span* later = at.scope.announced(name.name.text)) {
    reportEarly(at, name.name, *later);
    return error();
  }
  if (const source::Span* inner = at.scope.hidden(name.name.text)) {
    diags.report(name.name.span, diag::hiddenName, name.name.text).note(*inner, diag::declaredHere, name.name.text);
    return error();
  }
  if (name.name.text == "executor_input") {
    if (place(at) == Place::ComponentCommand) {
      ExprInfo& own = info(at.module, id);
      own.use = ExecutorInputUse{};
      own.phase = Phase::Run;
      return basic(TypeKind::String);
    }
    diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("`command` and `args` of a component"));
    return error();
  }
  if (name.name.text == "final_status") {
    diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("the `finally` block of a pipeline"));
    return error();
  }
  if (place(at) != Place::Workflow) {
    if (const SymbolId step = standard.lookup(standard.module("azure.devops"), name.name.text);
        step && program.symbols[step].kind == SymbolKind::Component) {
      diags.report(name.name.span, diag::notHere, name.name.text, diag::Phrase("a workflow"));
      return error();
    }
  }
  // The base of `x.y` is most likely an import that lacks: one message for all its uses.
  const std::string key = std::to_string(at.module.index()) + ' ' + std::string(name.name.text);
  if (asBase && !state_->lostBases.insert(key).second) return error();
  reportUnknownName(at.scope, name.name);
  return error();
}

TypeId Checker::useSymbol(At at, ExprId id, source::Span span, SymbolId symbolId, TypeId expected, bool asBase) {
  const TypeId own = typeOf(symbolId);
  const Symbol symbol = program.symbols[symbolId];
  auto setPhase = [&](Phase phase) { info(at.module, id).phase = phase; };
  info(at.module, id).use = SymbolUse{symbolId};
  if (!symbol.deprecated.empty()) {
    diags.report(span, diag::deprecated, symbol.name, diag::Phrase(symbol.deprecated))
        .note(symbol.span, diag::declaredHere, symbol.name);
  }
  switch (symbol.kind) {
    case SymbolKind::Import:
    case SymbolKind::Const:
    case SymbolKind::Secret:
    case SymbolKind::Existing:
    case SymbolKind::Resource:
    case SymbolKind::Component:
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob:
    case SymbolKind::Workflow:
    case SymbolKind::StepsTemplate:
    case SymbolKind::JobTemplate:
    case SymbolKind::StageTemplate: return own;
    case SymbolKind::TypeName:
    case SymbolKind::Artifact:
      if (!isError(own)) diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a type"));
      return error();
    case SymbolKind::Namespace:
      if (kind(own) == TypeKind::FinalStatus) {
        info(at.module, id).use = FinalStatusUse{};
        setPhase(Phase::Run);
      } else if (!asBase) {
        diags.report(span, diag::notAValue, symbol.name, diag::Phrase("a group of properties"));
        return error();
      }
      return own;
    case SymbolKind::Parameter: {
      const SymbolKind owner = symbol.owner ? program.symbols[symbol.owner].kind : SymbolKind::Component;
      const bool early = owner == SymbolKind::Workflow || owner == SymbolKind::StepsTemplate ||
                         owner == SymbolKind::JobTemplate || owner == SymbolKind::StageTemplate;
      setPhase(early ? Phase::Expand : Phase::Run);
      const auto& narrowed = state_->narrowed;
      if (std::find(narrowed.begin(), narrowed.end(), symbolId) != narrowed.end()) return strip(own);
      return own;
    }
    case SymbolKind::Output:
      setPhase(Phase::Run);
      if (!asBase && place(at) == Place::ComponentCommand) {
        diags.report(span, diag::outputAsValue, symbol.name);
        return error();
      }
      return own;
    case SymbolKind::LoopVariable: setPhase(place(at) == Place::Workflow ? Phase::Expand : Phase::Run); return own;
    case SymbolKind::Let: {
      if (kind(own) == TypeKind::Task) return useTask(at, id, symbolId, expected, asBase);
      Phase phase = Phase::Compile;
      if (symbol.stmt) {
        if (const auto* let = std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node);
            let != nullptr && let->value) {
          phase = program.info(symbol.module, let->value).phase;
        }
      }
      setPhase(phase);
      return own;
    }
    case SymbolKind::Stage:
    case SymbolKind::Job: return isError(own) ? own : basic(TypeKind::Task);
  }
  return own;
}

const Signature* Checker::outputsOf(SymbolId let) {
  if (!let) return nullptr;
  if (const Signature* own = program.signature(let)) return own;
  const Symbol symbol = program.symbols[let];
  if (!symbol.callee) return nullptr;
  if (symbol.stmt) {
    // `importer[Dataset](…)`: the type in brackets is the output's.
    const auto* statement = std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node);
    const CallUse* call = statement != nullptr ? callUse(symbol.module, statement->value) : nullptr;
    if (call != nullptr && call->typeArgument) {
      Signature made = signatureOf(symbol.callee);
      if (made.unnamedOutput) made.outputs[0].type = typeOf(call->typeArgument);
      return &(tablesOf(symbol.module).signatures[let.index()] = std::move(made));
    }
  }
  return &signatureOf(symbol.callee);
}

TypeId Checker::useTask(At at, ExprId id, SymbolId let, TypeId expected, bool asBase) {
  const Symbol symbol = program.symbols[let];
  if (asBase || (expected && accepts(expected, TypeKind::Task))) return symbol.type;
  const Signature* signature = outputsOf(let);
  if (signature == nullptr) {
    // A group without `yield` has no outputs; after a complaint about the call there is nothing to say.
    const auto* statement = symbol.stmt ? std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node) : nullptr;
    if (statement != nullptr && statement->group) diags.report(expr(at.module, id).span, diag::noOutput, symbol.name);
    return error();
  }
  const source::Span span = expr(at.module, id).span;
  if (signature->unnamedOutput) {
    ExprInfo& own = info(at.module, id);
    own.use = OutputUse{let, signature->outputs[0].name};
    own.phase = Phase::Run;
    return signature->outputs[0].type;
  }
  if (signature->outputs.empty()) {
    if (symbol.callee && isBroken(program, program.symbols[symbol.callee].module, program.symbols[symbol.callee].decl))
      return error();
    diags.report(span, diag::noOutput, symbol.name);
    return error();
  }
  const std::string first(signature->outputs[0].name);
  auto report = diags.report(
      span, diag::outputNotNamed, symbol.name,
      diag::Phrase(signature->outputs.size() == 1 ? std::string("a named output")
                                                  : std::to_string(signature->outputs.size()) + " outputs"),
      first);
  const std::string text = std::string(program.sources.text(span)) + "." + first;
  if (signature->outputs.size() == 1) report.fix("write `" + text + "`", true, {{span, text}});
  return error();
}

TypeId Checker::moduleMember(At at, ExprId id, SymbolId import, const Name& name, TypeId expected, bool asBase) {
  const ModuleId target = targetOf(import);
  if (!target) return error();
  const SymbolId found = lookupInModule(target, name.text);
  if (found && program.symbols[found].kind != SymbolKind::Import)
    return useSymbol(at, id, name.span, found, expected, asBase);
  auto report = diags.report(name.span, diag::unknownInModule, program.symbols[import].name, name.text);
  if (auto near = support::closest(name.text, namesIn(target))) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  }
  return error();
}

TypeId Checker::taskMember(At at, ExprId id, SymbolId task, const Name& name) {
  const Symbol symbol = program.symbols[task];
  if (symbol.kind == SymbolKind::Stage || symbol.kind == SymbolKind::Job) {
    const SymbolId member = memberOf(task, name.text);
    if (!member && mayBeLost(program, file, name.span)) return error();
    if (!member) {
      const bool stage = symbol.kind == SymbolKind::Stage;
      auto report = diags.report(name.span, diag::unknownStep, symbol.name, diag::Phrase(stage ? "job" : "named step"),
                                 name.text);
      std::vector<std::string> names;
      for (SymbolId owner = task; owner; owner = program.symbols[owner].callee) {
        for (const auto& [known, other] : membersOf(owner)) names.emplace_back(known);
      }
      if (auto near = support::closest(name.text, names)) report.note({}, diag::didYouMean, *near);
      return error();
    }
    info(at.module, id).use = SymbolUse{member};
    const TypeId own = typeOf(member);
    return isError(own) ? own : program.types.task(member);
  }
  const Signature* signature = outputsOf(task);
  if (signature == nullptr) {
    if (symbol.callee || isError(symbol.type)) return error();
    if (!symbol.stmt) return error();
    const auto* statement = std::get_if<LetStmt>(&tree(symbol.module).stmts[symbol.stmt].node);
    if (statement == nullptr || !statement->group) return error();
    diags.report(name.span, diag::unknownOutput, symbol.name, name.text);
    return error();
  }
  for (const Field& output : signature->outputs) {
    if (output.name != name.text) continue;
    // From another job or stage the whole way is needed.
    std::vector<SymbolId> path;
    const auto* member = std::get_if<MemberExpr>(&expr(at.module, id).node);
    for (ExprId base = member != nullptr ? member->base : ExprId(); base;) {
      if (const SymbolUse* use = symbolUse(at.module, base)) {
        const SymbolKind k = program.symbols[use->symbol].kind;
        if (k == SymbolKind::Stage || k == SymbolKind::Job || k == SymbolKind::Let)
          path.insert(path.begin(), use->symbol);
      }
      const auto* inner = std::get_if<MemberExpr>(&expr(at.module, base).node);
      base = inner != nullptr ? inner->base : ExprId();
    }
    ExprInfo& own = info(at.module, id);
    if (path.size() > 1) {
      own.use = StepOutputUse{std::move(path), output.name};
    } else {
      own.use = OutputUse{task, output.name};
    }
    own.phase = Phase::Run;
    return output.type;
  }
  if (name.text == "final_status" && isPipelinePlace(place(at))) {
    ExprInfo& own = info(at.module, id);
    own.use = FinalStatusUse{task};
    own.phase = Phase::Run;
    return basic(TypeKind::FinalStatus);
  }
  if (symbol.callee && isBroken(program, program.symbols[symbol.callee].module, program.symbols[symbol.callee].decl))
    return error();
  auto report = diags.report(name.span, diag::unknownOutput, symbol.name, name.text);
  std::vector<std::string> names;
  for (const Field& output : signature->outputs) names.emplace_back(output.name);
  if (auto near = support::closest(name.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  } else if (!signature->unnamedOutput && !names.empty() && names.size() <= 8) {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
  return error();
}

TypeId Checker::propertyOf(At at, ExprId id, SymbolId space, std::string_view name, source::Span span) {
  const Symbol symbol = program.symbols[space];
  ExprInfo& own = info(at.module, id);
  own.use = PropertyUse{symbol.name, name};
  if (symbol.name == "matrix") {
    own.phase = Phase::Run;
    if (place(at) != Place::Workflow) {
      diags.report(span, diag::notHere, "matrix", diag::Phrase("a job that has a `matrix`"));
      return error();
    }
    if (kind(symbol.type) != TypeKind::Record) return basic(TypeKind::String);
    std::vector<std::string> names;
    for (const Field& field : type(symbol.type).fields) {
      if (field.name == name) return field.type;
      names.emplace_back(field.name);
    }
    auto report = diags.report(span, diag::unknownProperty, "matrix", name, diag::Phrase("job with these entries"));
    if (auto near = support::closest(name, names)) report.note({}, diag::didYouMean, *near);
    return error();
  }
  std::vector<std::string> names;
  std::string_view where = "pipeline";
  if (place(at) == Place::Workflow && symbol.name == "run") {
    own.phase = Phase::Expand;
    where = "workflow";
    names.assign(kWorkflowRun.begin(), kWorkflowRun.end());
  } else if (isPipelinePlace(place(at))) {
    own.phase = Phase::Run;
    if (symbol.name == "run") names.assign(kPipelineRun.begin(), kPipelineRun.end());
    if (symbol.name == "task") names.assign(kPipelineTask.begin(), kPipelineTask.end());
  } else {
    const bool task = symbol.name == "task";
    diags.report(span, diag::notHere, std::string(symbol.name) + "." + std::string(name),
                 diag::Phrase(task ? "a pipeline; pass it to the component as an input"
                                   : "pipelines and workflows; pass it in as an input"));
    return error();
  }
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return basic(name == "attempt" ? TypeKind::Int : TypeKind::String);
  }
  auto report = diags.report(span, diag::unknownProperty, symbol.name, name, diag::Phrase(where));
  if (auto near = support::closest(name, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{span, *near}});
  } else {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
  return error();
}

TypeId Checker::portMember(At at, ExprId id, SymbolId port, const Name& name) {
  const Symbol symbol = program.symbols[port];
  const TypeId own = symbol.type;
  if (isError(own)) return own;
  const bool artifact = kind(strip(own)) == TypeKind::Artifact;
  const auto& narrowed = state_->narrowed;
  // `cast[Dataset](d).path`: that it is there is said.
  const auto* member = std::get_if<MemberExpr>(&expr(at.module, id).node);
  const bool cast = member != nullptr && std::holds_alternative<CallExpr>(expr(at.module, member->base).node);
  if (artifact && !cast && kind(own) == TypeKind::Optional &&
      std::find(narrowed.begin(), narrowed.end(), port) == narrowed.end()) {
    diags.report(expr(at.module, id).span, diag::maybeAbsent, diag::TypeName(program.types.name(strip(own))),
                 diag::TypeName(program.types.name(own)));
    return error();
  }
  static constexpr std::array<std::string_view, 4> kOfArtifact{"path", "uri", "name", "metadata"};
  const bool known = artifact ? std::find(kOfArtifact.begin(), kOfArtifact.end(), name.text) != kOfArtifact.end()
                              : name.text == "path";
  if (!known) {
    auto report = diags.report(name.span, diag::unknownMember, diag::TypeName(program.types.name(own)), name.text);
    if (artifact) {
      report.note({}, diag::availableNames, diag::OneOf(kOfArtifact, " and "));
    } else {
      report.note({}, diag::availableNames, diag::OneOf(std::array<std::string_view, 1>{"path"}));
    }
    return error();
  }
  ExprInfo& record = info(at.module, id);
  record.use = PortUse{port, name.text, {}};
  record.phase = Phase::Run;
  return basic(name.text == "metadata" ? TypeKind::Map : TypeKind::String);
}

TypeId Checker::inferMember(At at, ExprId id, const MemberExpr& member, TypeId expected, bool asBase) {
  const Name& name = member.member;
  const TypeId base = inferBase(at, member.base);
  if (isError(base)) return base;
  const auto* found = symbolUse(at.module, member.base);
  const SymbolId used = found != nullptr ? found->symbol : SymbolId();
  late(at, id, member.base);
  if (used) {
    switch (program.symbols[used].kind) {
      case SymbolKind::Import: return moduleMember(at, id, used, name, expected, asBase);
      case SymbolKind::Namespace: return propertyOf(at, id, used, name.text, name.span);
      case SymbolKind::Secret: return keyOf(at, id, used, name.text, name.span);
      case SymbolKind::Existing:
      case SymbolKind::Resource: return resourceMember(at, id, used, name.text, name.span, false);
      case SymbolKind::Stage:
      case SymbolKind::Job: {
        const TypeId own = taskMember(at, id, used, name);
        if (asBase || isError(own) || (expected && accepts(expected, TypeKind::Task))) return own;
        // A step of another job as a value: its unnamed output.
        const auto* use = symbolUse(at.module, id);
        const SymbolId step = use != nullptr ? use->symbol : SymbolId();
        if (!step || program.symbols[step].kind != SymbolKind::Let) return own;
        return useTask(at, id, step, expected, false);
      }
      case SymbolKind::Let:
        if (kind(base) == TypeKind::Task) return taskMember(at, id, used, name);
        break;
      case SymbolKind::Parameter:
        if (place(at) == Place::ComponentCommand && kind(strip(base)) == TypeKind::Artifact)
          return portMember(at, id, used, name);
        break;
      case SymbolKind::Output:
        if (place(at) == Place::ComponentCommand) return portMember(at, id, used, name);
        break;
      default: break;
    }
  }
  return recordMember(at, id, base, name.text, name.span);
}

TypeId Checker::recordMember(At at, ExprId id, TypeId base, std::string_view name, source::Span span) {
  info(at.module, id).use = FieldUse{name};
  if (isError(base)) return base;
  const Type& t = type(base);
  switch (t.kind) {
    case TypeKind::Record: {
      std::vector<std::string> names;
      for (const Field& field : t.fields) {
        if (field.name == name) {
          if (field.attribute) info(at.module, id).phase = Phase::Run;
          // A name that is left out is made from the identifier.
          if (t.isKind && name == "name") return strip(field.type);
          return field.type ? field.type : basic(TypeKind::Json);
        }
        names.emplace_back(field.name);
      }
      auto report = diags.report(span, diag::unknownMember, diag::TypeName(program.types.name(base)), name);
      if (auto near = support::closest(name, names)) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{span, *near}});
      } else if (!names.empty() && names.size() <= 8) {
        report.note({}, diag::availableNames, diag::OneOf(names, " and "));
      }
      return error();
    }
    case TypeKind::Map:
    case TypeKind::Json:
      if (t.kind == TypeKind::Json || !t.element) {
        diags.report(span, diag::untypedField, diag::TypeName(program.types.name(base)));
        return error();
      }
      break;
    case TypeKind::Optional:
      diags
          .report(span, diag::maybeAbsent, diag::TypeName(program.types.name(t.element)),
                  diag::TypeName(program.types.name(base)))
          .note({}, diag::giveADefault);
      return error();
    default: break;
  }
  diags.report(span, diag::noFields, diag::TypeName(program.types.name(base)));
  return error();
}

}  // namespace mlpc::sema
