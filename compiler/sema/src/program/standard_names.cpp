#include "program/standard_names.h"

namespace mlpc::sema {

std::string_view fullModuleName(std::string_view word) {
  for (const vocabulary::Module module : {vocabulary::Module::AzureMl, vocabulary::Module::AzureDevops}) {
    if (word == shortName(module)) return name(module);
  }
  return word;
}

SymbolId findQualified(StandardLibrary& library, std::string_view qualifiedName) {
  if (const size_t dot = qualifiedName.rfind('.'); dot != std::string_view::npos)
    return library.lookup(library.module(fullModuleName(qualifiedName.substr(0, dot))), qualifiedName.substr(dot + 1));
  for (const vocabulary::Module module :
       {vocabulary::Module::Prelude, vocabulary::Module::AzureDevops, vocabulary::Module::Trainer}) {
    if (const SymbolId found = library.lookup(library.module(name(module)), qualifiedName)) return found;
  }
  return {};
}

}  // namespace mlpc::sema
