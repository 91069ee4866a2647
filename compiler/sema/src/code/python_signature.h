#pragma once

#include "names/names.h"
#include "program/file_context.h"

namespace mlpc::sema {

/// The signature of `component f { python "train.py" }`, from the annotations of the code. False if an error was
/// reported, now or when the body is checked.
bool signatureFromCode(FileContext& file, Names& names, SymbolId component, Signature& signature);

}  // namespace mlpc::sema
