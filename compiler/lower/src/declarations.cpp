// Secrets, resources and trainjobs.

#include <algorithm>

#include "evaluator.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"
#include "mlpc/vocabulary/trainer.h"

namespace mlpc::lower {

using ir::Value;
using vocabulary::prelude::ClusterSecret;
using vocabulary::prelude::GroupSecret;
using vocabulary::prelude::VaultSecret;

namespace {

std::vector<std::string> texts(const Value& value) {
  std::vector<std::string> result;
  if (const auto* list = value.as<ir::ListValue>()) {
    for (const Value& item : list->items) {
      if (const std::string* text = item.text()) result.push_back(*text);
    }
  }
  return result;
}

}  // namespace

void Lowering::fillSecret(SymbolId symbolId) {
  const sema::Symbol& declared = symbol(symbolId);
  ir::Secret secret;
  secret.name = declared.name;
  secret.origin = declared.span;
  const auto text = [](const Value& value) { return value.text() == nullptr ? std::string() : *value.text(); };
  for (const ir::Field& field : Evaluator(*this).fields(declared.module, recordOf(symbolId), {})) {
    const auto ofCluster = vocabulary::find<ClusterSecret>(field.key);
    const auto ofGroup = vocabulary::find<GroupSecret>(field.key);
    if (ofCluster == ClusterSecret::Name) secret.secretName = text(field.value);
    if (ofCluster == ClusterSecret::Keys) secret.keys = texts(field.value);
    if (ofGroup == GroupSecret::Group) secret.group = text(field.value);
    if (ofGroup == GroupSecret::Variable) secret.variable = text(field.value);
    if (vocabulary::find<VaultSecret>(field.key) == VaultSecret::Vault) {
      secret.vault = text(field.value);
      // A declared vault is referred to by its name.
      if (const auto* ref = field.value.as<ir::ResourceRef>()) secret.vault = resourceName(symbolOf(ref->resource));
    }
    if (ofCluster == ClusterSecret::Optional) {
      const bool* known = knownBool(field.value);
      secret.optional = known != nullptr && *known;
    }
  }
  if (!secret.group.empty() || !secret.variable.empty()) {
    secret.kind = ir::SecretKind::Variable;
    if (secret.variable.empty()) secret.variable = secret.name;
  } else {
    if (!secret.vault.empty()) secret.kind = ir::SecretKind::KeyVault;
    if (secret.secretName.empty()) secret.secretName = support::toKebab(secret.name);
  }
  out.secrets[secrets_.at(symbolId.index())] = std::move(secret);
}

void Lowering::fillResource(SymbolId symbolId) {
  const sema::Symbol declared = symbol(symbolId);
  ir::Resource resource;
  resource.name = declared.name;
  resource.origin = declared.span;
  resource.description = declared.doc;
  resource.existing = declared.kind == sema::SymbolKind::Existing;
  resource.requested = requested_;
  resource.resourceName = resourceName(symbolId);
  const sema::Type& type = program.types[declared.type];
  if (type.resource) resource.kind = *type.resource;
  Evaluator evaluator(*this);
  resource.fields.fields = evaluator.fields(declared.module, recordOf(symbolId), {});
  for (const sema::Field& field : type.fields) {
    if (!field.hasDefault() || field.attribute || resource.fields.find(vocabulary::FieldName(field.name)) != nullptr)
      continue;
    Value value = evaluator.defaultOf(field, {});
    coerce(program.types, value, field.type);
    resource.fields.fields.push_back({std::string(field.name), field.span, std::move(value)});
  }
  out.resources[resources_.at(symbolId.index())] = std::move(resource);
}

void Lowering::fillTrainJob(SymbolId symbolId) {
  const sema::Symbol declared = symbol(symbolId);
  ir::TrainJob job;
  job.name = declared.name;
  job.origin = declared.span;
  job.description = declared.doc;
  job.requested = requested_;
  job.inputs = ports(*this, signature(symbolId).parameters, true);
  job.taskOnly = std::any_of(job.inputs.begin(), job.inputs.end(), [](const ir::Port& port) { return !port.optional; });
  job.fields.fields = Evaluator(*this).fields(declared.module, recordOf(symbolId), {});
  const Value* name = job.fields.find(vocabulary::trainer::TrainJob::Name);
  job.jobName = name != nullptr && name->text() != nullptr ? *name->text() : support::toKebab(job.name);
  out.trainJobs[trainJobs_.at(symbolId.index())] = std::move(job);
}

}  // namespace mlpc::lower
