#include "packed_files.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "mlpc/diag/lowering.h"

namespace mlpc::lower {
std::optional<ir::Embedded> packedFiles(Lowering& lowering, source::Span from, const std::string& path) {
  source::FileSystem& files = lowering.files;
  const auto refuse = [&](std::string_view why) {
    lowering.diags.report(from, diag::fileNotRead, path, diag::Phrase(why));
    return std::nullopt;
  };
  const std::string folder = lowering.besidePath(from, ".");
  if (source::leadsOut(files, folder, path)) return refuse(kLeadsOut);
  const std::string project = files.canonical(folder);
  const std::string whole = lowering.besidePath(from, path);
  const std::string real = files.canonical(whole);

  ir::Embedded embedded;
  embedded.path = path;
  auto single = files.read(whole);
  if (auto* content = std::get_if<std::string>(&single)) {
    embedded.files.push_back({path.substr(path.find_last_of('/') + 1), std::move(*content), files.executable(whole)});
    return embedded;
  }
  const auto names = files.list(whole);
  if (const auto* error = std::get_if<source::ReadError>(&names)) return refuse(error->message);
  for (const std::string& name : std::get<std::vector<std::string>>(names)) {
    const std::string file = (std::filesystem::path(whole) / name).string();
    const std::string target = files.canonical(file);
    if (!source::isWithin(target, real) && !source::isWithin(target, project))
      return refuse("it contains `" + name + "`, a link that leads out of the project");
    auto text = files.read(file);
    if (const auto* error = std::get_if<source::ReadError>(&text)) return refuse("`" + name + "`: " + error->message);
    embedded.files.push_back({name, std::get<std::string>(std::move(text)), files.executable(file)});
  }
  return embedded;
}

std::optional<std::string> notebookProblem(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "it is empty";
  // nlohmann's parser skips it, Python's does not.
  if (text.starts_with("\xEF\xBB\xBF")) return "it begins with a byte order mark";
  const auto notebook = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (notebook.is_discarded()) return "it is not JSON";
  if (!notebook.is_object()) return "it is not a JSON object";
  const auto format = notebook.find("nbformat");
  if (format == notebook.end() || !format->is_number_integer()) return "it has no `nbformat`";
  if (*format < 4) return "its format is older than 4";
  if (*format > 4) return "its format is newer than 4";
  const auto minor = notebook.find("nbformat_minor");
  if (minor != notebook.end() && !minor->is_number_integer()) return "its `nbformat_minor` is not a number";
  const auto metadata = notebook.find("metadata");
  if (metadata == notebook.end() || !metadata->is_object()) return "it has no `metadata`";
  const auto cells = notebook.find("cells");
  if (cells == notebook.end() || !cells->is_array()) return "it has no list of `cells`";
  const auto isCell = [](const nlohmann::json& cell) {
    if (!cell.is_object()) return false;
    const auto type = cell.find("cell_type");
    const auto source = cell.find("source");
    const auto about = cell.find("metadata");
    if (type == cell.end() || source == cell.end() || about == cell.end() || !about->is_object()) return false;
    const bool lines = source->is_array() && std::all_of(source->begin(), source->end(),
                                                         [](const nlohmann::json& line) { return line.is_string(); });
    return (*type == "code" || *type == "markdown" || *type == "raw") && (source->is_string() || lines);
  };
  const auto wrong = std::find_if_not(cells->begin(), cells->end(), isCell);
  if (wrong != cells->end()) return "its cell " + std::to_string(wrong - cells->begin() + 1) + " is not a cell";
  return std::nullopt;
}

}  // namespace mlpc::lower
