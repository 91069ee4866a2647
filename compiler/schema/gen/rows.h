#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/sema/program.h"
#include "mlpc/sema/standard_resolver.h"
#include "mlpc/sema/standard_tables.h"
#include "mlpc/support/constant.h"

namespace mlpc::schema::gen {

/// The rows of the resolved standard library.
class Rows {
 public:
  /// Throws where the standard library has something that a row cannot hold: a default that is not
  /// a constant.
  explicit Rows(sema::StandardResolver& resolver);

  /// The C++ source that defines them as `mlpc::schema::standardTables()`.
  [[nodiscard]] std::string source() const;

 private:
  sema::tables::Text text(std::string_view text);
  [[nodiscard]] support::Constant constantOf(sema::ModuleId module, syntax::ExprId expr, std::string_view name) const;
  uint32_t constant(const support::Constant& constant);
  sema::tables::Range fields(const std::vector<sema::Field>& fields);
  sema::tables::Field field(const sema::Field& field);
  void addType(const sema::Type& type);
  void addSymbol(sema::SymbolId id);
  uint32_t addSignature(const sema::Signature& signature);
  void addModule(sema::ModuleId id);

  const sema::Program& program_;
  sema::StandardLibrary& library_;
  std::string texts_;
  std::map<std::string, uint32_t, std::less<>> textBegins_;
  std::vector<sema::tables::Constant> constants_;
  std::vector<sema::tables::Item> items_;
  std::vector<uint32_t> members_;
  std::vector<sema::tables::Field> fields_;
  std::vector<sema::tables::Type> types_;
  std::vector<sema::tables::Signature> signatures_;
  std::vector<sema::tables::Symbol> symbols_;
  std::vector<sema::tables::Name> names_;
  std::vector<sema::tables::Module> modules_;
  std::vector<sema::tables::Name> everywhere_;
  std::vector<sema::tables::Name> interned_;
  uint32_t anyKind_ = sema::tables::kNone;
};

}  // namespace mlpc::schema::gen
