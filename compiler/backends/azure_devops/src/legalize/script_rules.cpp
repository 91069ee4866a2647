#include "legalize/script_rules.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "legalize/value_rules.h"
#include "mlpc/diag/azure_devops.h"
#include "mlpc/support/text.h"
#include "script.h"

namespace mlpc::backends::azure_devops {
namespace {

using vocabulary::Language;

using support::equalIgnoringCase;

// Reports a value in a place of a script where a reference to a variable is not possible.
void checkPlace(RuleContext& context, source::Span origin, Language language, ir::CodePlace where) {
  using ir::CodePlace;
  const bool expandsNothing = where == CodePlace::LiteralHereDocument;
  if (isPowerShell(language)) {
    if (expandsNothing || where == CodePlace::SingleQuotes || where == CodePlace::Unknown)
      context.diags.report(origin, diag::valueInSingleQuotes);
  } else if (expandsNothing) {
    context.diags.report(origin, diag::valueInLiteralHereDoc);
  } else if (where == CodePlace::Unknown) {
    context.diags.report(origin, diag::noReferenceHere);
  }
}

bool isAzureName(std::string_view text) {
  if (text.empty()) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_'; });
}

// Whether Azure would replace `$(name)`: it does so for every variable that is set, and leaves the rest alone.
bool wouldExpand(const Context& context, std::string_view name) {
  constexpr std::string_view kPredefined[] = {"Build.",       "System.",   "Agent.",  "Pipeline.",
                                              "Environment.", "Strategy.", "Checks.", "Resources."};
  for (std::string_view prefix : kPredefined) {
    if (name.size() > prefix.size() && equalIgnoringCase(name.substr(0, prefix.size()), prefix)) return true;
  }
  auto any = [&](const std::vector<ir::Variable>& variables) {
    return std::any_of(variables.begin(), variables.end(),
                       [&](const ir::Variable& v) { return equalIgnoringCase(context.variableName(v.name), name); });
  };
  if (any(context.workflow.variables) || (context.stage != nullptr && any(context.stage->variables)) ||
      (context.job != nullptr && any(context.job->variables)))
    return true;
  for (const ir::Resource& resource : context.program.resources) {
    if (resource.kind != vocabulary::Kind::AdoVariableGroup) continue;
    const std::vector<std::string> names = namesOf(resource);
    if (std::any_of(names.begin(), names.end(), [&](const std::string& n) { return equalIgnoringCase(n, name); }))
      return true;
  }
  return false;
}

// Calls `visit` with the place of each `part` in a text.
template <typename Visit>
void forEachPart(const Context& context, std::string_view text, std::string_view part, source::Span origin,
                 Visit&& visit) {
  size_t number = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    visit(context.placeIn(origin, part, number++));
}

void checkLiteral(RuleContext& context, std::string_view text, source::Span origin) {
  std::set<std::string_view> seen;
  for (size_t at = text.find("$("); at != std::string_view::npos; at = text.find("$(", at + 2)) {
    const size_t close = text.find(')', at);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(at + 2, close - at - 2);
    const std::string_view macro = text.substr(at, close + 1 - at);
    if (!isAzureName(name) || !wouldExpand(context, name) || !seen.insert(macro).second) continue;
    forEachPart(context, text, macro, origin,
                [&](source::Span place) { context.diags.report(place, diag::textWouldExpand, macro); });
  }
  forEachPart(context, text, "${{", origin,
              [&](source::Span place) { context.diags.report(place, diag::textWouldExpand, "${{"); });
  forEachPart(context, text, "##vso[task.setvariable", origin,
              [&](source::Span place) { context.diags.report(place, diag::loggingCommandInText); });
}

/// A property of the run for which every process has a variable.
bool isInEveryProcess(const ir::Value& value) {
  const auto* property = value.as<ir::PropertyRef>();
  return property != nullptr && property->space == vocabulary::Space::Run &&
         !predefinedVariable(property->property).empty();
}

}  // namespace

void checkLiteralText(RuleContext& context, const ir::Value& value) {
  ir::forEach(value, [&](const ir::Value& part) {
    if (const std::string* text = part.text()) checkLiteral(context, *text, part.origin);
  });
}

void checkScript(RuleContext& context, const ir::Value& script, Language language) {
  checkLiteralText(context, script);
  if (script.text() != nullptr) return;
  const auto* code = script.as<ir::CodeValue>();
  const auto* interpolation = script.as<ir::Interpolation>();
  const std::vector<ir::Value> whole{script};
  const std::vector<ir::Value>& parts = code != nullptr            ? code->parts
                                        : interpolation != nullptr ? interpolation->parts
                                                                   : whole;
  const bool known = language == Language::Bash || isPowerShell(language);
  for (size_t i = 0; i < parts.size(); ++i) {
    const ir::Value& part = parts[i];
    if (part.text() != nullptr) continue;
    if (part.as<ir::SecretRef>() != nullptr) {
      context.diags.report(part.origin, diag::noAzureExpression);
      continue;
    }
    if (!isInEveryProcess(part)) checkText(context, part, Place::Input, "a script");
    if (!known || code == nullptr) {
      context.diags.report(part.origin, diag::valueInCodeText, vocabulary::name(known ? language : Language::Bash));
    } else {
      checkPlace(context, part.origin, language, code->places[i]);
    }
  }
}

}  // namespace mlpc::backends::azure_devops
