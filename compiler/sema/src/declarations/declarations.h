#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "names/names.h"
#include "program/file_context.h"
#include "types/type_resolver.h"

namespace mlpc::sema {

/// The types and signatures of a file's declarations, each resolved when it is first asked for.
class Declarations {
 public:
  Declarations(FileContext& file, Names& names, TypeResolver& types, ExpressionChecker& expressions)
      : file_(file), names_(names), types_(types), expressions_(expressions) {}

  /// The type of a symbol's value (of a const, a resource …), in this file or any other; a cycle is reported.
  TypeId typeOf(SymbolId symbol);
  /// The signature of a component, pipeline, trainjob, workflow or template.
  const Signature& signatureOf(SymbolId symbol);
  /// The outputs that `let.x` may refer to: what `Program::signature` has for the Let itself (the yields of a group,
  /// the declared outputs of a step), otherwise those of its callee. Null if they cannot be known.
  const Signature* outputsOf(SymbolId let);

  /// An input, an output or a field of a record.
  Field fieldOf(const syntax::Parameter& parameter, const Scope& scope);
  /// Checks the defaults of inputs and fields that were resolved since the last time. They may refer to anything, so
  /// this comes after the signatures.
  void checkDefaults();

 private:
  enum class Progress : uint8_t { None, Working, Done };

  [[nodiscard]] bool resolvesHere(SymbolId symbol) const;
  TypeId computeType(SymbolId symbol);
  TypeId recordOf(SymbolId symbol, const syntax::RecordType& written);
  TypeId kindOf(const std::vector<syntax::Name>& path);
  /// What only components of the standard library have.
  void describeStandard(const syntax::Decl& decl, const syntax::ComponentDecl& component, Signature& signature);
  void fillSignature(SymbolId symbol, Signature& signature);
  void addParameters(const std::vector<syntax::Parameter>& parameters, Signature& signature);
  void addOutputs(const syntax::Outputs& outputs, Signature& signature);

  FileContext& file_;
  Names& names_;
  TypeResolver& types_;
  ExpressionChecker& expressions_;
  std::unordered_map<uint32_t, Progress> typeProgress_;  ///< by SymbolId
  std::unordered_map<uint32_t, Progress> signatureProgress_;
  std::vector<Field> defaults_;  ///< to be checked
};

}  // namespace mlpc::sema
