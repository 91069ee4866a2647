// Checks Kubernetes objects as the API server does.

#include <algorithm>

#include "legalize/rules.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/diag/kfp.h"
#include "mlpc/diag/secrets.h"
#include "mlpc/support/image.h"
#include "mlpc/support/kubernetes.h"
#include "mlpc/vocabulary/k8s.h"

namespace mlpc::backends::azureml {

namespace {

using vocabulary::k8s::ConfigMap;
using vocabulary::k8s::Object;
using vocabulary::k8s::Pvc;

/// `v1`, `batch/v1`, `trainer.kubeflow.org/v1alpha1`
bool isApiVersion(std::string_view text) {
  if (const size_t slash = text.find('/'); slash != std::string_view::npos) {
    if (!support::isDnsSubdomain(text.substr(0, slash))) return false;
    text.remove_prefix(slash + 1);
  }
  return support::isDns1035Label(text);
}

/// Kinds consist of letters and digits and start with a capital letter.
bool isKind(std::string_view text) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !text.empty() && capital(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

/// Checks the parts of containers anywhere in the body: images, and fields that variables read.
void checkContainers(const RuleContext& context, const ir::Value& value) {
  if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkContainers(context, item);
  }
  for (const ir::Field& field : fields(&value)) {
    const bool containers = field.key == "containers" || field.key == "initContainers";
    for (const ir::Value& container : containers ? items(&field.value) : items(nullptr)) {
      checkImageValue(context, entry(&container, "image"));
    }
    const ir::Value* path = field.key == "fieldRef" ? entry(&field.value, "fieldPath") : nullptr;
    if (const auto text = ir::text(path); text && !support::isPodField(*text)) {
      context.diags.report(path->origin, diag::kfpFieldPath, *text);
    }
    checkContainers(context, field.value);
  }
}

}  // namespace

bool checkImageValue(const RuleContext& context, const ir::Value* image) {
  const auto text = ir::text(image);
  if (!text || support::isImageReference(*text)) return true;
  context.diags.report(image->origin, diag::kfpImage, *text);
  return false;
}

void checkConfigMap(const RuleContext& context, const ir::Resource& resource) {
  for (const ir::Field& entry : fields(resource.fields.find(ConfigMap::Data))) {
    if (!support::isConfigKey(entry.key)) {
      context.diags.report(entry.keyOrigin, diag::amlKubernetesKey, entry.key, diag::Phrase("key of a config map"));
    }
  }
}

void checkClaim(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* size = resource.fields.find(Pvc::Size);
  const auto amount = quantity(size);
  const bool absent = size == nullptr || (size->scalar() != nullptr && size->scalar()->isNull());
  const source::Span place = placeOf(resource, Pvc::Size);
  if (absent) context.diags.report(place, diag::amlClaimSize);
  if (amount && amount->nano() <= 0) context.diags.report(place, diag::amlAmountZero, "size", amount->text());
  if (amount && amount->nano() > 0 && !amount->isInteger()) {
    context.diags.report(place, diag::amlClaimBytes, amount->text());
  }
  const ir::Value* modes = resource.fields.find(Pvc::AccessModes);
  if (modes != nullptr && modes->as<ir::ListValue>() != nullptr && items(modes).empty()) {
    context.diags.report(placeOf(resource, Pvc::AccessModes), diag::amlClaimModes);
  }
}

void checkObject(const RuleContext& context, const ir::Resource& resource) {
  const ir::Value* version = resource.fields.find(Object::ApiVersion);
  const auto versionText = ir::text(version);
  if (versionText && !isApiVersion(*versionText)) {
    context.diags.report(version->origin, diag::amlKubernetesKey, *versionText, diag::Phrase("version of an API"));
  }
  const ir::Value* kind = resource.fields.find(Object::Kind);
  const auto kindText = ir::text(kind);
  if (kindText && !isKind(*kindText)) {
    context.diags.report(kind->origin, diag::amlKubernetesKey, *kindText, diag::Phrase("kind of object"));
  }
  const ir::Value* metadata = resource.fields.find(Object::Metadata);
  const ir::Value* name = entry(metadata, "name");
  if (name == nullptr && entry(metadata, "generateName") == nullptr) {
    context.diags.report(placeOf(resource, Object::Metadata), diag::amlObjectName);
  }
  // Names of roles may contain colons and capital letters.
  const bool roles = versionText && versionText->starts_with("rbac.authorization.k8s.io/");
  if (const auto text = ir::text(name); text && !roles && !support::isDnsSubdomain(*text)) {
    context.diags.report(name->origin, diag::amlName, *text, diag::Phrase("an object"),
                         diag::Phrase("at most 253 lower-case letters, digits, dashes and dots"));
  }
  const ir::Value* space = entry(metadata, "namespace");
  if (const auto text = ir::text(space); text && !support::isDnsLabel(*text)) {
    context.diags.report(space->origin, diag::amlName, *text, diag::Phrase("a namespace"),
                         diag::Phrase("1 to 63 lower-case letters, digits and dashes, without a dash at either end"));
  }
  checkLabels(context, entry(metadata, "labels"), true);
  checkLabels(context, entry(metadata, "annotations"), false);
  const ir::Value* body = resource.fields.find(Object::Body);
  for (const ir::Field& field : fields(body)) {
    // These have fields of their own.
    const bool twice =
        field.key == "apiVersion" || field.key == "kind" || (field.key == "metadata" && !fields(metadata).empty());
    if (twice) context.diags.report(field.keyOrigin, diag::amlObjectBody, field.key);
  }
  if (body != nullptr) checkContainers(context, *body);
}

}  // namespace mlpc::backends::azureml
