// Records that Kubernetes reads at run time: as JSON, with its own names of fields.
#include <map>
#include <set>
#include <string>
#include <vector>

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

/// The calls of each pipeline: what is given for its inputs.
struct CallsOfPipelines {
  struct Call {
    const File* file;
    const sema::CallUse* use;
  };

  explicit CallsOfPipelines(const World& world) {
    for (const File& file : world.files()) {
      for (const ExprId call : file.calls()) {
        if (const auto* use = file.use<sema::CallUse>(call)) calls[use->callee].push_back({&file, use});
      }
    }
  }

  std::map<sema::SymbolId, std::vector<Call>> calls;
};

/// A key of the value, at any depth, that Kubernetes calls otherwise: that of a field of `type`. Empty if there is
/// none.
std::string renamedKey(const sema::TypeStore& types, sema::TypeId type, const support::Constant& value) {
  if (!type) return {};
  const sema::Type& known = types[type];
  if (const auto* list = value.as<support::Constant::List>()) {
    const sema::TypeId items = known.kind == sema::TypeKind::List ? known.element : type;
    for (const support::Constant& item : *list) {
      if (std::string inside = renamedKey(types, items, item); !inside.empty()) return inside;
    }
    return {};
  }
  for (const sema::Field& field : known.fields) {
    const support::Constant* given = value.field(field.name);
    if (given == nullptr) continue;
    if (field.name.find('_') != std::string_view::npos) return std::string(field.name);
    if (std::string inside = renamedKey(types, field.type, *given); !inside.empty()) return inside;
  }
  for (const sema::TypeId member : known.members) {
    if (std::string inside = renamedKey(types, member, value); !inside.empty()) return inside;
  }
  return renamedKey(types, known.element, value);
}

/// What is known about the values of an input without a record type (`list[map]`): its default, and what calls give.
void judgeKnownValues(const File& file, ExprId value, Context& context) {
  const auto* use = file.use<sema::SymbolUse>(value);
  if (use == nullptr) return;
  const sema::Symbol& symbol = context.world.symbol(use->symbol);
  const sema::Signature* signature = context.world.signature(symbol.owner);
  if (symbol.kind != sema::SymbolKind::Parameter || signature == nullptr) return;
  const auto judgeConstant = [&](const File& where, ExprId given) {
    const auto constant = given ? where.constant(given) : std::nullopt;
    if (!constant) return;
    const std::string key = renamedKey(context.world.types(), file.info(value).expected, *constant);
    if (!key.empty()) context.report(where.span(given), diag::runTimeSpelling, key, support::toCamel(key));
  };
  const sema::Field& input = signature->parameters[symbol.index];
  if (input.defaultValue) judgeConstant(file, input.defaultValue);
  const auto& calls = context.world.fact<CallsOfPipelines>().calls;
  const auto found = calls.find(symbol.owner);
  if (found == calls.end()) return;
  for (const auto& [caller, call] : found->second) {
    if (symbol.index < call->arguments.size()) judgeConstant(*caller, call->arguments[symbol.index]);
  }
}

void judge(const File& file, ExprId value, Context& context) {
  if (const auto* list = file.as<ListExpr>(value)) {
    for (const ListItem& item : list->items) judge(file, item.value, context);
    return;
  }
  if (!value || file.as<RecordExpr>(value) != nullptr || file.info(value).phase == sema::Phase::Compile) return;
  std::set<sema::TypeId> seen;
  const std::string_view field = renamedField(context.world.types(), file.info(value).type, seen);
  if (field.empty()) return judgeKnownValues(file, value, context);
  context.report(file.span(value), diag::runTimeSpelling, field, support::toCamel(field));
}

/// Whether a record is the options of a task. Those of a TrainJob are translated, or must be known earlier.
bool isTaskOptions(const File& file, ExprId record, const World& world) {
  const sema::TypeId expected = file.info(record).expected;
  if (!expected) return false;
  const sema::Type& type = world.types()[expected];
  return type.symbol && world.standard(type.symbol) && type.text == "TaskOptions";
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
    if (isTaskOptions(file, record, context.world)) judgeRecord(file, record, context);
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
