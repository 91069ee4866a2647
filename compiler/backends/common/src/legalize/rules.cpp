#include "mlpc/backends/common/rules.h"

namespace mlpc::backends {

void RuleContext::demandData(const ir::Value& value, std::string_view setting, Whole whole) const {
  if (const auto* list = value.as<ir::ListValue>()) {
    for (const ir::Value& item : list->items) demandData(item, setting);
  } else if (const auto* record = value.as<ir::RecordValue>()) {
    for (const ir::Field& field : record->fields) demandData(field.value, setting);
  } else if (known(value)) {
    return;
  } else if (atRunTime) {
    atRunTime(value, setting, whole);
  } else {
    late(diags, value.origin, setting);
  }
}

}  // namespace mlpc::backends
