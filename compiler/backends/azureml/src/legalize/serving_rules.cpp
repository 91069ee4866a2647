#include <algorithm>

#include "legalize/rules.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/azure_ml.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::azureml::ComputeResources;
using vocabulary::azureml::DeploymentResources;
using vocabulary::azureml::Environment;
using vocabulary::azureml::InstanceResources;
using vocabulary::azureml::InstanceType;
using vocabulary::azureml::KubernetesOnlineDeployment;
using vocabulary::azureml::KubernetesOnlineEndpoint;
using vocabulary::azureml::Model;
using vocabulary::azureml::ModelType;
using vocabulary::azureml::Probe;
using vocabulary::azureml::ScaleSettings;
using vocabulary::azureml::ScaleSettingsType;

constexpr const char* kGpu = "nvidia.com/gpu";

/// The cores and bytes of a deployment: its own, or those of its instance type.
const ir::Value* requested(const RuleContext& context, const ir::Resource& deployment, std::string_view what) {
  if (const ir::Value* own = entry(
          member(deployment.fields.find(KubernetesOnlineDeployment::Resources), DeploymentResources::Requests), what))
    return own;
  const ir::Resource* type = context.resource(deployment, KubernetesOnlineDeployment::InstanceType);
  return type == nullptr ? nullptr
                         : entry(member(type->fields.find(InstanceType::Resources), InstanceResources::Requests), what);
}

/// MicrosoftDocs how-to-manage-kubernetes-instance-types: an MLflow model that Azure itself packages needs 2 CPUs and 4
/// GB.
void checkModelSize(const RuleContext& context, const ir::Resource& deployment) {
  const ir::Resource* model = context.resource(deployment, KubernetesOnlineDeployment::Model);
  if (model == nullptr || ir::choice<ModelType>(model->fields.find(Model::Type)) != ModelType::MlflowModel) return;
  if (deployment.fields.find(KubernetesOnlineDeployment::CodeConfiguration) != nullptr) return;
  for (const auto& [what, least] : {std::pair("cpu", 2.0), std::pair("memory", 4e9)}) {
    const ir::Value* value = requested(context, deployment, what);
    const auto amount = quantity(value);
    if (!amount || amount->value() >= least) continue;
    const ir::Value* own = entry(
        member(deployment.fields.find(KubernetesOnlineDeployment::Resources), DeploymentResources::Requests), what);
    const source::Span place =
        own != nullptr ? own->origin : placeOf(deployment, KubernetesOnlineDeployment::InstanceType);
    auto report = context.diags.report(place, diag::amlModelTooSmall, amount->text(), what);
    if (own == nullptr) report.note(value->origin, diag::amlInstanceTypeHere);
  }
}

void checkWithinInstanceType(const RuleContext& context, const ir::Resource& deployment) {
  const ir::Resource* type = context.resource(deployment, KubernetesOnlineDeployment::InstanceType);
  if (type == nullptr) return;
  const ir::Value* most = member(type->fields.find(InstanceType::Resources), InstanceResources::Limits);
  for (const ir::Field& field :
       fields(member(deployment.fields.find(KubernetesOnlineDeployment::Resources), DeploymentResources::Limits))) {
    const auto own = quantity(&field.value);
    const ir::Value* bound = entry(most, field.key);
    const auto limit = quantity(bound);
    if (!own || !limit || !(*limit < *own)) continue;
    context.diags
        .report(field.value.origin, diag::amlAboveInstanceType, field.key, own->text(), limit->text(),
                type->resourceName)
        .note(bound->origin, diag::amlInstanceTypeHere);
  }
}

void checkScale(const RuleContext& context, const ir::Resource& deployment) {
  const ir::Value* scale = deployment.fields.find(KubernetesOnlineDeployment::ScaleSettings);
  const auto type = ir::choice<ScaleSettingsType>(member(scale, ScaleSettings::Type));
  if (scale == nullptr) return;
  checkWholeSeconds(context, "polling_interval", scale->field(ScaleSettings::PollingInterval));
  if (type == ScaleSettingsType::Default) {
    for (const ir::Field& field : fields(scale)) {
      if (!is(field.key, ScaleSettings::Type))
        context.diags.report(field.value.origin, diag::amlScaleSetting, field.key);
    }
    return;
  }
  const ir::Value* least = scale->field(ScaleSettings::MinInstances);
  const auto most = integer(scale->field(ScaleSettings::MaxInstances));
  if (least != nullptr && most && integer(least).value_or(0) > *most) {
    context.diags.report(least->origin, diag::amlScaleRange);
  }
}

void checkProbe(const RuleContext& context, const ir::Value* probe, bool liveness) {
  if (probe == nullptr) return;
  for (const Probe field : {Probe::InitialDelay, Probe::Period, Probe::Timeout})
    checkWholeSeconds(context, name(field), probe->field(field));
  for (const Probe field : {Probe::Period, Probe::Timeout}) {
    const auto time = duration(probe->field(field));
    if (time && time->inMilliseconds() <= 0) {
      context.diags.report(probe->field(field)->origin, diag::amlProbeTime, name(field));
    }
  }
  // apis/core/validation validateLivenessProbe
  if (liveness && integer(probe->field(Probe::SuccessThreshold)).value_or(1) != 1) {
    context.diags.report(probe->field(Probe::SuccessThreshold)->origin, diag::amlLivenessThreshold);
  }
}

void checkComplete(const RuleContext& context, const ir::Resource& deployment) {
  const ir::Resource* model = context.resource(deployment, KubernetesOnlineDeployment::Model);
  const auto type = model == nullptr ? std::nullopt : ir::choice<ModelType>(model->fields.find(Model::Type));
  // Azure itself packages these models.
  if (type == ModelType::MlflowModel || type == ModelType::TritonModel) return;
  const ir::Value* environment = deployment.fields.find(KubernetesOnlineDeployment::Environment);
  const bool unknownModel = deployment.fields.find(KubernetesOnlineDeployment::Model) != nullptr && model == nullptr;
  if (environment == nullptr) {
    // A model registered elsewhere may be one that Azure packages.
    if (!unknownModel) {
      context.diags.report(deployment.origin, diag::amlDeploymentEnvironment, deployment.resourceName);
    }
    return;
  }
  if (deployment.fields.find(KubernetesOnlineDeployment::CodeConfiguration) != nullptr || unknownModel) return;
  const ir::Resource* declared = context.resource(environment);
  const ir::Value* routes = declared != nullptr ? declared->fields.find(Environment::InferenceConfig)
                                                : member(environment, Environment::InferenceConfig);
  const bool known = declared != nullptr || environment->as<ir::RecordValue>() != nullptr;
  if (known && routes == nullptr) {
    context.diags.report(deployment.origin, diag::amlDeploymentCode, deployment.resourceName);
  }
}

/// The tag of an image, empty if it has none; no value for one that is identified by its digest.
std::optional<std::string_view> tagOf(std::string_view image) {
  if (image.find('@') != std::string_view::npos) return std::nullopt;
  const size_t slash = image.rfind('/');
  const std::string_view last = slash == std::string_view::npos ? image : image.substr(slash + 1);
  const size_t colon = last.find(':');
  return colon == std::string_view::npos ? std::string_view() : last.substr(colon + 1);
}

}  // namespace

void checkWholeSeconds(const RuleContext& context, std::string_view key, const ir::Value* value) {
  const auto time = duration(value);
  if (!time || time->wholeSeconds()) return;
  context.diags.report(value->origin, diag::amlDurationUnit, key, time->text(), diag::Phrase("seconds"));
}

void checkIds(const RuleContext& context, const ir::Resource& resource) {
  const ir::Resource* unknown = unknownIdOf(context, resource);
  if (unknown == nullptr) return;
  // Half a document would be worse than none.
  context.diags.report(resource.origin, diag::amlNoSubscription, resource.resourceName, unknown->resourceName);
}

void checkReference(const RuleContext& context, const ir::Value* value, std::string_view what, std::string_view form) {
  const auto text = ir::text(value);
  if (!text || text->starts_with("azureml:")) return;
  auto report = context.diags.report(value->origin, diag::amlReference, *text, diag::Phrase(what), form);
  report.fix("write `azureml:" + *text + "`", false, {{value->origin, support::quoteJson("azureml:" + *text)}});
}

void checkEnvironment(const RuleContext& context, const ir::RecordValue& environment, source::Span place) {
  const ir::Value* image = environment.find(Environment::Image);
  const ir::Value* build = environment.find(Environment::Build);
  if ((image == nullptr) == (build == nullptr)) context.diags.report(place, diag::amlEnvironment);
  const auto text = ir::text(image);
  if (!text) return;
  if (!checkImageValue(context, image)) return;
  if (const auto tag = tagOf(*text); tag && (tag->empty() || *tag == "latest")) {
    context.diags.report(image->origin, diag::amlLatestImage, *text);
  }
}

void checkEnvironmentValue(const RuleContext& context, const ir::Value* value) {
  if (value == nullptr) return;
  if (const auto* record = value->as<ir::RecordValue>()) {
    checkEnvironment(context, *record, value->origin);
  } else {
    checkReference(context, value, "an environment", "azureml:NAME:VERSION");
  }
}

void checkAmounts(const RuleContext& context, const ir::Value* resources) {
  const ir::Value* limits = member(resources, DeploymentResources::Limits);
  for (const DeploymentResources part : {DeploymentResources::Requests, DeploymentResources::Limits}) {
    const bool request = part == DeploymentResources::Requests;
    for (const ir::Field& field : fields(member(resources, part))) {
      const auto amount = quantity(&field.value);
      if (!amount) continue;
      if (request && field.key == kGpu) {
        context.diags.report(field.keyOrigin, diag::amlGpuRequested);
      } else if (amount->nano() <= 0) {
        context.diags.report(field.value.origin, diag::amlAmountZero, field.key, amount->text());
      } else if (field.key == kGpu && !amount->isInteger()) {
        context.diags.report(field.value.origin, diag::amlGpuWhole, field.key, amount->text());
      } else if (request) {
        const ir::Value* limit = entry(limits, field.key);
        const auto most = quantity(limit);
        if (!most || !(*most < *amount)) continue;
        context.diags.report(field.value.origin, diag::amlRequestAboveLimit, field.key, amount->text(), most->text())
            .note(limit->origin, diag::amlLimitHere);
      }
    }
  }
}

void checkInstanceType(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* resources = resource.fields.find(InstanceType::Resources);
  for (const InstanceResources part : {InstanceResources::Requests, InstanceResources::Limits}) {
    const ir::Value* amounts = member(resources, part);
    for (const ComputeResources what : {ComputeResources::Cpu, ComputeResources::Memory}) {
      if (member(amounts, what) != nullptr) continue;
      const source::Span place = amounts != nullptr ? amounts->origin : resource.origin;
      context.diags.report(place, diag::amlAmountMissing, diag::Phrase(name(part)), name(what));
    }
  }
  checkAmounts(context, resources);
  checkLabels(context, resource.fields.find(InstanceType::NodeSelector), true);
}

void checkEndpoint(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* traffic = resource.fields.find(KubernetesOnlineEndpoint::Traffic);
  if (!fields(traffic).empty()) {
    context.diags.report(traffic->origin, diag::amlTrafficAtCreation).note({}, diag::amlSetTraffic);
  }
}

void checkDeployment(const RuleContext& context, const ir::Resource& resource) {
  const auto& from = resource.fields;
  // References written as strings are up to the checker.
  const ir::Value* environment = from.find(KubernetesOnlineDeployment::Environment);
  if (const auto* record = environment == nullptr ? nullptr : environment->as<ir::RecordValue>()) {
    checkEnvironment(context, *record, environment->origin);
  }
  checkComplete(context, resource);
  checkAmounts(context, from.find(KubernetesOnlineDeployment::Resources));
  checkWithinInstanceType(context, resource);
  checkModelSize(context, resource);
  checkScale(context, resource);
  checkProbe(context, from.find(KubernetesOnlineDeployment::LivenessProbe), true);
  checkProbe(context, from.find(KubernetesOnlineDeployment::ReadinessProbe), false);
}

}  // namespace mlpc::backends::azureml
