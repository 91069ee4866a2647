// Calls: what is called, and its arguments.

#include <algorithm>

#include "mlpc/diag/names.h"
#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/constraints.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

bool isStatusFunction(std::string_view name) {
  return name == "succeeded" || name == "failed" || name == "always" || name == "succeeded_or_failed" ||
         name == "canceled" || name == "counter";
}

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

const CallUse* Checker::callUse(ModuleId module, ExprId call) const {
  return call ? std::get_if<CallUse>(&program.info(module, call).use) : nullptr;
}

SymbolId Checker::resolveVersion(At at, ExprId id, const VersionExpr& version) {
  const auto* name = std::get_if<NameExpr>(&expr(at.module, version.base).node);
  if (name == nullptr || place(at) != Place::Workflow) {
    diags.report(expr(at.module, id).span, diag::versionCall, version.version);
    return {};
  }
  const Name word = name->name;
  const ModuleId devops = standard.module("azure.devops");
  const std::string full = std::string(word.text) + "_" + std::to_string(version.version);
  if (const SymbolId found = lookupInModule(devops, full)) {
    info(at.module, id).use = SymbolUse{found};
    info(at.module, id).type = typeOf(found);
    return found;
  }
  if (!devops) return {};
  std::vector<std::string> versions;
  std::vector<std::string> tasks;
  for (const std::string_view known : standard.names(devops)) {
    const size_t mark = known.rfind('_');
    if (mark == std::string_view::npos || mark + 1 == known.size()) continue;
    const std::string_view number = known.substr(mark + 1);
    if (number.find_first_not_of("0123456789") != std::string_view::npos) continue;
    if (known.substr(0, mark) == word.text) versions.emplace_back(number);
    tasks.emplace_back(known.substr(0, mark));
  }
  if (!versions.empty()) {
    diags.report(expr(at.module, id).span, diag::unknownTaskVersion, word.text, version.version,
                 diag::OneOf(versions, " and "));
    return {};
  }
  auto report = diags.report(word.span, diag::unknownTask, word.text);
  std::sort(tasks.begin(), tasks.end());
  tasks.erase(std::unique(tasks.begin(), tasks.end()), tasks.end());
  if (auto near = support::closest(word.text, tasks)) {
    report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{word.span, *near}});
  }
  return {};
}

SymbolId Checker::callableBehind(At at, ExprId callee) {
  const auto* name = std::get_if<NameExpr>(&expr(at.module, callee).node);
  if (name == nullptr) return {};
  const std::string_view text = name->name.text;
  const SymbolId local = lookup(at.scope, text);
  if (!local) return {};
  const SymbolKind own = program.symbols[local].kind;
  if (own != SymbolKind::Parameter && own != SymbolKind::Let && own != SymbolKind::LoopVariable) return {};
  const SymbolId outer = lookup(fileScope(at.module), text);
  if (!outer || outer == local) return {};
  switch (program.symbols[outer].kind) {
    case SymbolKind::Component:
    case SymbolKind::Pipeline:
    case SymbolKind::TrainJob: return outer;
    default: return {};
  }
}

SymbolId Checker::resolveCallee(At at, ExprId callee, TypeId& typeArgument) {
  const ExprNode& node = expr(at.module, callee).node;
  if (std::holds_alternative<ErrorExpr>(node)) return {};
  if (const auto* version = std::get_if<VersionExpr>(&node)) {
    const VersionExpr copy = *version;
    return resolveVersion(at, callee, copy);
  }
  ExprId target = callee;
  std::optional<IndexExpr> brackets;
  if (const auto* index = std::get_if<IndexExpr>(&node)) {
    brackets = *index;
    target = index->base;
  }
  const SymbolId outer = callableBehind(at, target);
  const TypeId own =
      outer ? useSymbol(at, target, expr(at.module, target).span, outer, {}, true) : inferBase(at, target);
  if (outer) info(at.module, target).type = own;
  if (isError(own)) return {};
  const SymbolUse* use = symbolUse(at.module, target);
  if (kind(own) != TypeKind::Callable || use == nullptr || program.symbols[use->symbol].kind == SymbolKind::Workflow) {
    const bool workflow = kind(own) == TypeKind::Callable;
    diags.report(expr(at.module, target).span, diag::notCallable, sourceOf(at, target),
                 diag::Phrase(workflow ? "a workflow" : describeValue(kind(own))));
    return {};
  }
  const SymbolId symbol = use->symbol;
  const Signature& signature = signatureOf(symbol);
  const bool builtin = signature.builtin && program.symbols[symbol].module == prelude();
  const bool cast = builtin && program.symbols[symbol].name == "cast";
  const bool wantsType = cast || (builtin && program.symbols[symbol].name == "importer");
  const std::string_view example = cast ? "list[string]" : "Dataset";
  const auto wanted = [&](ExprId where) {
    diags.report(expr(at.module, where).span, diag::typeArgumentExpected, program.symbols[symbol].name, example);
    return SymbolId();
  };
  if (wantsType && !brackets) return wanted(callee);
  if (brackets && !wantsType) {
    diags.report(expr(at.module, brackets->index).span, diag::noTypeArgument, program.symbols[symbol].name);
    return {};
  }
  if (brackets) {
    const TypeId argument = typeFromExpr(at.module, brackets->index, at.scope);
    info(at.module, callee).type = own;
    info(at.module, callee).use = SymbolUse{symbol};
    if (isError(argument)) return {};
    if (cast ? !isHandedOn(program.types, argument) : kind(argument) != TypeKind::Artifact)
      return wanted(brackets->index);
    typeArgument = argument;
  }
  return symbol;
}

bool Checker::allowedHere(At at, SymbolId callee, source::Span span) {
  const Symbol symbol = program.symbols[callee];
  if (!symbol.module || !isStandard(symbol.module) || !symbol.decl) return true;
  const Decorator* where = decorator(symbol.module, symbol.decl, "where");
  const std::string_view only = where != nullptr ? textArgument(symbol.module, *where) : std::string_view();
  if (only == "command" && place(at) != Place::ComponentCommand) {
    diags.report(span, diag::notHere, symbol.name, diag::Phrase("`command` and `args` of a component"));
    return false;
  }
  if (only == "run" && place(at) != Place::ComponentCommand && place(at) != Place::Pipeline &&
      place(at) != Place::TrainJob) {
    diags.report(span, diag::notHere, symbol.name, diag::Phrase("a pipeline, and `command` and `args` of a component"));
    return false;
  }
  if (only == "pipeline" && place(at) != Place::Pipeline && place(at) != Place::TrainJob) {
    diags.report(span, diag::notHere, symbol.name, diag::Phrase("a pipeline"));
    return false;
  }
  return true;
}

CallUse Checker::checkArguments(ModuleId module, ExprId callId, SymbolId callee, const Signature& signature,
                                const Scope& scope) {
  CallUse use;
  use.callee = callee;
  const auto* call = std::get_if<CallExpr>(&expr(module, callId).node);
  if (call == nullptr) return use;
  const CallExpr copy = *call;
  std::string name(callee ? program.symbols[callee].name : std::string_view("it"));
  // A task of Azure Pipelines is `AzureCLI@2` to everybody but the library.
  if (callee && program.symbols[callee].module && isStandard(program.symbols[callee].module) &&
      program.module(program.symbols[callee].module).name == "azure.devops") {
    const size_t mark = name.rfind('_');
    const bool version = mark != std::string::npos && mark + 1 < name.size() &&
                         name.find_first_not_of("0123456789", mark + 1) == std::string::npos;
    if (version) name[mark] = '@';
  }
  use.arguments.resize(signature.parameters.size());
  std::vector<source::Span> given(signature.parameters.size());
  std::vector<std::string> names;
  // Most signatures are short, but an imported one may have any number of inputs.
  std::unordered_map<std::string_view, size_t> indices;
  auto indexOf = [&](std::string_view wanted) {
    const std::vector<Field>& inputs = signature.parameters;
    if (inputs.size() <= 32) {
      const auto found =
          std::find_if(inputs.begin(), inputs.end(), [&](const Field& input) { return input.name == wanted; });
      return static_cast<size_t>(found - inputs.begin());
    }
    if (indices.empty()) {
      for (size_t i = 0; i < inputs.size(); ++i) indices.emplace(inputs[i].name, i);
    }
    const auto found = indices.find(wanted);
    return found != indices.end() ? found->second : inputs.size();
  };
  const bool early = std::exchange(state_->compileTime, false);
  size_t position = 0;
  bool unknown = false;
  const bool broken = callee && isBroken(program, program.symbols[callee].module, program.symbols[callee].decl);
  for (const Argument& argument : copy.arguments) {
    size_t index = signature.parameters.size();
    Name word = argument.name;
    if (!word.empty()) {
      index = indexOf(word.text);
    } else if (position < signature.positional) {
      index = position++;
    } else if (signature.variadic && !signature.parameters.empty()) {
      const Field parameter = signature.parameters.back();
      checkExpr(module, argument.value, scope, parameter.type);
      use.arguments.push_back(argument.value);
      continue;
    } else if (const auto* bare = std::get_if<NameExpr>(&expr(module, argument.value).node)) {
      word = bare->name;
      index = indexOf(word.text);
      // `f(a)` where nothing is called `a`: the one input that is left may be meant.
      if (index == signature.parameters.size()) {
        unknown = true;
        if (broken) continue;
        auto report = diags.report(word.span, diag::unknownArgument, name, word.text);
        std::vector<std::string> open;
        for (size_t i = 0; i < signature.parameters.size(); ++i) {
          if (!use.arguments[i] && !signature.parameters[i].optional) open.emplace_back(signature.parameters[i].name);
        }
        if (open.size() == 1 && copy.arguments.size() == 1) {
          report.fix("write `" + open[0] + ": " + std::string(word.text) + "`", false,
                     {{word.span, open[0] + ": " + std::string(word.text)}});
        }
        continue;
      }
    } else {
      if (std::holds_alternative<ErrorExpr>(expr(module, argument.value).node)) {
        unknown = true;
        continue;
      }
      auto report = diags.report(expr(module, argument.value).span, diag::positionalArgument, name);
      if (position < signature.parameters.size() && copy.arguments.size() <= signature.parameters.size()) {
        const size_t here = static_cast<size_t>(&argument - copy.arguments.data());
        const std::string wanted(signature.parameters[here].name);
        const source::Span span = expr(module, argument.value).span;
        report.fix("write `" + wanted + ": …`", false, {{{span.file, span.begin, span.begin}, wanted + ": "}});
      }
      unknown = true;
      continue;
    }
    if (index == signature.parameters.size()) {
      unknown = true;
      if (broken) continue;
      auto report = diags.report(word.span, diag::unknownArgument, name, word.text);
      names.clear();
      for (const Field& field : signature.parameters) names.emplace_back(field.name);
      const std::string snake = support::toSnake(word.text);
      auto near = std::find(names.begin(), names.end(), snake) != names.end() ? std::optional(snake)
                                                                              : support::closest(word.text, names);
      if (near) report.note({}, diag::didYouMean, *near).fix("write `" + *near + "`", false, {{word.span, *near}});
      continue;
    }
    const source::Span span = word.empty() ? expr(module, argument.value).span : word.span;
    if (use.arguments[index]) {
      diags.report(span, diag::duplicateArgument, signature.parameters[index].name)
          .note(given[index], diag::declaredHere, signature.parameters[index].name);
      continue;
    }
    const Field parameter = signature.parameters[index];
    given[index] = span;
    use.arguments[index] = argument.value;
    if (!parameter.deprecated.empty())
      diags.report(span, diag::deprecated, parameter.name, diag::Phrase(parameter.deprecated));
    checkExpr(module, argument.value, scope, parameter.type);
    checkConstraints(module, argument.value, parameter);
  }
  state_->compileTime = early;
  std::vector<std::string> missing;
  for (size_t i = 0; i < signature.parameters.size(); ++i) {
    const bool variadic = signature.variadic && i + 1 == signature.parameters.size();
    if (!use.arguments[i] && !signature.parameters[i].optional && !variadic)
      missing.emplace_back(signature.parameters[i].name);
  }
  if (!missing.empty() && !unknown && !broken) {
    auto report =
        diags.report(expr(module, copy.callee).span, diag::missingArgument, name, diag::OneOf(missing, " and "));
    if (callee && program.symbols[callee].module && !isStandard(program.symbols[callee].module)) {
      report.note(program.symbols[callee].span, diag::declaredHere, name);
    }
  }
  return use;
}

TypeId Checker::resultOf(At at, ExprId id, SymbolId callee, const Signature& signature, TypeId expected) {
  if (!signature.function) {
    const auto& symbol = program.symbols[callee];
    if (symbol.kind == SymbolKind::Component && symbol.module && program.module(symbol.module).name == "azure.devops" &&
        symbol.name == "template" && expected) {
      const TypeId whole = standardType("azure.devops.Template");
      if (fits(program.types, whole, expected)) return whole;
    }
    return basic(TypeKind::Task);
  }
  const TypeId own = signature.outputs[0].type;
  const CallUse* call = callUse(at.module, id);
  Phase phase = Phase::Compile;
  switch (kind(bareType(program.types, own))) {
    case TypeKind::Secret:
    case TypeKind::VolumeSource:
    case TypeKind::FieldPath:
    case TypeKind::Record: break;  // a reference, whatever its name's phase
    default:
      for (const ExprId argument : call->arguments) {
        if (argument) phase = std::max(phase, info(at.module, argument).phase);
      }
      if (isStatusFunction(program.symbols[callee].name)) phase = Phase::Run;
      if (program.symbols[callee].name == "predefined") phase = std::max(phase, Phase::Expand);
  }
  info(at.module, id).phase = phase;
  return own ? own : basic(TypeKind::Json);
}

TypeId Checker::inferCast(At at, ExprId id, const CallUse& call, TypeId wanted) {
  if (call.arguments.empty() || !call.arguments.front()) return wanted;
  const ExprId value = call.arguments.front();
  const ExprInfo given = info(at.module, value);
  if (isError(given.type)) return wanted;
  // Numbers that no literal is written for; the document holds their texts.
  if (const auto* text = std::get_if<StringExpr>(&expr(at.module, value).node); text != nullptr) {
    const auto constant = constantOf(program, at.module, value);
    const std::string* name = constant ? constant->as<std::string>() : nullptr;
    const bool number = name != nullptr && (*name == "NaN" || *name == "Infinity" || *name == "-Infinity");
    if (number && kind(bareType(program.types, wanted)) == TypeKind::Float) return wanted;
  }
  if (given.phase != Phase::Run || !isHandedOn(program.types, given.type)) {
    diags.report(expr(at.module, value).span, diag::castNothing, diag::TypeName(program.types.name(given.type)));
    return wanted;
  }
  // Wherever a value is asked for, this is that value.
  info(at.module, id).use = given.use;
  info(at.module, id).phase = given.phase;
  return wanted;
}

TypeId Checker::inferCall(At at, ExprId id, TypeId expected, bool statement) {
  const CallExpr call = std::get<CallExpr>(expr(at.module, id).node);
  TypeId typeArgument;
  const SymbolId callee = resolveCallee(at, call.callee, typeArgument);
  if (!callee) return error();
  const Signature& signature = signatureOf(callee);
  const source::Span span = expr(at.module, call.callee).span;
  if (!allowedHere(at, callee, span)) return error();
  CallUse use = checkArguments(at.module, id, callee, signature, at.scope);
  const bool cast = program.symbols[callee].name == "cast" && program.symbols[callee].module == prelude();
  if (typeArgument && cast) return inferCast(at, id, use, typeArgument);
  if (typeArgument) use.typeArgument = type(typeArgument).symbol;
  info(at.module, id).use = std::move(use);
  const TypeId result = resultOf(at, id, callee, signature, expected);
  if (kind(result) == TypeKind::Task && !statement) {
    diags.report(span, diag::callInExpression, program.symbols[callee].name);
    return error();
  }
  const bool computed = signature.function && signature.builtin && info(at.module, id).phase == Phase::Compile;
  if (computed && isTooLarge(program, diags, at.module, id)) return error();
  return result;
}

TypeId Checker::checkCall(ModuleId module, ExprId id, const Scope& scope) {
  if (!id) return error();
  const At at{module, scope};
  if (!std::holds_alternative<CallExpr>(expr(module, id).node)) return checkExpr(module, id, scope, {});
  info(module, id) = {};
  const TypeId own = inferCall(at, id, {}, true);
  info(module, id).type = own;
  return own;
}

}  // namespace mlpc::sema
