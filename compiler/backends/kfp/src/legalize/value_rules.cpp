// Values as the document contains them: those that cannot be expressed in it, and those that the back end would
// misread.
#include <algorithm>
#include <array>

#include "legalize/rules.h"
#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/kfp_sdk.h"
#include "placeholders.h"
#include "values.h"

namespace mlpc::backends::kfp {

using support::Constant;

namespace {

/// How placeholders of Argo begin, after their braces.
constexpr std::array<std::string_view, 6> kArgoPlaceholders = {"workflow.", "inputs.", "outputs.",
                                                               "tasks.",    "pod.",    "="};

/// Whether a string contains the path of the workspace.
bool usesWorkspace(const ir::Value& value) {
  if (const auto* property = value.as<ir::PropertyRef>()) return isWorkspace(*property);
  const auto* text = value.as<ir::Interpolation>();
  return text != nullptr && std::any_of(text->parts.begin(), text->parts.end(), usesWorkspace);
}

/// How mlp spells it.
std::string_view computed(ir::Operator op) {
  switch (op) {
    case ir::Operator::Equal: return "==";
    case ir::Operator::NotEqual: return "!=";
    case ir::Operator::Less: return "<";
    case ir::Operator::LessEqual: return "<=";
    case ir::Operator::Greater: return ">";
    case ir::Operator::GreaterEqual: return ">=";
    case ir::Operator::In: return "in";
    case ir::Operator::And: return "&&";
    case ir::Operator::Or: return "||";
    case ir::Operator::Not: return "!";
    default: return "? :";
  }
}

/// All strings in a constant.
void checkTexts(const Constant& constant, source::Span origin, diag::Engine& diags) {
  if (const auto* text = constant.as<std::string>()) checkPlaceholders(*text, origin, diags);
  if (const auto* list = constant.as<Constant::List>()) {
    for (const Constant& item : *list) checkTexts(item, origin, diags);
  }
  if (const auto* record = constant.as<Constant::Record>()) {
    for (const auto& field : *record) checkTexts(field.value, origin, diags);
  }
}

/// A value that becomes data. `inside`: it is part of a map or list.
void checkData(const Rules& rules, const ir::Value& value, bool inside = false) {
  if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkData(rules, item, true);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    for (const ir::Field& field : record->fields) checkData(rules, field.value, true);
  } else {
    // The driver looks at arguments that are strings, but not inside maps and lists.
    if (inside && usesWorkspace(value)) rules.diags.report(value.origin, diag::kfpWorkspaceInside);
    checkText(rules, value);
  }
}

/// Whether any part of an importer's metadata is known only at run time.
bool waitsForRun(const Rules& rules, const ir::Value& value) {
  bool waits = false;
  const auto part = [&](const ir::Value& piece) {
    const Channel* channel = rules.plan.channel(piece);
    if (channel == nullptr || channel->type.artifact != nullptr) {
      checkText(rules, piece);
    } else {
      waits = true;
    }
  };
  if (value.as<ir::ListValue>() != nullptr || value.as<ir::RecordValue>() != nullptr) {
    forEachPart(value, [&](const ir::Value& inner) { waits = waitsForRun(rules, inner) || waits; });
  } else if (const auto* interpolation = value.as<ir::Interpolation>()) {
    for (const ir::Value& piece : interpolation->parts) {
      if (piece.scalar() == nullptr) part(piece);
    }
  } else {
    part(value);
  }
  return waits;
}

}  // namespace

void checkPlaceholders(std::string_view text, source::Span origin, diag::Engine& diags) {
  const auto cut = [&](size_t at) { return text.substr(at, std::min(text.find("}}", at), text.size() - 2) + 2 - at); };
  if (text.find("{{") == std::string_view::npos) return;
  if (const size_t at = text.find("{{$"); at != std::string_view::npos) {
    diags.report(origin, diag::kfpForeignPlaceholder, cut(at));
    return;
  }
  for (size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
    std::string_view rest = text.substr(at + 2);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const bool argo = std::any_of(kArgoPlaceholders.begin(), kArgoPlaceholders.end(),
                                  [&](std::string_view start) { return rest.starts_with(start); });
    if (!argo || rest.find("}}") == std::string_view::npos) continue;
    diags.report(origin, diag::kfpOldPlaceholder, cut(at));
    return;
  }
}

void checkConstant(const Constant& constant, source::Span origin, diag::Engine& diags) {
  if (const int64_t* value = inexactInteger(constant)) diags.report(origin, diag::kfpInexactInteger, *value);
  checkTexts(constant, origin, diags);
}

void checkFilledIn(const ir::PropertyRef& ref, source::Span origin, diag::Engine& diags, std::string_view kfpVersion) {
  const bool run = ref.space == vocabulary::Space::Run;
  // The times were added after 2.16.
  const bool time =
      run && (is(ref.property, vocabulary::Property::CreatedAt) || is(ref.property, vocabulary::Property::ScheduledAt));
  if ((run && is(ref.property, vocabulary::Property::Root)) || (time && support::kfp_sdk::isBefore(kfpVersion, 17))) {
    diags.report(origin, diag::kfpNotFilledIn, "run." + ref.property, propertyPlaceholder(ref));
  }
  if (ref.space == vocabulary::Space::Task && is(ref.property, vocabulary::Property::Id))
    diags.report(origin, diag::kfpTaskId);
}

void checkDefaults(const std::vector<ir::Port>& ports, diag::Engine& diags) {
  for (const ir::Port& port : ports) {
    const auto* kind = std::get_if<ir::ParameterKind>(&port.type.kind);
    const bool special =
        kind != nullptr && (*kind == ir::ParameterKind::TaskConfig || *kind == ir::ParameterKind::FinalStatus);
    if (kind == nullptr || special || !port.optional || !port.defaultValue || port.defaultValue->isNull()) continue;
    checkConstant(*port.defaultValue, port.origin, diags);
  }
}

void checkArgument(const Rules& rules, const ir::Value& value) {
  if (rules.plan.channel(value) != nullptr || value.as<ir::FinalStatusRef>() != nullptr) return;
  if (const auto* property = value.as<ir::PropertyRef>()) {
    checkFilledIn(*property, value.origin, rules.diags, rules.plan.kfpVersion());
  } else {
    checkData(rules, value);
  }
}

void checkText(const Rules& rules, const ir::Value& value) {
  const auto each = [&](const ir::Value& part) { checkText(rules, part); };
  const auto* call = value.as<ir::Call>();
  if (const Constant* constant = value.scalar()) {
    checkConstant(*constant, value.origin, rules.diags);
  } else if (const Channel* channel = rules.plan.channel(value)) {
    const ir::ArtifactType* artifact = channel->type.artifact;
    if (artifact != nullptr) rules.diags.report(value.origin, diag::kfpArtifactInside, artifact->name);
  } else if (value.as<ir::Interpolation>() != nullptr || value.as<ir::ListValue>() != nullptr ||
             (call != nullptr && call->function == Builtin::Concat)) {
    forEachPart(value, each);
  } else if (const auto* property = value.as<ir::PropertyRef>()) {
    if (isWorkspace(*property)) return;
    rules.diags.report(value.origin, diag::kfpPlaceholderInside, property->asWritten());
  } else if (const auto* operation = value.as<ir::Operation>()) {
    rules.diags.report(value.origin, diag::computedLate, computed(operation->op));
  } else if (value.as<ir::FinalStatusRef>() != nullptr) {
    rules.diags.report(value.origin, diag::notInString, diag::TypeName("FinalStatus"));
  } else if (value.as<ir::OutputRef>() == nullptr) {
    // A reference without a channel was reported where the channel would be created.
    rules.diags.report(value.origin, diag::internalError,
                       diag::Phrase("an argument has no form in Kubeflow Pipelines"));
  }
}

void checkMetadata(const Rules& rules, const ir::Value& metadata) {
  if (!waitsForRun(rules, metadata)) return;
  rules.diags.report(metadata.origin, diag::kfpImporterMetadata, parameterPlaceholder("metadata"));
}

}  // namespace mlpc::backends::kfp
