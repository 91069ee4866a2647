// Inputs for credentials whose default is written out.
#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::security {

using namespace syntax;

namespace {

/// Fewer words than for variables: `pad_token` and `db_secret` do not mean credentials.
constexpr std::string_view kInputs[] = {"password",   "passwd",        "api_key",          "access_token",
                                        "auth_token", "client_secret", "secret_access_key"};

constexpr Option kInputOptions[] = {
    {"endings", "the last words of names of inputs that take a credential", std::span(kInputs)}};

/// A string written out for an input that takes a credential.
void judgeInput(const File& file, std::string_view name, ExprId value, const std::vector<std::string_view>& endings,
                Context& context) {
  const bool credential = std::any_of(endings.begin(), endings.end(), [&](std::string_view end) {
    return name == end ||
           (name.size() > end.size() && name.ends_with(end) && name[name.size() - end.size() - 1] == '_');
  });
  const auto* string = credential ? file.as<StringExpr>(value) : nullptr;
  if (string == nullptr || string->parts.size() != 1) return;
  const auto* text = std::get_if<TextPart>(&string->parts.front());
  if (text == nullptr || text->text.empty() || text->text.find_first_of("$<{") != std::string_view::npos) return;
  context.report(file.span(value), diag::credentialDefault, name);
}

void findCredentialDefaults(Context& context) {
  const std::vector<std::string_view> endings = context.words("endings");
  for (const File& file : context.world.files()) {
    for (const ExprId id : file.calls()) {
      for (const Argument& argument : std::get<CallExpr>(file.tree().exprs[id].node).arguments)
        judgeInput(file, argument.name.text, argument.value, endings, context);
    }
    const auto ports = [&](const std::vector<Parameter>& list) {
      for (const Parameter& port : list) judgeInput(file, port.name.text, port.defaultValue, endings, context);
    };
    for (const Decl& decl : file.tree().decls) {
      if (const auto* component = std::get_if<ComponentDecl>(&decl.node)) {
        ports(component->parameters);
        ports(component->outputs.named);
      } else if (const auto* pipeline = std::get_if<PipelineDecl>(&decl.node)) {
        ports(pipeline->parameters);
        ports(pipeline->outputs.named);
      }
    }
  }
}

}  // namespace

extern constinit const Rule credentialDefault{
    .name = "credential-default",
    .category = Category::Security,
    .level = Level::Warning,
    .reach = Reach::Every,
    .records = {&diag::credentialDefault.record},
    .options = kInputOptions,
    .program = findCredentialDefaults,
};

}  // namespace mlpc::rules::security
