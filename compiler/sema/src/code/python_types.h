#pragma once

#include <string_view>

#include "names/names.h"
#include "program/file_context.h"

namespace mlpc::sema {

/// What a Python annotation says about a port of a component.
struct PythonPort {
  TypeId type;          ///< invalid if the annotation was not understood
  bool output = false;  ///< `Output[…]`, `OutputPath(…)`
};

/// Reads an annotation as the KFP SDK does: `str`, `List[int]`, `Optional[str]`, `Input[Dataset]`, `Output[Model]`,
/// `InputPath(str)`, `dsl.Metrics`, …
PythonPort portOfAnnotation(FileContext& file, Names& names, std::string_view annotation);

/// The outputs in a return annotation: none for `None`, one called `Output`, or the fields of a `NamedTuple`. `unnamed`
/// is set if there is just the one. False if it was not understood.
bool outputsOfAnnotation(FileContext& file, Names& names, std::string_view annotation, std::vector<Field>& outputs,
                         bool& unnamed);

/// Whether values of the two types look the same to Python: the contents of lists and maps are not compared.
bool sameAtRuntime(const TypeStore& types, TypeId a, TypeId b);

/// Whether Python may have the value where a parameter has the type, contents included.
bool isOfType(const TypeStore& types, const support::Constant& value, TypeId type);

}  // namespace mlpc::sema
