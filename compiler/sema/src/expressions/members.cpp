// Members: the meaning of `x.y`.

#include "mlpc/sema/members.h"

#include <algorithm>
#include <array>

#include "declarations/declarations.h"
#include "expressions/expression_checker.h"
#include "expressions/references.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::sema {

using namespace syntax;
using vocabulary::ArtifactPart;
using vocabulary::Property;
using vocabulary::Space;

namespace {

bool isPipelinePlace(Place place) { return place == Place::Pipeline || place == Place::TrainJob; }

constexpr std::array kPipelineRun{Property::Id,        Property::Name,        Property::ResourceName, Property::Root,
                                  Property::CreatedAt, Property::ScheduledAt, Property::Workspace};
constexpr std::array kPipelineTask{Property::Id, Property::Name};
constexpr std::array kWorkflowRun{Property::Id,           Property::Number,      Property::Name,
                                  Property::Branch,       Property::Ref,         Property::Commit,
                                  Property::Reason,       Property::Attempt,     Property::SourcesDir,
                                  Property::WorkspaceDir, Property::ArtifactsDir};

SymbolId memberOf(const Program& program, SymbolId owner, std::string_view name) {
  SymbolId result;
  forEachMembers(program, owner, [&](const auto& members) {
    const auto found = members.find(name);
    if (found != members.end()) result = found->second;
    return result.valid();
  });
  return result;
}

}  // namespace

std::span<const Property> propertiesOf(Space space, bool workflow) {
  if (space == Space::Run && workflow) return kWorkflowRun;
  if (space == Space::Run) return kPipelineRun;
  if (space == Space::Task && !workflow) return kPipelineTask;
  return {};
}

TypeId ReferenceChecker::moduleMember(const At& at, ExprId id, SymbolId import, const Name& name, TypeId expected,
                                      Role role) {
  const ModuleId target = names_.targetOf(import);
  if (!target) return file_.error();
  const SymbolId found = names_.lookupIn(target, name.text);
  if (found && file_.program.symbols[found].kind != SymbolKind::Import)
    return use(at, id, name.span, found, expected, role);
  auto report = file_.diags.report(name.span, diag::unknownInModule, file_.program.symbols[import].name, name.text);
  if (auto near = file_.maySearch() ? support::closest(name.text, names_.namesIn(target)) : std::nullopt) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  }
  return file_.error();
}

/// A job of a stage, or a step of a job.
TypeId ReferenceChecker::itemMember(ExprId id, SymbolId item, const Name& name) {
  const Symbol symbol = file_.program.symbols[item];
  if (const SymbolId member = memberOf(file_.program, item, name.text)) {
    file_.info(id).use = SymbolUse{member};
    const TypeId own = declarations_.typeOf(member);
    return file_.isError(own) ? own : file_.types.task(member);
  }
  if (names_.mayBeLost(name.span)) return file_.error();
  const bool stage = symbol.kind == SymbolKind::Stage;
  auto report = file_.diags.report(name.span, diag::unknownStep, symbol.name,
                                   diag::Phrase(stage ? "job" : "named step"), name.text);
  if (!file_.maySearch()) return file_.error();
  std::vector<std::string> names;
  forEachMembers(file_.program, item, [&](const auto& members) {
    for (const auto& [known, other] : members) names.emplace_back(known);
    return false;
  });
  if (auto near = support::closest(name.text, names)) report.note({}, diag::didYouMean, *near);
  return file_.error();
}

void ReferenceChecker::useOutput(ExprId id, SymbolId task, std::string_view output) {
  // From another job or stage, the whole path is needed.
  std::vector<SymbolId> path;
  const auto* member = std::get_if<MemberExpr>(&file_.expr(id).node);
  for (ExprId base = member != nullptr ? member->base : ExprId(); base;) {
    if (const SymbolUse* use = file_.symbolUse(base)) {
      const SymbolKind k = file_.program.symbols[use->symbol].kind;
      if (k == SymbolKind::Stage || k == SymbolKind::Job || k == SymbolKind::Let)
        path.insert(path.begin(), use->symbol);
    }
    const auto* inner = std::get_if<MemberExpr>(&file_.expr(base).node);
    base = inner != nullptr ? inner->base : ExprId();
  }
  ExprInfo& own = file_.info(id);
  if (path.size() > 1) {
    own.use = StepOutputUse{std::move(path), output};
  } else {
    own.use = OutputUse{task, output};
  }
  own.phase = Phase::Run;
}

TypeId ReferenceChecker::taskMember(const At& at, ExprId id, SymbolId task, const Name& name) {
  const Symbol symbol = file_.program.symbols[task];
  const Signature* signature = declarations_.outputsOf(task);
  if (signature == nullptr) {
    if (symbol.callee || !symbol.stmt || file_.isError(symbol.type)) return file_.error();
    const auto* statement = std::get_if<LetStmt>(&file_.program.module(symbol.module).tree->stmts[symbol.stmt].node);
    if (statement != nullptr && statement->group)
      file_.diags.report(name.span, diag::unknownOutput, symbol.name, name.text);
    return file_.error();
  }
  if (const Field* output = file_.named(signature->outputs, name.text)) {
    useOutput(id, task, output->name);
    return output->type;
  }
  if (is(name.text, vocabulary::ImplicitName::FinalStatus) && isPipelinePlace(at.place())) {
    ExprInfo& own = file_.info(id);
    own.use = FinalStatusUse{task};
    own.phase = Phase::Run;
    return file_.basic(TypeKind::FinalStatus);
  }
  if (isBroken(file_.program, symbol.callee)) return file_.error();
  auto report = file_.diags.report(name.span, diag::unknownOutput, symbol.name, name.text);
  if (!file_.maySearch()) return file_.error();
  std::vector<std::string> names;
  for (const Field& output : signature->outputs) names.emplace_back(output.name);
  if (auto near = support::closest(name.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{name.span, *near}});
  } else if (!signature->unnamedOutput && !names.empty() && names.size() <= 8) {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
  return file_.error();
}

TypeId ReferenceChecker::matrixEntry(const At& at, const Symbol& matrix, const Name& key) {
  if (at.place() != Place::Workflow) {
    file_.diags.report(key.span, diag::notHere, "matrix", diag::Phrase("a job that has a `matrix`"));
    return file_.error();
  }
  if (file_.kind(matrix.type) != TypeKind::Record) return file_.basic(TypeKind::String);
  const std::vector<Field>& entries = file_.type(matrix.type).fields;
  if (const Field* entry = file_.named(entries, key.text)) return entry->type;
  auto report =
      file_.diags.report(key.span, diag::unknownProperty, "matrix", key.text, diag::Phrase("job with these entries"));
  if (!file_.maySearch()) return file_.error();
  std::vector<std::string> names;
  for (const Field& entry : entries) names.emplace_back(entry.name);
  if (auto near = support::closest(key.text, names)) report.note({}, diag::didYouMean, *near);
  return file_.error();
}

TypeId ReferenceChecker::property(const At& at, ExprId id, SymbolId space, const Name& key) {
  const Symbol symbol = file_.program.symbols[space];
  ExprInfo& own = file_.info(id);
  const Space kind = vocabulary::find<Space>(symbol.name).value_or(Space::Run);
  own.use = PropertyUse{kind, key.text};
  if (kind == Space::Matrix) {
    own.phase = Phase::Run;
    return matrixEntry(at, symbol, key);
  }
  const bool workflow = at.place() == Place::Workflow && kind == Space::Run;
  const std::string_view where = workflow ? "workflow" : "pipeline";
  if (workflow) {
    own.phase = Phase::Expand;
  } else if (isPipelinePlace(at.place())) {
    own.phase = Phase::Run;
  } else {
    const bool task = kind == Space::Task;
    file_.diags.report(key.span, diag::notHere, std::string(symbol.name) + "." + std::string(key.text),
                       diag::Phrase(task ? "a pipeline; pass it to the component as an input"
                                         : "pipelines and workflows; pass it in as an input"));
    return file_.error();
  }
  std::vector<std::string> names;
  for (const Property property : propertiesOf(kind, workflow)) names.emplace_back(vocabulary::name(property));
  if (std::find(names.begin(), names.end(), key.text) != names.end()) {
    return file_.basic(is(key.text, Property::Attempt) ? TypeKind::Int : TypeKind::String);
  }
  auto report = file_.diags.report(key.span, diag::unknownProperty, symbol.name, key.text, diag::Phrase(where));
  if (auto near = support::closest(key.text, names)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{key.span, *near}});
  } else {
    report.note({}, diag::availableNames, diag::OneOf(names, " and "));
  }
  return file_.error();
}

TypeId ReferenceChecker::portMember(const At& at, ExprId id, SymbolId port, const Name& name) {
  const Symbol symbol = file_.program.symbols[port];
  const TypeId own = symbol.type;
  if (file_.isError(own)) return own;
  const bool artifact = file_.kind(bareType(file_.types, own)) == TypeKind::Artifact;
  // `cast[Dataset](d).path`: the cast says that it is present.
  const auto* member = std::get_if<MemberExpr>(&file_.expr(id).node);
  const bool cast = member != nullptr && std::holds_alternative<CallExpr>(file_.expr(member->base).node);
  if (artifact && !cast && file_.kind(own) == TypeKind::Optional && !at.isShown(port)) {
    file_.diags.report(file_.expr(id).span, diag::maybeAbsent, file_.nameOf(bareType(file_.types, own)),
                       file_.nameOf(own));
    return file_.error();
  }
  static constexpr std::array kOfArtifact{vocabulary::name(ArtifactPart::Path), vocabulary::name(ArtifactPart::Uri),
                                          vocabulary::name(ArtifactPart::Name),
                                          vocabulary::name(ArtifactPart::Metadata)};
  const bool known = artifact ? std::find(kOfArtifact.begin(), kOfArtifact.end(), name.text) != kOfArtifact.end()
                              : is(name.text, ArtifactPart::Path);
  if (!known) {
    auto report = file_.diags.report(name.span, diag::unknownMember, file_.nameOf(own), name.text);
    if (artifact) {
      report.note({}, diag::availableNames, diag::OneOf(kOfArtifact, " and "));
    } else {
      report.note({}, diag::availableNames, diag::OneOf(std::array{vocabulary::name(ArtifactPart::Path)}));
    }
    return file_.error();
  }
  ExprInfo& record = file_.info(id);
  record.use = PortUse{port, name.text, {}};
  record.phase = Phase::Run;
  return file_.basic(is(name.text, ArtifactPart::Metadata) ? TypeKind::Map : TypeKind::String);
}

TypeId ReferenceChecker::member(const At& at, ExprId id, const MemberExpr& member, TypeId expected, Role role) {
  const Name& name = member.member;
  const TypeId base = expressions_.checkBase(at, member.base);
  if (file_.isError(base)) return base;
  const auto* found = file_.symbolUse(member.base);
  const SymbolId used = found != nullptr ? found->symbol : SymbolId();
  file_.addPhase(id, member.base);
  if (used) {
    switch (file_.program.symbols[used].kind) {
      case SymbolKind::Import: return moduleMember(at, id, used, name, expected, role);
      case SymbolKind::Namespace: return property(at, id, used, name);
      case SymbolKind::Secret: return keyOfSecret(id, used, name);
      case SymbolKind::Existing:
      case SymbolKind::Resource: return resourceMember(id, used, name, Access::Member);
      case SymbolKind::Stage:
      case SymbolKind::Job: {
        const TypeId own = itemMember(id, used, name);
        if (role == Role::Base || file_.isError(own) || (expected && accepts(file_.types, expected, TypeKind::Task)))
          return own;
        // A step of another job, used as a value, means its unnamed output.
        const auto* use = file_.symbolUse(id);
        const SymbolId step = use != nullptr ? use->symbol : SymbolId();
        if (!step || file_.program.symbols[step].kind != SymbolKind::Let) return own;
        return task(id, step, expected, Role::Value);
      }
      case SymbolKind::Let:
        if (file_.kind(base) == TypeKind::Task) return taskMember(at, id, used, name);
        break;
      case SymbolKind::Parameter:
        if (at.place() == Place::ComponentCommand && file_.kind(bareType(file_.types, base)) == TypeKind::Artifact)
          return portMember(at, id, used, name);
        break;
      case SymbolKind::Output:
        if (at.place() == Place::ComponentCommand) return portMember(at, id, used, name);
        break;
      default: break;
    }
  }
  return recordMember(id, base, name);
}

TypeId ReferenceChecker::recordMember(ExprId id, TypeId base, const Name& key) {
  file_.info(id).use = FieldUse{key.text};
  if (file_.isError(base)) return base;
  const Type& t = file_.type(base);
  switch (t.kind) {
    case TypeKind::Record: {
      if (const Field* field = file_.named(t.fields, key.text)) {
        if (field->attribute) file_.info(id).phase = Phase::Run;
        // If no name is given, it is derived from the identifier.
        if (t.isKind && is(key.text, vocabulary::ResourceField::Name)) return bareType(file_.types, field->type);
        return field->type ? field->type : file_.basic(TypeKind::Json);
      }
      auto report = file_.diags.report(key.span, diag::unknownMember, file_.nameOf(base), key.text);
      if (!file_.maySearch()) return file_.error();
      std::vector<std::string> names;
      for (const Field& field : t.fields) names.emplace_back(field.name);
      if (auto near = support::closest(key.text, names)) {
        report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{key.span, *near}});
      } else if (!names.empty() && names.size() <= 8) {
        report.note({}, diag::availableNames, diag::OneOf(names, " and "));
      }
      return file_.error();
    }
    case TypeKind::Map:
    case TypeKind::Json:
      if (t.kind == TypeKind::Json || !t.element) {
        file_.diags.report(key.span, diag::untypedField, file_.nameOf(base));
        return file_.error();
      }
      break;
    case TypeKind::Optional:
      file_.diags.report(key.span, diag::maybeAbsent, file_.nameOf(t.element), file_.nameOf(base))
          .note({}, diag::giveADefault);
      return file_.error();
    default: break;
  }
  file_.diags.report(key.span, diag::noFields, file_.nameOf(base));
  return file_.error();
}

}  // namespace mlpc::sema
