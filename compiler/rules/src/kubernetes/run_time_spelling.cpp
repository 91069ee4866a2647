// Records that Kubernetes reads at run time: as JSON, with its own names of fields.
#include <set>

#include "mlpc/diag/across.h"
#include "mlpc/rules/context.h"
#include "mlpc/support/text.h"
#include "mlpc/vocabulary/prelude.h"

namespace mlpc::rules::kubernetes {

using vocabulary::prelude::TaskOptions;
using namespace syntax;

namespace {

/// A field inside `type` that has another name in Kubernetes; empty if there is none.
std::string_view renamedField(const sema::TypeStore& types, sema::TypeId type, std::set<sema::TypeId>& seen) {
  if (!type || !seen.insert(type).second) return {};
  const sema::Type& known = types[type];
  for (const sema::Field& field : known.fields) {
    if (field.name.find('_') != std::string_view::npos) return field.name;
    if (const std::string_view inside = renamedField(types, field.type, seen); !inside.empty()) return inside;
  }
  for (const sema::TypeId member : known.members) {
    if (const std::string_view inside = renamedField(types, member, seen); !inside.empty()) return inside;
  }
  return renamedField(types, known.element, seen);
}

void judge(const File& file, ExprId value, Context& context) {
  if (const auto* list = file.as<ListExpr>(value)) {
    for (const ListItem& item : list->items) judge(file, item.value, context);
    return;
  }
  if (!value || file.as<RecordExpr>(value) != nullptr || file.info(value).phase == sema::Phase::Compile) return;
  std::set<sema::TypeId> seen;
  const std::string_view field = renamedField(context.world.types(), file.info(value).type, seen);
  if (!field.empty()) context.report(file.span(value), diag::runTimeSpelling, field, support::toCamel(field));
}

/// Whether a record is the options of a task. Those of a TrainJob are translated, or must be known earlier.
bool isTaskOptions(const File& file, ExprId record, const sema::TypeStore& types) {
  const sema::TypeId expected = file.info(record).expected;
  return expected && types[expected].text == "TaskOptions";
}

/// The fields of a record, and those of records that are spread into it.
void judgeRecord(const File& file, ExprId record, Context& context) {
  for (const TaskOptions field : {TaskOptions::Tolerations, TaskOptions::NodeAffinity})
    judge(file, fieldValue(file.tree(), record, field), context);
  const auto* written = file.as<RecordExpr>(record);
  for (size_t i = 0; written != nullptr && i < written->items.size(); ++i) {
    if (written->items[i].spread) judgeRecord(file, written->items[i].value, context);
  }
}

void findRunTimeRecords(const File& file, Context& context) {
  for (const ExprId record : file.records()) {
    if (isTaskOptions(file, record, context.world.types())) judgeRecord(file, record, context);
  }
}

}  // namespace

extern constinit const Rule runTimeSpelling{
    .name = "run-time-spelling",
    .category = Category::Kubernetes,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::runTimeSpelling.record},
    .file = findRunTimeRecords,
};

}  // namespace mlpc::rules::kubernetes
