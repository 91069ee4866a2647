#include "legalize/rules.h"
#include "mlpc/backends/azureml/azureml.h"
#include "mlpc/diag/azureml.h"
#include "mlpc/emit/outlet.h"
#include "scripts/writer.h"

namespace mlpc::backends::azureml {

namespace {

/// The Azure CLI replaces `@path`, alone or after `=`, by what the file contains (knack's invocation.py).
void checkFile(const RuleContext& context, const std::string& text, source::Span origin) {
  const size_t at = text.find('@');
  if (at == 0 || (at != std::string::npos && text[at - 1] == '='))
    context.diags.report(origin, diag::amlFileForCli, text);
}

/// What a word of a script can be made of: constants, names of secrets, names and ids of resources, and text with these
/// in it.
void checkWord(const RuleContext& context, const ir::Value& value) {
  if (const auto text = ir::text(&value)) checkFile(context, *text, value.origin);
  if (const auto* text = value.as<ir::Interpolation>()) {
    for (const ir::Value& part : text->parts) checkWord(context, part);
  } else if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) checkWord(context, item);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    for (const ir::Field& field : record->fields) checkWord(context, field.value);
  } else if (value.as<ir::ResourceRef>() == nullptr && value.as<ir::SecretRef>() == nullptr) {
    context.demandData(value);
  }
}

/// Whether the script hands a document of the resource to a command.
bool hasDocument(const ir::Resource& resource) {
  return resource.kind == Kind::AzuremlKubernetesCompute || resource.kind == Kind::AzuremlKubernetesOnlineEndpoint ||
         resource.kind == Kind::AzuremlInstanceType;
}

void checkWords(const RuleContext& context, const Plan& plan) {
  RuleContext inDocument = context;
  inDocument.idOf = [](const ir::Resource& /*any*/) { return "known when the script runs"; };
  for (const ir::Resource* resource : plan.order) {
    if (!isScripted(context, *resource)) continue;
    for (const ir::Field& field : resource->fields.fields) {
      hasDocument(*resource) ? inDocument.demandData(field.value) : checkWord(context, field.value);
    }
  }
}

}  // namespace

emit::Legalized legalizeScripts(const ir::Program& program, const emit::BackendOptions& /*options*/,
                                diag::Engine& diags) {
  const RuleContext context = makeContext(program, diags);
  Plan plan = makePlan(context);
  if (!plan.anything) return {{}, [](emit::Outlet& /*outlet*/) {}};
  const ir::Resource* first = nullptr;
  for (const ir::Resource& resource : program.resources) {
    if (resource.kind == Kind::AzureResourceGroup) checkSubscription(context, resource);
    if (!isScripted(context, resource)) continue;
    checkResource(context, resource);
    if (first == nullptr) first = &resource;
  }
  // What exists is only named, and its name was subject to the same rules.
  for (const ir::Resource* resource : plan.order) {
    if (!isScripted(context, *resource)) checkName(context, *resource);
    checkFile(context, resource->resourceName, placeOf(*resource, vocabulary::ResourceField::Name));
  }
  // The scripts would only report the same problems again in other words.
  if (!diags.hasErrors()) checkWords(context, plan);
  emit::Legalized result;
  for (const char* suffix : {".provision.sh", ".cleanup.sh"}) {
    result.files.push_back({program.stem + suffix, {}, true, first->origin});
  }
  result.map = [&program, plan = std::move(plan), files = result.files](emit::Outlet& outlet) {
    const Context mapping = makeContext(program);
    outlet.script(files[0].name, files[0].origin, provisionScript(mapping, plan));
    outlet.script(files[1].name, files[1].origin, cleanupScript(mapping, plan));
  };
  return result;
}

}  // namespace mlpc::backends::azureml
