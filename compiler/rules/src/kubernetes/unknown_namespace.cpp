// Namespaces that a program does not declare, although it declares others.
#include <unordered_set>

#include "facts/resources.h"
#include "mlpc/diag/across.h"
#include "mlpc/diag/notes.h"
#include "mlpc/rules/context.h"
#include "mlpc/vocabulary/kinds.h"

namespace mlpc::rules::kubernetes {

using vocabulary::ResourceField;
using namespace syntax;

namespace {

constexpr std::string_view kPresent[] = {"default"};

constexpr Option kNamespaceOptions[] = {
    {"present", "namespaces that the cluster has from the start, beside those of Kubernetes", std::span(kPresent)}};

void findUnknownNamespaces(Context& context) {
  const Resources& resources = context.world.fact<Resources>();
  // A program that declares none leaves them to somebody else.
  if (!resources.has(Kind::K8sNamespace)) return;
  std::unordered_set<std::string_view> known;
  std::vector<std::string> names;
  for (const Resource* space : resources.of(Kind::K8sNamespace)) {
    if (space->name.empty()) return;  // could be any of them
    known.insert(space->name);
    names.push_back(space->name);
  }
  const std::vector<std::string_view> present = context.words("present");
  known.insert(present.begin(), present.end());
  for (const File& file : context.world.files()) {
    for (const ExprId record : file.records()) {
      const ExprId value = fieldValue(file.tree(), record, ResourceField::Namespace);
      const auto name = file.text(value);
      if (!name || name->empty() || name->starts_with("kube-") || known.count(*name) != 0) continue;
      auto report = context.report(file.span(value), diag::unknownNamespace, *name);
      if (const auto close = context.closest(*name, names)) report.note(file.span(value), diag::didYouMean, *close);
    }
  }
}

}  // namespace

extern constinit const Rule unknownNamespace{
    .name = "unknown-namespace",
    .category = Category::Kubernetes,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::unknownNamespace.record},
    .options = kNamespaceOptions,
    .program = findUnknownNamespaces,
};

}  // namespace mlpc::rules::kubernetes
