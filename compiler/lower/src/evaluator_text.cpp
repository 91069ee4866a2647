// Strings and fences with placeholders.

#include "code_scanner.h"
#include "evaluator.h"
#include "mlpc/diag/lowering.h"

namespace mlpc::lower {

using namespace syntax;
using ir::CodePlace;
using ir::Value;
using support::Constant;

namespace {

/// Parts of a text in which neighbouring constants are one.
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

bool isScript(std::string_view language) {
  return language == "bash" || language == "sh" || language == "python" || language == "pwsh" ||
         language == "powershell";
}

/// What a pipeline hands from task to task.
bool isChannel(const Value& value) {
  return value.as<ir::InputRef>() != nullptr || value.as<ir::OutputRef>() != nullptr ||
         value.as<ir::ItemRef>() != nullptr || value.as<ir::FieldRef>() != nullptr;
}

}  // namespace

Value Evaluator::text(At at, const std::vector<StringPart>& source, source::Span origin) {
  Parts parts;
  bool onlyString = true;
  for (const StringPart& part : source) {
    if (const auto* text = std::get_if<TextPart>(&part)) {
      parts.text(text->text, text->span);
      continue;
    }
    const auto& placeholder = std::get<PlaceholderPart>(part);
    Value value = eval(at.module, placeholder.value, at.environment);
    if (auto known = value.constant()) {
      parts.text(known->toText(), placeholder.span);
    } else if (auto* inner = value.as<ir::Interpolation>()) {
      for (Value& piece : inner->parts) {
        if (const std::string* text = piece.text())
          parts.text(*text, piece.origin);
        else
          parts.value(std::move(piece), CodePlace::Unknown);
      }
      onlyString = false;
    } else {
      const sema::TypeId type =
          bareType(lowering_.program.types, lowering_.program.info(at.module, placeholder.value).type);
      onlyString = type && lowering_.program.types[type].kind == sema::TypeKind::String;
      parts.value(std::move(value), CodePlace::Unknown);
    }
  }
  if (parts.onlyText()) {
    std::string joined = parts.joined();
    if (!lowering_.spend(joined.size(), origin)) return {Constant(), origin};
    return {Constant(std::move(joined)), origin};
  }
  // `"~{x}"` of a string is that string.
  const bool kept = at.environment.keepsTexts && !parts.parts().empty() && isChannel(parts.parts()[0]);
  if (parts.parts().size() == 1 && onlyString && !kept) {
    Value value = std::move(parts.parts()[0]);
    value.origin = origin;
    return value;
  }
  return {ir::Interpolation{std::move(parts.parts())}, origin};
}

Value Evaluator::fence(At at, const FenceExpr& fence, source::Span origin) {
  if (!isScript(fence.language.text)) return text(at, fence.parts, origin);
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

}  // namespace mlpc::lower
