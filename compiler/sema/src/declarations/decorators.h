#pragma once

#include <string_view>
#include <vector>

#include "program/file_context.h"

namespace mlpc::sema {

/// Which decorator it is, if it is a known one.
std::optional<DecoratorName> nameOf(const syntax::Decorator& decorator);
/// A decorator of a declaration, by its name, or null.
const syntax::Decorator* findDecorator(const syntax::Decl& decl, DecoratorName name);
/// The string that is a decorator's only argument; empty if there is none.
std::string_view textArgument(const syntax::Tree& tree, const syntax::Decorator& decorator);
/// Stores in `field` what its decorators say.
void applyDecorators(const FileContext& file, const std::vector<syntax::Decorator>& decorators, Field& field);
/// Reports decorators that are unknown, malformed or misplaced. `on` is the type of the field that they belong to,
/// invalid for a declaration; `place` names it.
void checkDecorators(FileContext& file, const std::vector<syntax::Decorator>& decorators, std::string_view place,
                     TypeId on);
/// Tells the filter what the declarations of a file allow.
void applyAllowances(const syntax::Tree& tree, diag::Engine& diags);

}  // namespace mlpc::sema
