#include "mlpc/schema/schema.h"

#include <map>

#include "mlpc/parse/parse.h"
#include "mlpc/stdlib/stdlib.h"

namespace mlpc::schema {
namespace {

/// The embedded modules, each a file of one SourceManager.
class EmbeddedLoader final : public sema::StandardLoader {
 public:
  std::optional<sema::StandardModule> load(const std::string& dottedName) override {
    for (const stdlib::Module& module : stdlib::modules()) {
      if (module.dottedName != dottedName) continue;
      const source::FileId file = sources_->add("<stdlib>/" + dottedName + ".mlp", "", std::string(module.text));
      const auto parser = std::make_shared<parse::DemandParser>(*sources_, file, diags_);
      parser->imports();
      return sema::StandardModule{std::shared_ptr<const syntax::Tree>(parser, &parser->tree()),
                                  [parser](std::string_view name) { return parser->declaration(name); },
                                  parser->names()};
    }
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const stdlib::Module& module : stdlib::modules()) names.emplace_back(module.dottedName);
    return names;
  }
  [[nodiscard]] const source::SourceManager& sources() const override { return *sources_; }

 private:
  std::unique_ptr<source::SourceManager> sources_ = source::SourceManager::makeStandard();
  diag::Engine diags_;
};

}  // namespace

sema::SchemaSet& standard() {
  static sema::SchemaSet set(std::make_unique<EmbeddedLoader>());
  return set;
}

}  // namespace mlpc::schema
