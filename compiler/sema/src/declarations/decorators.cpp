// Decorators: which there are, where they may stand, and what they say of a field.

#include <algorithm>
#include <array>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/registry.h"
#include "mlpc/support/text.h"
#include "state.h"
#include "types/pattern.h"

namespace mlpc::sema {

using namespace syntax;

const Decorator* Checker::decorator(ModuleId module, DeclId decl, std::string_view name) const {
  for (const auto& d : tree(module).decls[decl].decorators) {
    if (d.path.size() == 1 && d.path[0].text == name) return &d;
  }
  return nullptr;
}

std::string_view Checker::textArgument(ModuleId module, const Decorator& decorator) const {
  if (decorator.arguments.size() != 1) return {};
  const auto* string = std::get_if<StringExpr>(&expr(module, decorator.arguments[0].value).node);
  if (string == nullptr || string->parts.size() != 1) return {};
  const auto* text = std::get_if<TextPart>(&string->parts[0]);
  return text == nullptr ? std::string_view() : text->text;
}

std::optional<double> Checker::numberArgument(ModuleId module, const Decorator& decorator, size_t index) const {
  if (index >= decorator.arguments.size()) return std::nullopt;
  ExprId id = decorator.arguments[index].value;
  double sign = 1;
  if (const auto* unary = std::get_if<UnaryExpr>(&expr(module, id).node);
      unary != nullptr && unary->op == UnaryOp::Negate) {
    sign = -1;
    id = unary->operand;
  }
  const auto* number = std::get_if<NumberExpr>(&expr(module, id).node);
  if (number == nullptr || number->kind == NumberKind::Unit) return std::nullopt;
  return sign * std::strtod(std::string(number->text).c_str(), nullptr);
}

void Checker::applyDecorators(ModuleId module, const std::vector<Decorator>& decorators, Field& field) {
  for (const auto& d : decorators) {
    if (d.path.size() != 1) continue;
    const std::string_view name = d.path[0].text;
    if (name == "range") {
      field.minimum = numberArgument(module, d, 0);
      field.maximum = numberArgument(module, d, 1);
    } else if (name == "length") {
      const auto least = numberArgument(module, d, 0);
      const auto most = numberArgument(module, d, 1);
      if (least && *least >= 0) field.minLength = static_cast<uint32_t>(*least);
      if (most && *most >= 0) field.maxLength = static_cast<uint32_t>(*most);
    } else if (name == "pattern") {
      field.pattern = textArgument(module, d);
    } else if (name == "deprecated") {
      field.deprecated = textArgument(module, d);
    } else if (isStandard(module)) {
      if (name == "attribute") {
        field.attribute = true;
        field.optional = true;
      }
      if (name == "verbatim") field.verbatim = true;
    }
  }
}

void Checker::allowed(ModuleId module, const Decorator& decorator) {
  for (const Argument& argument : decorator.arguments) {
    const source::Span span = expr(module, argument.value).span;
    const auto* string = std::get_if<StringExpr>(&expr(module, argument.value).node);
    const auto* text =
        string == nullptr || string->parts.size() != 1 ? nullptr : std::get_if<TextPart>(&string->parts[0]);
    const auto records = text == nullptr ? std::vector<const diag::Record*>() : diag::findRecords(text->text);
    if (std::none_of(records.begin(), records.end(), [](const auto* record) { return diag::mayBeAllowed(*record); })) {
      diags.report(span, diag::badDecorator, "allow",
                   diag::Phrase(records.empty() ? "the names of findings, such as `\"output-not-written\"`"
                                                : "only findings that may be allowed, which this one may not"));
    }
  }
  if (decorator.arguments.empty())
    diags.report(decorator.span, diag::badDecorator, "allow",
                 diag::Phrase("the names of findings, such as `\"output-not-written\"`"));
}

void applyAllowances(const Tree& tree, diag::Engine& diags) {
  for (const auto& decl : tree.decls) {
    for (const Decorator& decorator : decl.decorators) {
      if (decorator.path.size() != 1 || decorator.path[0].text != "allow") continue;
      for (const Argument& argument : decorator.arguments) {
        const auto* string = std::get_if<StringExpr>(&tree.exprs[argument.value].node);
        if (string == nullptr || string->parts.size() != 1) continue;
        const auto* text = std::get_if<TextPart>(&string->parts[0]);
        if (text == nullptr) continue;
        for (const diag::Record* record : diag::findRecords(text->text)) {
          if (diag::mayBeAllowed(*record)) diags.allow(record->code, decl.span);
        }
      }
    }
  }
}

void Checker::checkDecorators(ModuleId module, const std::vector<Decorator>& decorators, std::string_view place,
                              TypeId on) {
  static constexpr std::array<std::string_view, 5> kKnown{"allow", "deprecated", "length", "pattern", "range"};
  for (const auto& d : decorators) {
    std::string name;
    for (const auto& word : d.path) {
      if (!name.empty()) name += '.';
      name += word.text;
    }
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
      auto report = diags.report(d.span, diag::unknownDecorator, name);
      if (auto near = support::closest(name, {kKnown.begin(), kKnown.end()})) report.note({}, diag::didYouMean, *near);
      continue;
    }
    if (name == "deprecated") {
      if (textArgument(module, d).empty())
        diags.report(d.span, diag::badDecorator, name, diag::Phrase("a string that says what to use instead"));
      continue;
    }
    if (name == "allow") {
      if (on) diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a parameter"));
      allowed(module, d);
      continue;
    }
    if (!on) {
      diags.report(d.span, diag::decoratorPlace, name, diag::Phrase(place));
      continue;
    }
    if (isError(on)) continue;
    if (name == "pattern") {
      if (!accepts(program.types, on, TypeKind::String)) {
        diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a `" + program.types.name(on) + "`"));
        continue;
      }
      const std::string_view pattern = textArgument(module, d);
      std::string problem;
      if (pattern.empty()) {
        diags.report(d.span, diag::badDecorator, name, diag::Phrase("one regular expression, as a string"));
      } else if (!Pattern(pattern).valid(problem)) {
        diags.report(expr(module, d.arguments[0].value).span, diag::badPattern, pattern, diag::Phrase(problem));
      }
      continue;
    }
    const auto least = numberArgument(module, d, 0);
    const auto most = numberArgument(module, d, 1);
    if (d.arguments.size() != 2 || !least || !most || *least > *most || (name == "length" && *least < 0)) {
      diags.report(d.span, diag::badDecorator, name, diag::Phrase("two numbers, the minimum and the maximum"));
      continue;
    }
    const bool numeric = accepts(program.types, on, TypeKind::Int) || accepts(program.types, on, TypeKind::Float);
    const bool sized = accepts(program.types, on, TypeKind::String) || accepts(program.types, on, TypeKind::List) ||
                       accepts(program.types, on, TypeKind::Map);
    if (name == "range" ? !numeric : !sized) {
      diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a `" + program.types.name(on) + "`"));
    }
  }
}

void Checker::checkFieldDecorators(ModuleId module, const Parameter& parameter, TypeId type) {
  checkDecorators(module, parameter.decorators, "this", type);
}

}  // namespace mlpc::sema
