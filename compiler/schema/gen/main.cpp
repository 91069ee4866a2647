// mlpc_schema_gen FILE: writes the resolved standard library as C++.

#include <cstdio>
#include <exception>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "mlpc/parse/parse.h"
#include "mlpc/sema/standard_resolver.h"
#include "mlpc/source/source_manager.h"
#include "mlpc/stdlib/stdlib.h"
#include "rows.h"

namespace {

using namespace mlpc;

void refuse(const source::SourceManager& sources, const std::vector<diag::Report>& reports) {
  if (reports.empty()) return;
  const diag::Report& first = reports.front();
  throw std::runtime_error(sources.file(first.span.file).name() + ":" + std::to_string(sources.start(first.span).line) +
                           ": " + first.message);
}

void write(const char* path) {
  const auto sources = source::SourceManager::makeStandard();
  diag::Engine diags;
  std::vector<sema::StandardModule> modules;
  for (const stdlib::Module& module : stdlib::modules()) {
    const source::FileId file = sources->add(std::string(module.dottedName) + ".mlp", "", std::string(module.text));
    modules.push_back({std::string(module.dottedName), parse::parse(file, sources->share(file))});
    diags.add(modules.back().parsed->findings);
  }
  refuse(*sources, diags.sorted());
  sema::StandardResolver resolver(*sources, std::move(modules), diags);
  refuse(*sources, diags.sorted());
  const schema::gen::Rows rows(resolver);
  std::ofstream out(path, std::ios::binary);
  out << rows.source();
  out.close();
  if (!out) throw std::runtime_error(std::string(path) + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::invalid_argument("a file is needed");
    write(argv[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mlpc_schema_gen: %s\n", error.what());
    return 1;
  }
}
