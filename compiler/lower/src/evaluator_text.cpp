// Strings and fences with placeholders.

#include "code_scanner.h"
#include "evaluator.h"
#include "mlpc/diag/lowering.h"
#include "mlpc/embedded/syntax_tree.h"
#include "mlpc/sema/constants.h"
#include "python_literals.h"

namespace mlpc::lower {

using namespace syntax;
using ir::CodePlace;
using ir::Value;
using support::Constant;

namespace {

/// Parts of code, in which neighbouring constants are merged, with the place of each in the code.
class Parts {
 public:
  void text(std::string_view text, source::Span origin) {
    if (text.empty()) return;
    if (!parts_.empty() && places_.back() == CodePlace::Text) {
      auto joined = std::string(*parts_.back().text()) + std::string(text);
      parts_.back().node = Constant(std::move(joined));
      if (parts_.back().origin.file == origin.file) parts_.back().origin = source::cover(parts_.back().origin, origin);
      return;
    }
    parts_.push_back({Constant(text), origin});
    places_.push_back(CodePlace::Text);
  }
  void value(Value value, CodePlace place) {
    parts_.push_back(std::move(value));
    places_.push_back(place);
  }
  [[nodiscard]] bool onlyText() const {
    return parts_.empty() || (parts_.size() == 1 && places_[0] == CodePlace::Text);
  }
  [[nodiscard]] std::string joined() const { return parts_.empty() ? std::string() : *parts_[0].text(); }
  std::vector<Value>& parts() { return parts_; }
  std::vector<CodePlace>& places() { return places_; }

 private:
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

Value Evaluator::fence(At at, const FenceExpr& fence, source::Span origin) {
  if (!sema::isScript(fence.language.text)) return text(at, fence.parts, origin);
  if (fence.language.text == "python") return python(at, fence, origin);
  auto scanner = makeCodeScanner(fence.language.text);
  Parts parts;
  for (const StringPart& part : fence.parts) {
    if (const auto* text = std::get_if<TextPart>(&part)) {
      scanner->text(text->text);
      parts.text(text->text, text->span);
      continue;
    }
    const auto& placeholder = std::get<PlaceholderPart>(part);
    Value value = eval(at.module, placeholder.value, at.environment);
    const auto known = value.constant();
    if (!known) {
      parts.value(std::move(value), scanner->place());
      continue;
    }
    auto literal = scanner->literal(*known);
    if (!literal) {
      lowering_.diags.report(placeholder.span, diag::unsafeInCode, known->toText(), fence.language.text);
      literal = "";
    }
    parts.text(*literal, placeholder.span);
  }
  if (parts.onlyText()) return {Constant(parts.joined()), origin};
  return {ir::CodeValue{std::string(fence.language.text), std::move(parts.parts()), std::move(parts.places())}, origin};
}

Value Evaluator::python(At at, const FenceExpr& fence, source::Span origin) {
  std::string code;
  std::vector<Value> values;
  for (const StringPart& part : fence.parts) {
    if (const auto* text = std::get_if<TextPart>(&part)) {
      code += text->text;
      continue;
    }
    code += embedded::kPlaceholderByte;
    values.push_back(eval(at.module, std::get<PlaceholderPart>(part).value, at.environment));
  }
  if (values.empty()) return {Constant(std::move(code)), origin};
  std::vector<std::optional<Constant>> known;
  std::vector<const Constant*> constants;
  for (const Value& value : values) known.push_back(value.constant());
  for (const auto& constant : known) constants.push_back(constant ? &*constant : nullptr);
  const std::vector<PythonInsertion> inserted = insertIntoPython(code, constants);
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
  if (parts.onlyText()) return {Constant(parts.joined()), origin};
  return {ir::CodeValue{std::string(fence.language.text), std::move(parts.parts()), std::move(parts.places())}, origin};
}

}  // namespace mlpc::lower
