// Strings and fences with placeholders.

#include <utility>

#include "evaluator.h"
#include "literals.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/embedded/file_code.h"
#include "mlpc/sema/constants.h"

namespace mlpc::lower {

using namespace syntax;
using ir::CodePlace;
using ir::Value;
using support::Constant;
using vocabulary::Language;

namespace {

/// Parts of code, in which neighbouring constants are merged, with the place of each in the code.
class Parts {
 public:
  void text(std::string_view text, source::Span origin) {
    if (text.empty()) return;
    if (text_.empty()) {
      origin_ = origin;
    } else if (origin_.file == origin.file) {
      origin_ = source::cover(origin_, origin);
    }
    text_ += text;
  }
  void value(Value value, CodePlace place) {
    endText();
    parts_.push_back(std::move(value));
    places_.push_back(place);
  }
  /// The code, of which `origin` is the place.
  Value take(Language language, source::Span origin) && {
    if (parts_.empty()) return {Constant(std::move(text_)), origin};
    endText();
    return {ir::CodeValue{language, std::move(parts_), std::move(places_)}, origin};
  }

 private:
  void endText() {
    if (text_.empty()) return;
    parts_.push_back({Constant(std::exchange(text_, {})), origin_});
    places_.push_back(CodePlace::Text);
  }

  std::string text_;  ///< after the last part
  source::Span origin_;
  std::vector<Value> parts_;
  std::vector<CodePlace> places_;
};

/// What a pipeline passes from task to task.
bool isChannel(const Value& value) {
  return value.as<ir::InputRef>() != nullptr || value.as<ir::OutputRef>() != nullptr ||
         value.as<ir::ItemRef>() != nullptr || value.as<ir::FieldRef>() != nullptr;
}

}  // namespace

Value Evaluator::text(At at, const std::vector<StringPart>& source, source::Span origin) {
  std::vector<Value> parts;
  parts.reserve(source.size());
  bool onlyString = true;
  for (const StringPart& part : source) {
    if (const auto* text = std::get_if<TextPart>(&part)) {
      parts.push_back({Constant(text->text), text->span});
      continue;
    }
    const auto& placeholder = std::get<PlaceholderPart>(part);
    Value value = eval(at.module, placeholder.value, at.environment);
    if (value.isConstant()) {
      value.origin = placeholder.span;
    } else if (value.as<ir::Interpolation>() != nullptr) {
      onlyString = false;
    } else {
      const sema::TypeId type =
          bareType(lowering_.program.types, lowering_.program.info(at.module, placeholder.value).type);
      onlyString = type && lowering_.program.types[type].kind == sema::TypeKind::String;
    }
    parts.push_back(std::move(value));
  }
  Value whole = ir::foldText(std::move(parts), origin);
  if (const std::string* known = whole.text()) {
    if (!lowering_.spend(known->size(), origin)) return {Constant(), origin};
    return whole;
  }
  // `"~{x}"` with a string `x` is that string.
  auto& pieces = whole.as<ir::Interpolation>()->parts;
  const bool kept = at.environment.keepsTexts && isChannel(pieces[0]);
  if (pieces.size() != 1 || !onlyString || kept) return whole;
  Value only = std::move(pieces[0]);
  only.origin = origin;
  return only;
}

Value Evaluator::fence(At at, ExprId id, const FenceExpr& fence) {
  const source::Span origin = lowering_.span(at.module, id);
  const Language language = vocabulary::languageOf(fence.language.text);
  if (!isScript(language)) return text(at, fence.parts, origin);
  std::vector<Value> values;
  for (const StringPart& part : fence.parts) {
    const auto* placeholder = std::get_if<PlaceholderPart>(&part);
    if (placeholder != nullptr) values.push_back(eval(at.module, placeholder->value, at.environment));
  }
  std::vector<std::optional<Constant>> known;
  std::vector<const Constant*> constants;
  for (const Value& value : values) known.push_back(value.constant());
  for (const auto& constant : known) constants.push_back(constant ? &*constant : nullptr);
  const std::vector<Insertion> inserted = insertions(at.module, id, language, constants);
  Parts parts;
  size_t next = 0;
  for (const StringPart& part : fence.parts) {
    if (const auto* text = std::get_if<TextPart>(&part)) {
      parts.text(text->text, text->span);
      continue;
    }
    const size_t i = next++;
    const source::Span span = std::get<PlaceholderPart>(part).span;
    if (!known[i]) {
      parts.value(std::move(values[i]), inserted[i].place);
      continue;
    }
    if (!inserted[i].text) lowering_.diags.report(span, diag::unsafeInCode, known[i]->toText(), fence.language.text);
    parts.text(inserted[i].text.value_or(""), span);
  }
  return std::move(parts).take(language, origin);
}

std::vector<Insertion> Evaluator::insertions(ModuleId module, ExprId fence, Language language,
                                             const std::vector<const Constant*>& values) {
  if (values.empty()) return {};
  const embedded::FileCode& code = *lowering_.program.module(module).code;
  if (language == Language::Python) return insertIntoPython(*code.python(fence).code, values);
  if (language == Language::Bash || language == Language::Sh) return insertIntoShell(*code.shell(fence).script, values);
  return insertIntoPowerShell(code.text(fence).text(), values);
}

}  // namespace mlpc::lower
