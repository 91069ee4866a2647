#pragma once

#include "antlr4_runtime.h"

namespace mlpc::parse::generated {

/// What the generated parser derives from. All decisions are LL(1), so nothing of the prediction machinery is used.
class ParserBase : public antlr4::Parser {
 public:
  explicit ParserBase(antlr4::TokenStream* input) : antlr4::Parser(input) {}
};

}  // namespace mlpc::parse::generated
