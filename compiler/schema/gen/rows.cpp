#include "rows.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <stdexcept>

#include "mlpc/sema/constants.h"

namespace mlpc::schema::gen {

namespace tables = sema::tables;
using sema::kStandardBit;
using support::Constant;

namespace {

template <typename Tag>
uint32_t rowOf(support::Id<Tag> id) {
  return id ? id.index() & ~kStandardBit : tables::kNone;
}

template <typename E>
uint32_t numberOf(const std::optional<E>& value) {
  return value ? static_cast<uint32_t>(*value) : tables::kNone;
}

tables::Place placeOf(source::Span span) {
  if (!span.valid()) return {};
  return {span.file.index() & ~source::kStandardFileBit, span.begin, span.end};
}

template <typename T>
tables::Range append(std::vector<T>& to, const std::vector<T>& rows) {
  const tables::Range range{static_cast<uint32_t>(to.size()), static_cast<uint32_t>(rows.size())};
  to.insert(to.end(), rows.begin(), rows.end());
  return range;
}

}  // namespace

Rows::Rows(sema::StandardResolver& resolver) : program_(resolver.program()), library_(resolver.library()) {
  const sema::Program& program = program_;
  for (uint32_t i = 0; i < program.modules.size(); ++i) addModule(sema::ModuleId(i | kStandardBit));
  for (uint32_t i = 0; i < program.symbols.size(); ++i) addSymbol(sema::SymbolId(i | kStandardBit));
  for (uint32_t i = 0; i < program.types.size(); ++i) addType(program.types[sema::TypeId(i | kStandardBit)]);
  for (const auto& [key, type] : program.types.internedKeys()) interned_.push_back({text(key), rowOf(type)});
  for (const sema::SymbolId id : resolver.visibleEverywhere())
    everywhere_.push_back({text(program.symbols[id].name), rowOf(id)});
  anyKind_ = rowOf(library_.type("AnyKind"));
}

tables::Text Rows::text(std::string_view text) {
  const auto [known, isNew] = textBegins_.try_emplace(std::string(text), static_cast<uint32_t>(texts_.size()));
  if (isNew) texts_ += text;
  return {text.empty() ? 0 : known->second, static_cast<uint32_t>(text.size())};
}

uint32_t Rows::constant(const Constant& constant) {
  tables::Constant row;
  row.kind = static_cast<tables::ConstantKind>(constant.storage().index());
  std::vector<tables::Item> items;
  std::visit(support::Overload{
                 [](std::monostate) {},
                 [&](bool value) { row.number = value ? 1 : 0; },
                 [&](int64_t value) { row.number = value; },
                 [&](double value) { row.real = value; },
                 [&](const std::string& value) { row.text = text(value); },
                 [&](const support::Quantity& value) { row.text = text(value.text()); },
                 [&](support::Duration value) { row.number = value.inMilliseconds(); },
                 [&](const Constant::List& list) {
                   for (const Constant& item : list) items.push_back({{}, this->constant(item)});
                 },
                 [&](const Constant::Record& record) {
                   for (const auto& field : record) items.push_back({text(field.name), this->constant(field.value)});
                 },
             },
             constant.storage());
  row.items = append(items_, items);
  constants_.push_back(row);
  return static_cast<uint32_t>(constants_.size() - 1);
}

Constant Rows::constantOf(sema::ModuleId module, syntax::ExprId expr, std::string_view name) const {
  auto value = sema::constantOf(program_, module, expr);
  if (!value)
    throw std::runtime_error("the value of `" + std::string(name) + "` is not known when the compiler is built");
  return std::move(*value);
}

tables::Field Rows::field(const sema::Field& field) {
  tables::Field row;
  row.name = text(field.name);
  row.type = rowOf(field.type);
  row.optional = field.optional;
  row.attribute = field.attribute;
  row.verbatim = field.verbatim;
  if (field.defaultValue) {
    row.constantDefault = constant(constantOf(field.defaultModule, field.defaultValue, field.name));
    row.defaultPlace = placeOf(program_.module(field.defaultModule).tree->exprs[field.defaultValue].span);
  }
  row.doc = text(field.doc);
  row.minimum = field.minimum.value_or(tables::kNoLimit);
  row.maximum = field.maximum.value_or(tables::kNoLimit);
  row.minLength = numberOf(field.minLength);
  row.maxLength = numberOf(field.maxLength);
  row.pattern = text(field.pattern);
  row.deprecated = text(field.deprecated);
  row.place = placeOf(field.span);
  return row;
}

tables::Range Rows::fields(const std::vector<sema::Field>& fields) {
  std::vector<tables::Field> rows;
  for (const sema::Field& one : fields) rows.push_back(field(one));
  return append(fields_, rows);
}

void Rows::addType(const sema::Type& type) {
  tables::Type row;
  row.kind = static_cast<uint32_t>(type.kind);
  row.element = rowOf(type.element);
  std::vector<uint32_t> members;
  for (const sema::TypeId member : type.members) members.push_back(rowOf(member));
  row.members = append(members_, members);
  row.fields = fields(type.fields);
  if (type.kind == sema::TypeKind::Literal) row.literal = constant(type.literal);
  row.symbol = rowOf(type.symbol);
  row.isKind = type.isKind;
  row.resource = numberOf(type.resource);
  row.depth = static_cast<uint32_t>(type.depth);
  row.text = text(type.text);
  types_.push_back(row);
}

void Rows::addSymbol(sema::SymbolId id) {
  const sema::Symbol& symbol = program_.symbols[id];
  tables::Symbol row;
  row.kind = static_cast<uint32_t>(symbol.kind);
  row.name = text(symbol.name);
  row.module = rowOf(symbol.module);
  row.place = placeOf(symbol.span);
  row.type = rowOf(symbol.type);
  row.target = rowOf(symbol.target);
  if (const sema::Signature* signature = program_.signature(id)) row.signature = addSignature(*signature);
  if (symbol.kind == sema::SymbolKind::Const) {
    const syntax::Decl& decl = program_.module(symbol.module).tree->decls[symbol.decl];
    row.value = constant(constantOf(symbol.module, std::get<syntax::ConstDecl>(decl.node).value, symbol.name));
  }
  row.doc = text(symbol.doc);
  row.deprecated = text(symbol.deprecated);
  symbols_.push_back(row);
}

uint32_t Rows::addSignature(const sema::Signature& signature) {
  tables::Signature row;
  row.parameters = fields(signature.parameters);
  row.outputs = fields(signature.outputs);
  row.unnamedOutput = signature.unnamedOutput;
  row.builtin = numberOf(signature.builtin);
  row.positional = static_cast<uint32_t>(signature.positional);
  row.variadic = signature.variadic;
  row.function = signature.function;
  row.place = numberOf(signature.place);
  row.azureTask = text(signature.azureTask);
  signatures_.push_back(row);
  return static_cast<uint32_t>(signatures_.size() - 1);
}

void Rows::addModule(sema::ModuleId id) {
  const sema::Module& module = program_.module(id);
  // A place says the module, not the file.
  if (rowOf(id) != (module.tree->file.index() & ~source::kStandardFileBit))
    throw std::runtime_error("the file of module " + module.name + " has another number");
  tables::Module row;
  row.name = text(module.name);
  row.standard = numberOf(module.standard);
  std::vector<tables::Name> declared;
  for (const std::string_view name : library_.names(id))
    declared.push_back({text(name), rowOf(library_.lookup(id, name))});
  row.declared = append(names_, declared);
  std::vector<std::pair<std::string_view, sema::SymbolId>> sorted(module.scope().begin(), module.scope().end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<tables::Name> byName;
  for (const auto& [name, symbol] : sorted) byName.push_back({text(name), rowOf(symbol)});
  row.byName = append(names_, byName);
  modules_.push_back(row);
}

// ---- as C++

namespace {

std::string cpp(bool value) { return value ? "true" : "false"; }
std::string cpp(uint32_t value) { return value == tables::kNone ? "kNone" : std::to_string(value); }
std::string cpp(int64_t value) { return std::to_string(value) + "LL"; }
std::string cpp(double value) {
  if (value != value) return "kNoLimit";
  std::string text(32, '\0');
  text.resize(static_cast<size_t>(std::snprintf(text.data(), text.size(), "%.17g", value)));
  return text;
}
std::string cpp(tables::ConstantKind kind) { return "ConstantKind(" + std::to_string(static_cast<int>(kind)) + ")"; }
std::string cpp(tables::Text text);
std::string cpp(tables::Range range);
std::string cpp(tables::Place place);

template <typename... Values>
std::string row(const Values&... values) {
  std::string text;
  ((text += (text.empty() ? "{" : ", ") + cpp(values)), ...);
  return text + "}";
}

std::string cpp(tables::Text text) { return row(text.begin, text.size); }
std::string cpp(tables::Range range) { return row(range.begin, range.size); }
std::string cpp(tables::Place place) { return row(place.module, place.begin, place.end); }
std::string cpp(const tables::Constant& c) { return row(c.kind, c.number, c.real, c.text, c.items); }
std::string cpp(const tables::Item& item) { return row(item.key, item.constant); }
std::string cpp(const tables::Field& f) {
  return row(f.name, f.type, f.optional, f.attribute, f.verbatim, f.constantDefault, f.defaultPlace, f.doc, f.minimum,
             f.maximum, f.minLength, f.maxLength, f.pattern, f.deprecated, f.place);
}
std::string cpp(const tables::Type& t) {
  return row(t.kind, t.element, t.members, t.fields, t.literal, t.symbol, t.isKind, t.resource, t.depth, t.text);
}
std::string cpp(const tables::Signature& s) {
  return row(s.parameters, s.outputs, s.unnamedOutput, s.builtin, s.positional, s.variadic, s.function, s.place,
             s.azureTask);
}
std::string cpp(const tables::Symbol& s) {
  return row(s.kind, s.name, s.module, s.place, s.type, s.target, s.signature, s.value, s.doc, s.deprecated);
}
std::string cpp(const tables::Name& name) { return row(name.name, name.index); }
std::string cpp(const tables::Module& m) { return row(m.name, m.standard, m.declared, m.byName); }

template <typename T>
std::string array(std::string_view type, std::string_view name, const std::vector<T>& rows) {
  std::string text = "constexpr std::array<" + std::string(type) + ", " + std::to_string(rows.size()) + "> " +
                     std::string(name) + "{{\n";
  for (const T& one : rows) text += "    " + cpp(one) + ",\n";
  return text + "}};\n";
}

/// A literal in lines, which together are longer than the 64 KiB that a compiler has to accept; gcc and clang do.
std::string literal(std::string_view text) {
  std::string code;
  size_t width = 0;
  for (const char c : text) {
    // Compilers want whole characters in each line.
    const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    if (code.empty() || (width >= 80 && begins)) {
      code += code.empty() ? "\n    \"" : "\"\n    \"";
      width = 0;
    }
    ++width;
    if (c == '\n') {
      code += "\\n";
    } else if (c == '"' || c == '\\') {
      code += {'\\', c};
    } else {
      code += c;
    }
  }
  code += code.empty() ? "\"\"" : "\"";
  return code;
}

}  // namespace

std::string Rows::source() const {
  std::string code =
      "// Made from stdlib/ by compiler/schema/gen.\n"
      "#include <array>\n\n"
      "#include \"tables.h\"\n\n"
      "namespace mlpc::schema {\n"
      "using namespace sema::tables;\n"
      "namespace {\n\n";
  code += "constexpr std::string_view kTexts =" + literal(texts_) + ";\n";
  code += array("Constant", "kConstants", constants_);
  code += array("Item", "kItems", items_);
  code += array("uint32_t", "kMembers", members_);
  code += array("Field", "kFields", fields_);
  code += array("Type", "kTypes", types_);
  code += array("Signature", "kSignatures", signatures_);
  code += array("Symbol", "kSymbols", symbols_);
  code += array("Name", "kNames", names_);
  code += array("Module", "kModules", modules_);
  code += array("Name", "kEverywhere", everywhere_);
  code += array("Name", "kInterned", interned_);
  code +=
      "constexpr Tables kTables{kTexts, kConstants, kItems, kMembers, kFields, kTypes, kSignatures, kSymbols, kNames, "
      "kModules, kEverywhere, kInterned, " +
      cpp(anyKind_) + "};\n\n}  // namespace\n\n";
  return code + "const Tables& standardTables() { return kTables; }\n\n}  // namespace mlpc::schema\n";
}

}  // namespace mlpc::schema::gen
