#include "task_inputs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mlpc/diag/internal.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/diag/types.h"
#include "mlpc/support/kfp_sdk.h"
#include "values.h"

namespace mlpc::backends::kfp {

using support::Constant;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kProperties = {{
    {"run.created_at", "{{$.pipeline_job_create_time_utc}}"},
    {"run.id", "{{$.pipeline_job_uuid}}"},
    {"run.name", "{{$.pipeline_job_name}}"},
    {"run.resource_name", "{{$.pipeline_job_resource_name}}"},
    {"run.root", "{{$.pipeline_root}}"},
    {"run.scheduled_at", "{{$.pipeline_job_schedule_time_utc}}"},
    {"run.workspace", "{{$.workspace_path}}"},
    {"task.id", "{{$.pipeline_task_uuid}}"},
    {"task.name", "{{$.pipeline_task_name}}"},
}};

/// What placeholders of Argo start with, behind their braces.
constexpr std::array<std::string_view, 6> kArgoPlaceholders = {"workflow.", "inputs.", "outputs.",
                                                               "tasks.",    "pod.",    "="};

bool isWorkspace(const ir::PropertyRef& ref) { return ref.space == "run" && ref.property == "workspace"; }

/// Whether a text has the path of the workspace in it.
bool usesWorkspace(const ir::Value& value) {
  if (const auto* property = value.as<ir::PropertyRef>()) return isWorkspace(*property);
  const auto* text = value.as<ir::Interpolation>();
  return text != nullptr && std::any_of(text->parts.begin(), text->parts.end(), usesWorkspace);
}

/// As mlp writes it.
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

emit::Node runtimeConstant(emit::Node value) {
  emit::Node node;
  node.set("runtimeValue", emit::Node::mapping()).set("constant", std::move(value));
  return node;
}

}  // namespace

std::string parameterPlaceholder(std::string_view name) {
  std::string text = "{{$.inputs.parameters['";
  text += name;
  return text + "']}}";
}

std::string_view propertyPlaceholder(const ir::PropertyRef& ref) {
  for (const auto& [name, placeholder] : kProperties) {
    if (name.size() == ref.space.size() + 1 + ref.property.size() && name.starts_with(ref.space) &&
        name.ends_with(ref.property)) {
      return placeholder;
    }
  }
  return {};
}

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

void checkTexts(const Constant& constant, source::Span origin, diag::Engine& diags) {
  if (const auto* text = constant.as<std::string>()) checkPlaceholders(*text, origin, diags);
  if (const auto* list = constant.as<Constant::List>()) {
    for (const Constant& item : *list) checkTexts(item, origin, diags);
  }
  if (const auto* record = constant.as<Constant::Record>()) {
    for (const auto& field : *record) checkTexts(field.value, origin, diags);
  }
}

void checkFilledIn(const ir::PropertyRef& ref, source::Span origin, diag::Engine& diags, std::string_view kfpVersion) {
  const bool run = ref.space == "run";
  // The times came after 2.16.
  const bool time = run && (ref.property == "created_at" || ref.property == "scheduled_at");
  if ((run && ref.property == "root") || (time && support::kfp_sdk::isBefore(kfpVersion, 17))) {
    diags.report(origin, diag::kfpNotFilledIn, "run." + ref.property, propertyPlaceholder(ref));
  }
  if (ref.space == "task" && ref.property == "id") diags.report(origin, diag::kfpTaskId);
}

void TaskInputs::passText(const std::string& name, std::string text, source::Span origin) {
  parameters_[name] = std::move(runtimeConstant(emit::Node(std::move(text))).at(origin));
}

void TaskInputs::passStatus(const std::string& name, const std::string& producer, source::Span origin) {
  emit::Node node = emit::Node::mapping();
  node.at(origin);
  node.set("taskFinalStatus", emit::Node::mapping()).set("producerTask", producer);
  parameters_[name] = std::move(node);
}

void TaskInputs::passChannel(const std::string& name, const Channel& channel, source::Span origin) {
  if (channel.type.artifact != nullptr) {
    artifacts_[name] = std::move(plan_.bindArtifact(channel, scope_).at(origin));
  } else {
    parameters_[name] = std::move(plan_.bind(channel, scope_).at(origin));
  }
}

void TaskInputs::pass(const std::string& name, const ir::Value& value) {
  if (const Channel* channel = plan_.channel(value)) {
    passChannel(name, *channel, value.origin);
    return;
  }
  if (const auto* status = value.as<ir::FinalStatusRef>()) {
    passStatus(name, plan_.unitName(status->producer), value.origin);
    return;
  }
  if (const auto* property = value.as<ir::PropertyRef>()) {
    checkFilledIn(*property, value.origin, plan_.diags(), plan_.kfpVersion());
    passText(name, std::string(propertyPlaceholder(*property)), value.origin);
    return;
  }
  // A null stands for an argument that is left out.
  if (const Constant* constant = value.scalar(); constant != nullptr && constant->isNull()) return;
  parameters_[name] = std::move(runtimeConstant(data(value)).at(value.origin));
}

std::string TaskInputs::placeholder(const Channel& channel, source::Span origin) {
  if (channel.type.artifact != nullptr) {
    plan_.diags().report(origin, diag::kfpArtifactInside, channel.type.artifact->name);
    return {};
  }
  parameters_[channel.input] = std::move(plan_.bind(channel, scope_).at(origin));
  return parameterPlaceholder(channel.input);
}

std::string TaskInputs::text(const ir::Value& value) {
  if (const Constant* constant = value.scalar()) {
    checkConstant(*constant, value.origin, plan_.diags());
    return constant->toText();
  }
  if (const Channel* channel = plan_.channel(value)) return placeholder(*channel, value.origin);
  if (const auto* interpolation = value.as<ir::Interpolation>()) {
    std::string result;
    for (const ir::Value& part : interpolation->parts) result += text(part);
    return result;
  }
  if (const auto* call = value.as<ir::Call>(); call != nullptr && call->function == "concat") {
    std::string result;
    for (const ir::Field& argument : call->arguments) result += text(argument.value);
    return result;
  }
  if (value.as<ir::ListValue>() != nullptr) {
    // The arguments of a built-in that takes any number of them.
    std::string result;
    for (const ir::Value& item : value.as<ir::ListValue>()->items) result += text(item);
    return result;
  }
  if (const auto* property = value.as<ir::PropertyRef>()) {
    if (isWorkspace(*property)) return std::string(propertyPlaceholder(*property));
    plan_.diags().report(value.origin, diag::kfpPlaceholderInside, property->space + '.' + property->property);
    return {};
  }
  if (const auto* operation = value.as<ir::Operation>()) {
    plan_.diags().report(value.origin, diag::computedLate, computed(operation->op));
    return {};
  }
  if (value.as<ir::FinalStatusRef>() != nullptr) {
    plan_.diags().report(value.origin, diag::notInString, diag::TypeName("FinalStatus"));
    return {};
  }
  // A reference without a channel was reported where the channel is made.
  if (value.as<ir::OutputRef>() == nullptr) {
    plan_.diags().report(value.origin, diag::internalError,
                         diag::Phrase("an argument has no form in Kubeflow Pipelines"));
  }
  return {};
}

emit::Node TaskInputs::data(const ir::Value& value, bool inside) {
  if (const Constant* constant = value.scalar()) {
    checkConstant(*constant, value.origin, plan_.diags());
    return std::move(structValue(*constant).at(value.origin));
  }
  if (const auto* list = value.as<ir::ListValue>()) {
    emit::Node::Sequence items;
    items.reserve(list->items.size());
    for (const ir::Value& item : list->items) items.push_back(data(item, true));
    return emit::Node::sequence(std::move(items));
  }
  if (const auto* record = value.as<ir::RecordValue>()) {
    emit::Node::Mapping entries;
    entries.reserve(record->fields.size());
    for (const ir::Field& field : record->fields)
      entries.push_back({field.key, data(field.value, true), field.keyOrigin});
    return emit::Node::mapping(std::move(entries));
  }
  // The driver looks at an argument that is text, not into maps and lists.
  if (inside && usesWorkspace(value)) plan_.diags().report(value.origin, diag::kfpWorkspaceInside);
  return std::move(emit::Node(text(value)).at(value.origin));
}

emit::Node TaskInputs::take() {
  emit::Node inputs;
  const auto add = [&](std::string_view kind, std::map<std::string, emit::Node>& entries) {
    if (entries.empty()) return;
    emit::Node::Mapping mapping;
    mapping.reserve(entries.size());
    for (auto& [name, node] : entries) mapping.push_back({name, std::move(node)});
    inputs.set(kind, emit::Node::mapping(std::move(mapping)));
  };
  add("artifacts", artifacts_);
  add("parameters", parameters_);
  return inputs;
}

}  // namespace mlpc::backends::kfp
