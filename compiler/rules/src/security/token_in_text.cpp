// Tokens and keys that are written out, including those composed of constants.
#include <algorithm>

#include "mlpc/diag/secrets.h"
#include "mlpc/rules/context.h"
#include "security/tokens.h"

namespace mlpc::rules::security {

using namespace syntax;

namespace {

/// The value of a string, if it is composed of several pieces that are all known.
std::optional<std::string> composed(const File& file, const StringExpr& string, ExprId id) {
  const bool joined =
      string.parts.size() > 1 && std::any_of(string.parts.begin(), string.parts.end(),
                                             [](const auto& p) { return std::holds_alternative<PlaceholderPart>(p); });
  return joined ? file.text(id) : std::nullopt;
}

/// A token composed of constants. A token inside one of the pieces is reported there.
void findComposed(const File& file, ExprId id, Context& context) {
  const auto* string = file.as<StringExpr>(id);
  const auto whole = string != nullptr ? composed(file, *string, id) : std::nullopt;
  if (!whole || !isSuspect(*whole)) return;
  const bool inPiece = std::any_of(string->parts.begin(), string->parts.end(), [&](const StringPart& part) {
    if (const auto* text = std::get_if<TextPart>(&part)) return holdsToken(text->text);
    const auto value = file.text(std::get<PlaceholderPart>(part).value);
    return value && holdsToken(*value);
  });
  if (inPiece) return;
  findTokens(*whole,
             [&](size_t, size_t, std::string_view what) { context.report(file.span(id), diag::tokenInText, what); });
}

/// Descriptions become part of the compiled file.
void findInDescription(std::string_view doc, source::Span at, Context& context) {
  if (!isSuspect(doc)) return;
  findTokens(doc, [&](size_t, size_t, std::string_view what) { context.report(at, diag::tokenInText, what); });
}

void findInDescriptions(const Decl& decl, Context& context) {
  findInDescription(decl.doc, decl.name.span, context);
  const auto ports = [&](const std::vector<Parameter>& list) {
    for (const Parameter& port : list) findInDescription(port.doc, port.name.span, context);
  };
  if (const auto* component = std::get_if<ComponentDecl>(&decl.node)) {
    ports(component->parameters);
    ports(component->outputs.named);
  } else if (const auto* pipeline = std::get_if<PipelineDecl>(&decl.node)) {
    ports(pipeline->parameters);
    ports(pipeline->outputs.named);
  }
}

void findTokensInTexts(Context& context) {
  for (const SuspectTexts::Text& text : context.world.fact<SuspectTexts>().all()) {
    findTokens(text.code.text(), [&](size_t begin, size_t end, std::string_view what) {
      context.report(text.code.span(static_cast<uint32_t>(begin), static_cast<uint32_t>(end)), diag::tokenInText, what);
    });
  }
  for (const File& file : context.world.files()) {
    for (const ExprId id : file.strings()) findComposed(file, id, context);
    for (const Decl& decl : file.tree().decls) findInDescriptions(decl, context);
  }
}

}  // namespace

extern constinit const Rule tokenInText{
    .name = "token-in-text",
    .category = Category::Security,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::tokenInText.record},
    .program = findTokensInTexts,
};

}  // namespace mlpc::rules::security
