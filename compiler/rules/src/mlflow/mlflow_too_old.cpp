// MLflow clients that do not support workspaces.
#include <algorithm>

#include "facts/python_bodies.h"
#include "mlpc/diag/mlflow.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::mlflow {

namespace {

using vocabulary::prelude::ComponentSettings;

/// Whether a requirement is for the client: `mlflow`, `MLflow[extras]>=3.10`.
bool requiresClient(std::string_view requirement) {
  const std::string name = support::toKebab(requirement.substr(0, requirement.find_first_of(" [(<>=!~;@")));
  return name == "mlflow" || name == "mlflow-skinny";
}

unsigned readNumber(std::string_view text, size_t& at) {
  constexpr unsigned kMost = 999;
  unsigned number = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
    number = std::min(kMost, number * 10 + static_cast<unsigned>(text[at] - '0'));
  return number;
}

/// The minimum version of a requirement, as major * 1000 + minor; 0 if it has none.
unsigned leastVersion(std::string_view requirement) {
  const size_t op = requirement.find_first_of("=>~");
  size_t at = op == std::string_view::npos ? op : requirement.find_first_of("0123456789", op);
  if (at == std::string_view::npos) return 0;
  const unsigned major = readNumber(requirement, at);
  if (at == requirement.size() || requirement[at] != '.') return major * 1000;
  return major * 1000 + readNumber(requirement, ++at);
}

void findOldClients(Context& context) {
  constexpr unsigned kFirstWithWorkspaces = 3010;
  context.world.fact<PythonBodies>().eachMlflow([&](const PythonBody& body) {
    if (body.call("set_workspace") == nullptr) return;
    const syntax::ExprId packages = body.setting(ComponentSettings::Packages);
    const auto value = body.file->constant(packages);
    const auto* items = value ? value->as<support::Constant::List>() : nullptr;
    for (size_t i = 0; items != nullptr && i < items->size(); ++i) {
      const auto* text = (*items)[i].as<std::string>();
      const unsigned version = text != nullptr && requiresClient(*text) ? leastVersion(*text) : 0;
      if (version != 0 && version < kFirstWithWorkspaces)
        context.report(body.file->span(packages), diag::mlflowTooOld, *text);
    }
  });
}

}  // namespace

extern constinit const Rule mlflowTooOld{
    .name = "mlflow-too-old",
    .category = Category::Mlflow,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::mlflowTooOld.record},
    .program = findOldClients,
};

}  // namespace mlpc::rules::mlflow
