// Variables for credentials whose value is written out.
#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::security {

using namespace syntax;

namespace {

constexpr std::string_view kEndings[] = {"TOKEN",      "PASSWORD",    "SECRET",       "API_KEY",
                                         "ACCESS_KEY", "PRIVATE_KEY", "CLIENT_SECRET"};
/// `SECRET` alone may mean many things.
constexpr std::string_view kWholeNames[] = {"TOKEN",      "PASSWORD",    "API_KEY",
                                            "ACCESS_KEY", "PRIVATE_KEY", "CLIENT_SECRET"};

constexpr Option kVariableOptions[] = {
    {"endings", "the last words of longer names of variables that hold a credential", std::span(kEndings)},
    {"names", "whole names of variables that hold a credential", std::span(kWholeNames)},
};

class CredentialNames {
 public:
  explicit CredentialNames(const Context& context)
      : endings_(context.words("endings")), names_(context.words("names")) {}

  [[nodiscard]] bool contains(std::string_view name) const {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) return true;
    return std::any_of(endings_.begin(), endings_.end(), [&](std::string_view end) {
      return name.size() > end.size() + 1 && name.ends_with(end) && name[name.size() - end.size() - 1] == '_';
    });
  }

 private:
  std::vector<std::string_view> endings_;
  std::vector<std::string_view> names_;
};

/// Whether a value is written out as a string, without a variable in it.
bool isWritten(const File& file, ExprId value) {
  if (file.as<StringExpr>(value) == nullptr) return false;
  const auto text = file.text(value);
  return text && !text->empty() && text->find('$') == std::string::npos;
}

void findCredentialLiterals(Context& context) {
  const CredentialNames names(context);
  for (const File& file : context.world.files()) {
    for (const ExprId id : file.records()) {
      for (const RecordItem& item : std::get<RecordExpr>(file.tree().exprs[id].node).items) {
        if (item.spread || item.key.empty() || !names.contains(item.key.text) || !isWritten(file, item.value)) continue;
        context.report(file.span(item.value), diag::credentialLiteral, item.key.text);
      }
      // `{ name: "API_TOKEN", value: "…" }`, as Kubernetes writes a variable.
      const ExprId value = syntax::fieldValue(file.tree(), id, "value");
      if (file.as<StringExpr>(value) == nullptr) continue;
      const auto name = file.text(syntax::fieldValue(file.tree(), id, "name"));
      if (name && names.contains(*name) && isWritten(file, value))
        context.report(file.span(value), diag::credentialLiteral, *name);
    }
  }
}

}  // namespace

extern constinit const Rule credentialLiteral{
    .name = "credential-literal",
    .category = Category::Security,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::credentialLiteral.record},
    .options = kVariableOptions,
    .program = findCredentialLiterals,
};

}  // namespace mlpc::rules::security
