#include "run_text.h"

#include "mlpc/emit/document.h"
#include "placeholders.h"
#include "values.h"

namespace mlpc::backends::kfp {

std::string runText(const Plan& plan, const ir::Value& value) {
  if (const support::Constant* constant = value.scalar()) return constant->toText();
  if (const Channel* channel = plan.channel(value)) return parameterPlaceholder(channel->input);
  if (const auto* property = value.as<ir::PropertyRef>(); property != nullptr && isWorkspace(*property)) {
    return std::string(propertyPlaceholder(*property));
  }
  // A list is the arguments of a built-in that takes any number of them.
  const auto* call = value.as<ir::Call>();
  const bool joined = value.as<ir::Interpolation>() != nullptr || value.as<ir::ListValue>() != nullptr ||
                      (call != nullptr && call->function == vocabulary::Builtin::Concat);
  if (!joined) return std::string(emit::kUnmapped);
  std::string text;
  forEachPart(value, [&](const ir::Value& part) { text += runText(plan, part); });
  return text;
}

}  // namespace mlpc::backends::kfp
