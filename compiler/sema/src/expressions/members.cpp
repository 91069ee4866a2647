// Members: what `x.y` stands for.

#include <algorithm>
#include <array>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
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

std::vector<std::pair<std::string_view, SymbolId>> Checker::membersOf(SymbolId owner) const {
  std::vector<std::pair<std::string_view, SymbolId>> result;
  const ModuleId module = program.symbols[owner].module;
  if (!module) return result;
  for (const FileTables* part : partsOf(program.module(module))) {
    if (part == nullptr) continue;
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
      if (part == nullptr) continue;
      const auto members = part->members.find(at.index());
      if (members == part->members.end()) continue;
      const auto found = members->second.find(name);
      if (found != members->second.end()) return found->second;
    }
  }
  return {};
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
  const bool artifact = kind(bareType(program.types, own)) == TypeKind::Artifact;
  const auto& narrowed = state_->narrowed;
  // `cast[Dataset](d).path`: that it is there is said.
  const auto* member = std::get_if<MemberExpr>(&expr(at.module, id).node);
  const bool cast = member != nullptr && std::holds_alternative<CallExpr>(expr(at.module, member->base).node);
  if (artifact && !cast && kind(own) == TypeKind::Optional &&
      std::find(narrowed.begin(), narrowed.end(), port) == narrowed.end()) {
    diags.report(expr(at.module, id).span, diag::maybeAbsent,
                 diag::TypeName(program.types.name(bareType(program.types, own))),
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
        if (asBase || isError(own) || (expected && accepts(program.types, expected, TypeKind::Task))) return own;
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
        if (place(at) == Place::ComponentCommand && kind(bareType(program.types, base)) == TypeKind::Artifact)
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
          if (t.isKind && name == "name") return bareType(program.types, field.type);
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
