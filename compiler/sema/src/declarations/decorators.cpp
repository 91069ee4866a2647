// Decorators: which exist, where they are allowed, and what they say about a field.

#include "declarations/decorators.h"

#include <algorithm>
#include <array>

#include "mlpc/diag/notes.h"
#include "mlpc/diag/records.h"
#include "mlpc/diag/registry.h"
#include "mlpc/support/text.h"
#include "types/pattern.h"

namespace mlpc::sema {

using namespace syntax;

namespace {

std::optional<double> numberArgument(const FileContext& file, const Decorator& decorator, size_t index) {
  if (index >= decorator.arguments.size()) return std::nullopt;
  ExprId id = decorator.arguments[index].value;
  double sign = 1;
  if (const auto* unary = std::get_if<UnaryExpr>(&file.expr(id).node);
      unary != nullptr && unary->op == UnaryOp::Negate) {
    sign = -1;
    id = unary->operand;
  }
  const auto* number = std::get_if<NumberExpr>(&file.expr(id).node);
  if (number == nullptr || number->kind == NumberKind::Unit) return std::nullopt;
  return sign * std::strtod(std::string(number->text).c_str(), nullptr);
}

/// `reason: "…"` of an `@allow`, which is for people.
bool isReason(const Argument& argument) { return argument.name.text == "reason"; }

/// Checks an `@allow`.
void checkAllow(FileContext& file, const Decorator& decorator) {
  bool any = false;
  for (const Argument& argument : decorator.arguments) {
    const source::Span span = file.expr(argument.value).span;
    const auto* string = std::get_if<StringExpr>(&file.expr(argument.value).node);
    const auto* text =
        string == nullptr || string->parts.size() != 1 ? nullptr : std::get_if<TextPart>(&string->parts[0]);
    if (isReason(argument)) {
      if (text == nullptr)
        file.diags.report(span, diag::badDecorator, "allow", diag::Phrase("a `reason` that is a string"));
      continue;
    }
    any = true;
    const auto records = text == nullptr ? std::vector<const diag::Record*>() : diag::findRecords(text->text);
    if (std::none_of(records.begin(), records.end(), [](const auto* record) { return diag::mayBeAllowed(*record); })) {
      file.diags.report(span, diag::badDecorator, "allow",
                        diag::Phrase(records.empty() ? "the names of findings, such as `\"output-not-written\"`"
                                                     : "only findings that may be allowed, which this one may not"));
    }
  }
  if (!any)
    file.diags.report(decorator.span, diag::badDecorator, "allow",
                      diag::Phrase("the names of findings, such as `\"output-not-written\"`"));
}

}  // namespace

std::optional<DecoratorName> nameOf(const Decorator& decorator) {
  return decorator.path.size() == 1 ? vocabulary::find<DecoratorName>(decorator.path[0].text) : std::nullopt;
}

const Decorator* findDecorator(const Decl& decl, DecoratorName name) {
  const auto& all = decl.decorators;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Decorator& d) { return nameOf(d) == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view textArgument(const Tree& tree, const Decorator& decorator) {
  if (decorator.arguments.size() != 1) return {};
  const auto* string = std::get_if<StringExpr>(&tree.exprs[decorator.arguments[0].value].node);
  if (string == nullptr || string->parts.size() != 1) return {};
  const auto* text = std::get_if<TextPart>(&string->parts[0]);
  return text == nullptr ? std::string_view() : text->text;
}

void applyDecorators(const FileContext& file, const std::vector<Decorator>& decorators, Field& field) {
  for (const auto& d : decorators) {
    const auto name = nameOf(d);
    if (name == DecoratorName::Range) {
      field.minimum = numberArgument(file, d, 0);
      field.maximum = numberArgument(file, d, 1);
    } else if (name == DecoratorName::Length) {
      const auto least = numberArgument(file, d, 0);
      const auto most = numberArgument(file, d, 1);
      if (least && *least >= 0) field.minLength = static_cast<uint32_t>(*least);
      if (most && *most >= 0) field.maxLength = static_cast<uint32_t>(*most);
    } else if (name == DecoratorName::Pattern) {
      field.pattern = textArgument(file.tree, d);
    } else if (name == DecoratorName::Deprecated) {
      field.deprecated = textArgument(file.tree, d);
    } else if (file.isStandard()) {
      if (name == DecoratorName::Attribute) {
        field.attribute = true;
        field.optional = true;
      }
      if (name == DecoratorName::Verbatim) field.verbatim = true;
    }
  }
}

void applyAllowances(const Tree& tree, diag::Engine& diags) {
  for (const auto& decl : tree.decls) {
    for (const Decorator& decorator : decl.decorators) {
      if (nameOf(decorator) != DecoratorName::Allow) continue;
      for (const Argument& argument : decorator.arguments) {
        if (isReason(argument)) continue;
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

void checkDecorators(FileContext& file, const std::vector<Decorator>& decorators, std::string_view place, TypeId on) {
  static constexpr std::array<std::string_view, 5> kKnown{"allow", "deprecated", "length", "pattern", "range"};
  for (const auto& d : decorators) {
    std::string name;
    for (const auto& word : d.path) {
      if (!name.empty()) name += '.';
      name += word.text;
    }
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
      auto report = file.diags.report(d.span, diag::unknownDecorator, name);
      if (auto near = support::closest(name, {kKnown.begin(), kKnown.end()})) report.note({}, diag::didYouMean, *near);
      continue;
    }
    const auto known = nameOf(d);
    if (known == DecoratorName::Deprecated) {
      if (textArgument(file.tree, d).empty())
        file.diags.report(d.span, diag::badDecorator, name, diag::Phrase("a string that says what to use instead"));
      continue;
    }
    if (known == DecoratorName::Allow) {
      if (on) file.diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a parameter"));
      checkAllow(file, d);
      continue;
    }
    if (!on) {
      file.diags.report(d.span, diag::decoratorPlace, name, diag::Phrase(place));
      continue;
    }
    if (file.isError(on)) continue;
    if (known == DecoratorName::Pattern) {
      if (!accepts(file.types, on, TypeKind::String)) {
        file.diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a `" + file.types.name(on) + "`"));
        continue;
      }
      const std::string_view pattern = textArgument(file.tree, d);
      std::string problem;
      if (pattern.empty()) {
        file.diags.report(d.span, diag::badDecorator, name, diag::Phrase("one regular expression, as a string"));
      } else if (!Pattern(pattern).valid(problem)) {
        file.diags.report(file.expr(d.arguments[0].value).span, diag::badPattern, pattern, diag::Phrase(problem));
      }
      continue;
    }
    const auto least = numberArgument(file, d, 0);
    const auto most = numberArgument(file, d, 1);
    if (d.arguments.size() != 2 || !least || !most || *least > *most ||
        (known == DecoratorName::Length && *least < 0)) {
      file.diags.report(d.span, diag::badDecorator, name, diag::Phrase("two numbers, the minimum and the maximum"));
      continue;
    }
    const bool numeric = accepts(file.types, on, TypeKind::Int) || accepts(file.types, on, TypeKind::Float);
    const bool sized = accepts(file.types, on, TypeKind::String) || accepts(file.types, on, TypeKind::List) ||
                       accepts(file.types, on, TypeKind::Map);
    if (known == DecoratorName::Range ? !numeric : !sized) {
      file.diags.report(d.span, diag::decoratorPlace, name, diag::Phrase("a `" + file.types.name(on) + "`"));
    }
  }
}

}  // namespace mlpc::sema
