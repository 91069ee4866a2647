#include "mlpc/importers/kfp/kfp.h"

#include "order.h"
#include "recovery.h"
#include "schema.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

/// The documents of a file: the pipeline, and what Kubernetes is told of it. They stand in the file as they are, or in
/// an object of the kind `PipelineVersion`.
struct Parts {
  const Node* spec = nullptr;
  const Node* platform = nullptr;
};

bool isPipelineSpec(const Node& node) { return node.find("pipelineInfo") != nullptr && node.find("root") != nullptr; }

std::optional<Parts> findParts(const std::vector<Node>& documents, diag::Engine& diags) {
  Parts parts;
  for (const Node& document : documents) {
    const Node* spec = &document;
    const Node* platform = document.find("platforms") != nullptr ? &document : nullptr;
    if (const Node* inner = document.find("spec", "pipelineSpec")) {
      spec = inner;
      platform = document.find("spec", "platformSpec");
      diags.report(document.span, diag::importNotExpressible,
                   diag::Phrase("the Kubernetes object around the pipeline: what is imported is the pipeline"));
    } else if (platform == nullptr && !isPipelineSpec(document)) {
      const Node* kind = document.find("kind");
      const bool wrapper =
          kind != nullptr && kind->isText() && kind->text == "Pipeline" && document.find("apiVersion") != nullptr;
      diags.report(document.span, diag::importNotExpressible,
                   diag::Phrase(wrapper ? "an object `Pipeline`, which only names a pipeline"
                                        : "a document that belongs to no pipeline"));
      continue;
    }
    if (isPipelineSpec(*spec) && parts.spec != nullptr) {
      diags.report(spec->span, diag::importNotExpressible,
                   diag::Phrase("a second pipeline: one is imported from a file"));
    } else if (isPipelineSpec(*spec)) {
      parts.spec = spec;
    }
    if (platform != nullptr) parts.platform = platform;
  }
  if (parts.spec == nullptr) return std::nullopt;
  return parts;
}

void index(const Node* table, std::unordered_map<std::string_view, const Node*>& out) {
  if (table == nullptr) return;
  for (size_t i = 0; i < table->keys.size(); ++i) out.emplace(table->keys[i], &table->items[i]);
}

Document indexed(const Parts& parts) {
  Document document;
  document.spec = parts.spec;
  document.root = parts.spec->find("root");
  index(parts.spec->find("components"), document.components);
  index(parts.spec->find("deploymentSpec", "executors"), document.executors);
  if (parts.platform == nullptr) return document;
  index(parts.platform->find("platforms", "kubernetes", "deploymentSpec", "executors"), document.pods);
  document.config = parts.platform->find("platforms", "kubernetes", "pipelineConfig");
  return document;
}

}  // namespace

bool recognises(std::string_view text) {
  return (text.find("pipelineInfo") != std::string_view::npos && text.find("root") != std::string_view::npos) ||
         text.find("pipelineSpec") != std::string_view::npos;
}

std::optional<Imported> importPipeline(const source::SourceManager& sources, source::FileId file, diag::Engine& diags) {
  const auto documents = readYaml(sources, file, diags);
  if (!documents) return std::nullopt;
  const auto parts = findParts(*documents, diags);
  if (!parts) {
    diags.report({file, 0, 0}, diag::importUnknownKind);
    return std::nullopt;
  }
  bool good = checkPipelineSpec(*parts->spec, diags);
  if (parts->platform != nullptr) good = checkPlatformSpec(*parts->platform, diags) && good;
  if (!good) return std::nullopt;
  const Node& version = *parts->spec->find("schemaVersion");
  if (version.text != "2.1.0") {
    diags.report(version.span, diag::importSchemaVersion, version.text);
    return std::nullopt;
  }
  const Document document = indexed(*parts);
  Model model;
  if (!Recovery(document, model, diags).run()) return std::nullopt;
  orderStatements(model, diags);
  Types types(model);
  types.run();
  Writer writer(document, model, types, diags);
  Imported imported;
  imported.text = writer.run();
  imported.fileName = model.pipelines.front().emittedName + ".pipeline.yaml";
  return imported;
}

}  // namespace mlpc::importers::kfp
