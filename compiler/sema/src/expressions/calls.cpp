// Calls: what is called, and its arguments.

#include "expressions/calls.h"

#include <algorithm>

#include "declarations/declarations.h"
#include "declarations/decorators.h"
#include "expressions/arguments.h"
#include "expressions/expression_checker.h"
#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/eval/functions.h"
#include "mlpc/support/text.h"
#include "types/constraints.h"

namespace mlpc::sema {

using vocabulary::CallPlace;

using namespace syntax;

namespace {

std::string_view describeValue(TypeKind kind) {
  switch (kind) {
    case TypeKind::Namespace: return "a module";
    case TypeKind::Task: return "a task";
    case TypeKind::Secret: return "a secret";
    case TypeKind::Record: return "a record or resource";
    default: return "a value";
  }
}

}  // namespace

SymbolId CallChecker::resolveVersion(const At& at, ExprId id, const VersionExpr& version) {
  const auto* name = std::get_if<NameExpr>(&file_.expr(version.base).node);
  if (name == nullptr || at.place() != Place::Workflow) {
    file_.diags.report(file_.expr(id).span, diag::versionCall, version.version);
    return {};
  }
  const Name& word = name->name;
  const ModuleId devops = file_.standard.module("azure.devops");
  const std::string full = std::string(word.text) + "_" + std::to_string(version.version);
  if (const SymbolId found = names_.lookupIn(devops, full)) {
    file_.info(id).use = SymbolUse{found};
    file_.info(id).type = declarations_.typeOf(found);
    return found;
  }
  if (!devops) return {};
  std::vector<std::string> versions;
  std::vector<std::string> tasks;
  for (const std::string_view known : file_.standard.names(devops)) {
    const size_t mark = known.rfind('_');
    if (mark == std::string_view::npos || mark + 1 == known.size()) continue;
    const std::string_view number = known.substr(mark + 1);
    if (number.find_first_not_of("0123456789") != std::string_view::npos) continue;
    if (known.substr(0, mark) == word.text) versions.emplace_back(number);
    tasks.emplace_back(known.substr(0, mark));
  }
  if (!versions.empty()) {
    file_.diags.report(file_.expr(id).span, diag::unknownTaskVersion, word.text, version.version,
                       diag::OneOf(versions, " and "));
    return {};
  }
  auto report = file_.diags.report(word.span, diag::unknownTask, word.text);
  std::sort(tasks.begin(), tasks.end());
  tasks.erase(std::unique(tasks.begin(), tasks.end()), tasks.end());
  if (auto near = support::closest(word.text, tasks)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{word.span, *near}});
  }
  return {};
}

SymbolId CallChecker::hiddenCallable(const At& at, ExprId callee) {
  const auto* name = std::get_if<NameExpr>(&file_.expr(callee).node);
  if (name == nullptr) return {};
  const std::string_view text = name->name.text;
  const SymbolId local = names_.lookup(at.scope, text);
  if (!local) return {};
  const SymbolKind own = file_.program.symbols[local].kind;
  if (own != SymbolKind::Parameter && own != SymbolKind::Let && own != SymbolKind::LoopVariable) return {};
  const SymbolId outer = names_.lookup(names_.fileScope(), text);
  if (!outer || outer == local) return {};
  switch (file_.program.symbols[outer].kind) {
    case SymbolKind::Component:
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob: return outer;
    default: return {};
  }
}

CallChecker::Callee CallChecker::resolve(const At& at, ExprId callee) {
  const ExprNode& node = file_.expr(callee).node;
  if (std::holds_alternative<ErrorExpr>(node)) return {};
  if (const auto* version = std::get_if<VersionExpr>(&node)) return {resolveVersion(at, callee, *version), {}};
  const auto* brackets = std::get_if<IndexExpr>(&node);
  const ExprId target = brackets != nullptr ? brackets->base : callee;
  const source::Span span = file_.expr(target).span;
  const SymbolId outer = hiddenCallable(at, target);
  const TypeId own =
      outer ? expressions_.references.use(at, target, span, outer, {}, Role::Base) : expressions_.checkBase(at, target);
  if (outer) file_.info(target).type = own;
  if (file_.isError(own)) return {};
  const SymbolUse* use = file_.symbolUse(target);
  const bool callable = file_.kind(own) == TypeKind::Callable;
  if (!callable || use == nullptr || file_.program.symbols[use->symbol].kind == SymbolKind::Workflow) {
    file_.diags.report(span, diag::notCallable, file_.sourceOf(target),
                       diag::Phrase(callable ? "a workflow" : describeValue(file_.kind(own))));
    return {};
  }
  const SymbolId symbol = use->symbol;
  const bool typed = takesType(symbol);
  if (brackets == nullptr && !typed) return {symbol, {}};
  if (brackets == nullptr) return wantType(callee, symbol);
  if (!typed) {
    file_.diags.report(file_.expr(brackets->index).span, diag::noTypeArgument, file_.program.symbols[symbol].name);
    return {};
  }
  const TypeId argument = types_.fromExpr(brackets->index, at.scope);
  file_.info(callee).type = own;
  file_.info(callee).use = SymbolUse{symbol};
  if (file_.isError(argument)) return {};
  const bool fitting = isCast(symbol) ? isPassedOn(file_.types, argument) : file_.kind(argument) == TypeKind::Artifact;
  return fitting ? Callee{symbol, argument} : wantType(brackets->index, symbol);
}

bool CallChecker::isCast(SymbolId callee) const { return declarations_.signatureOf(callee).builtin == Builtin::Cast; }

bool CallChecker::takesType(SymbolId callee) {
  return isCast(callee) || declarations_.signatureOf(callee).builtin == Builtin::Importer;
}

CallChecker::Callee CallChecker::wantType(ExprId where, SymbolId callee) {
  file_.diags.report(file_.expr(where).span, diag::typeArgumentExpected, file_.program.symbols[callee].name,
                     isCast(callee) ? "list[string]" : "Dataset");
  return {};
}

bool CallChecker::allowedHere(Place place, SymbolId callee, source::Span span) {
  const Symbol& symbol = file_.program.symbols[callee];
  const auto only = declarations_.signatureOf(callee).place;
  if (only == CallPlace::Command && place != Place::ComponentCommand) {
    file_.diags.report(span, diag::notHere, symbol.name, diag::Phrase("`command` and `args` of a component"));
    return false;
  }
  if (only == CallPlace::Pipeline && place != Place::Pipeline && place != Place::TrainJob) {
    file_.diags.report(span, diag::notHere, symbol.name, diag::Phrase("a pipeline"));
    return false;
  }
  return true;
}

TypeId CallChecker::resultOf(ExprId id, const Signature& signature, TypeId expected) {
  if (!signature.function) {
    if (signature.builtin == Builtin::Template && expected) {
      const TypeId whole = file_.standard.type("azure.devops.Template");
      if (fits(file_.types, whole, expected)) return whole;
    }
    return file_.basic(TypeKind::Task);
  }
  const TypeId own = signature.outputs[0].type;
  const CallUse* call = file_.callUse(id);
  Phase phase = Phase::Compile;
  switch (file_.kind(bareType(file_.types, own))) {
    case TypeKind::Secret:
    case TypeKind::VolumeSource:
    case TypeKind::FieldPath:
    case TypeKind::Record: break;  // a reference, whatever its name's phase
    default:
      for (const ExprId argument : call->arguments) {
        if (argument) phase = std::max(phase, file_.info(argument).phase);
      }
      if (signature.builtin == Builtin::Counter || ir::eval::isStatus(*signature.builtin)) phase = Phase::Run;
      if (signature.builtin == Builtin::Predefined) phase = std::max(phase, Phase::Expand);
  }
  file_.info(id).phase = phase;
  return own ? own : file_.basic(TypeKind::Json);
}

TypeId CallChecker::cast(ExprId id, const CallUse& call, TypeId wanted) {
  if (call.arguments.empty() || !call.arguments.front()) return wanted;
  const ExprId value = call.arguments.front();
  const ExprInfo given = file_.info(value);
  if (file_.isError(given.type)) return wanted;
  // Numbers without a literal; the document contains their names.
  if (const auto* text = std::get_if<StringExpr>(&file_.expr(value).node); text != nullptr) {
    const auto constant = file_.constant(value);
    const std::string* name = constant ? constant->as<std::string>() : nullptr;
    const bool number = name != nullptr && (*name == "NaN" || *name == "Infinity" || *name == "-Infinity");
    if (number && file_.kind(bareType(file_.types, wanted)) == TypeKind::Float) return wanted;
  }
  if (given.phase != Phase::Run || !isPassedOn(file_.types, given.type)) {
    file_.diags.report(file_.expr(value).span, diag::castNothing, file_.nameOf(given.type));
    return wanted;
  }
  // From here on, the cast means this value.
  file_.info(id).use = given.use;
  file_.info(id).phase = given.phase;
  return wanted;
}

TypeId CallChecker::call(const At& at, ExprId id, TypeId expected, Wanted wanted) {
  const auto& call = std::get<CallExpr>(file_.expr(id).node);
  const auto [callee, typeArgument] = resolve(at, call.callee);
  if (!callee) return file_.error();
  const Signature& signature = declarations_.signatureOf(callee);
  const source::Span span = file_.expr(call.callee).span;
  if (!allowedHere(at.place(), callee, span)) return file_.error();
  // Whether a setting may contain the result of the call depends only on the result.
  CallUse bound = ArgumentChecker(file_, expressions_, call, callee, signature).run(at.with(Timing::Any));
  if (typeArgument && isCast(callee)) return cast(id, bound, typeArgument);
  if (typeArgument) bound.typeArgument = file_.type(typeArgument).symbol;
  file_.info(id).use = std::move(bound);
  const TypeId result = resultOf(id, signature, expected);
  if (file_.kind(result) == TypeKind::Task && wanted == Wanted::Value) {
    file_.diags.report(span, diag::callInExpression, file_.program.symbols[callee].name);
    return file_.error();
  }
  const bool computed = signature.function && signature.builtin && file_.info(id).phase == Phase::Compile;
  if (computed && isTooLarge(file_, id)) return file_.error();
  return result;
}

TypeId CallChecker::infer(const At& at, ExprId id, TypeId expected) { return call(at, id, expected, Wanted::Value); }

TypeId CallChecker::statement(const Scope& scope, ExprId id) {
  if (!id) return file_.error();
  if (!std::holds_alternative<CallExpr>(file_.expr(id).node)) return expressions_.check({scope}, id, {});
  file_.info(id) = {};
  const TypeId own = call({scope}, id, {}, Wanted::Task);
  file_.info(id).type = own;
  return own;
}

}  // namespace mlpc::sema
