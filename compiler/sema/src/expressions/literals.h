#pragma once

#include "expressions/place.h"
#include "program/file_context.h"

namespace mlpc::sema {

enum class Sign : uint8_t { Plus, Minus };
/// The type of a number preceded by that sign, where `expected` is expected.
TypeId typeOfNumber(FileContext& file, syntax::ExprId expr, const syntax::NumberExpr& number, TypeId expected,
                    Sign sign);

enum class TextForm : uint8_t { String, Fence };
/// The type of a string whose placeholders were checked, where `expected` is expected.
TypeId typeOfText(FileContext& file, syntax::ExprId expr, const std::vector<syntax::StringPart>& parts, TypeId expected,
                  TextForm form);

/// Where a value becomes part of a string.
enum class TextPlace : uint8_t {
  Placeholder,
  Element,  ///< an element of a command, where lists are spliced
};
/// Reports a checked value that cannot become part of a string.
void requireText(FileContext& file, const At& at, syntax::ExprId expr, TextPlace place);

}  // namespace mlpc::sema
