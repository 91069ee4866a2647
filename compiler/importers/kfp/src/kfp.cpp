#include "mlpc/importers/kfp/kfp.h"

#include <algorithm>

#include "expansion.h"
#include "mlpc/diag/import.h"
#include "mlpc/format/format.h"
#include "order.h"
#include "original.h"
#include "recovery.h"
#include "schema.h"
#include "writer.h"

namespace mlpc::importers::kfp {
namespace {

/// The documents of a file: the pipeline, and its settings for Kubernetes. They are in the file directly, or in an
/// object of the kind `PipelineVersion`.
struct Parts {
  Node* spec = nullptr;
  Node* platform = nullptr;
};

bool isPipelineSpec(const Node& node) { return node.find("pipelineInfo") != nullptr && node.find("root") != nullptr; }

std::optional<Parts> findParts(std::vector<Node>& documents, diag::Engine& diags) {
  Parts parts;
  for (Node& document : documents) {
    Node* spec = &document;
    Node* platform = document.find("platforms") != nullptr ? &document : nullptr;
    Node* object = document.find("spec");
    if (Node* inner = object == nullptr ? nullptr : object->find("pipelineSpec")) {
      spec = inner;
      platform = object->find("platformSpec");
      diags.report(document.span, diag::importWrapper);
    } else if (platform == nullptr && !isPipelineSpec(document)) {
      const Node* kind = document.find("kind");
      const bool wrapper =
          kind != nullptr && kind->isText() && kind->text == "Pipeline" && document.find("apiVersion") != nullptr;
      diags.report(document.span, wrapper ? diag::importWrapper : diag::importForeignDocument);
      continue;
    }
    if (isPipelineSpec(*spec) && parts.spec != nullptr) {
      diags.report(spec->span, diag::importSecondPipeline);
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

/// How many tasks there are when each pipeline is expanded wherever it is run, as compilers do; counts up to about
/// `most`.
size_t expandedTasks(const Pipeline& pipeline, size_t most, std::unordered_map<const Pipeline*, size_t>& known) {
  if (const auto found = known.find(&pipeline); found != known.end()) return found->second;
  size_t count = 0;
  for (const Statement* task : pipeline.tasks) {
    const Pipeline* inner = task->callee == nullptr ? nullptr : task->callee->pipeline;
    count += 1 + (inner == nullptr ? 0 : expandedTasks(*inner, most, known));
    if (count > most) break;
  }
  known.emplace(&pipeline, std::min(count, most + 1));
  return std::min(count, most + 1);
}

}  // namespace

bool recognises(std::string_view text) {
  return (text.find("pipelineInfo") != std::string_view::npos && text.find("root") != std::string_view::npos) ||
         text.find("pipelineSpec") != std::string_view::npos;
}

std::optional<Imported> importPipeline(const source::SourceManager& sources, source::FileId file, diag::Engine& diags) {
  auto documents = readYaml(sources, file, diags);
  if (!documents) return std::nullopt;
  const auto original = std::make_shared<Original>(Original{std::move(*documents)});
  const auto parts = findParts(original->documents, diags);
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
  const UnescapedContainers unescaped(*parts->spec, parts->platform);
  const Document document = indexed(*parts);
  Model model;
  if (!Recovery(document, model, diags).run()) return std::nullopt;
  // Pipelines that each run another one twice, ninety levels deep, take twenty kilobytes and have more tasks than there
  // are atoms.
  constexpr size_t kMostTasks = 150'000;
  std::unordered_map<const Pipeline*, size_t> counts;
  if (expandedTasks(model.pipelines.front(), kMostTasks, counts) > kMostTasks) {
    diags.report(document.root->span, diag::importTooMany, kMostTasks,
                 diag::Phrase("tasks, counting those of pipelines in pipelines"));
    return std::nullopt;
  }
  orderStatements(document, model, diags);
  Types types(model);
  types.run();
  Writer writer(document, model, types, diags);
  Imported imported;
  imported.text = format::formatText(writer.run());
  imported.fileName = model.pipelines.front().emittedName + ".pipeline.yaml";
  imported.original = original;
  return imported;
}

bool allow(Imported& imported, const std::map<size_t, std::set<std::string>>& findings) {
  constexpr std::string_view kHead = "@allow(";
  // A long `@allow` is on several lines.
  std::vector<std::string> lines;
  std::vector<size_t> firsts;
  size_t number = 0;
  bool open = false;
  for (size_t at = 0; at < imported.text.size();) {
    const size_t end = std::min(imported.text.find('\n', at), imported.text.size());
    const std::string line = imported.text.substr(at, end - at);
    at = end + 1;
    ++number;
    if (open) {
      // `"name",`
      lines.back() += line == ")" ? ")" : (lines.back().ends_with('(') ? "" : " ") + line.substr(line.find('"'));
      if (line == ")" && lines.back().ends_with(",)")) lines.back().erase(lines.back().size() - 2, 1);
    } else {
      lines.push_back(line);
      firsts.push_back(number);
    }
    open = lines.back().starts_with(kHead) && !lines.back().ends_with(')');
  }
  // A finding in a declaration comes after its first line, which is where it can be allowed.
  std::map<size_t, std::set<std::string>> wanted;
  for (const auto& [line, names] : findings) {
    auto at = static_cast<size_t>(std::upper_bound(firsts.begin(), firsts.end(), line) - firsts.begin());
    while (at > 0 && !lines[at - 1].starts_with("component ") && !lines[at - 1].starts_with("pipeline ")) --at;
    if (at > 0) wanted[at - 1].insert(names.begin(), names.end());
  }
  bool changed = false;
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool known = lines[i].starts_with(kHead);
    const auto names = wanted.find(known ? i + 1 : i);
    if (names != wanted.end() && (known || i == 0 || !lines[i - 1].starts_with(kHead))) {
      std::string decorator = known ? lines[i].substr(0, lines[i].size() - 1) : std::string(kHead);
      for (const std::string& name : names->second) {
        const std::string quotedName = '"' + name + '"';
        if (decorator.find(quotedName) != std::string::npos) continue;
        decorator += (decorator.ends_with('(') ? "" : ", ") + quotedName;
        changed = true;
      }
      text += decorator + ")\n";
      if (known) continue;
    }
    text += lines[i] + '\n';
  }
  if (changed) imported.text = format::formatText(std::move(text));
  return changed;
}

}  // namespace mlpc::importers::kfp
