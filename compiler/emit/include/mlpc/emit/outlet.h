#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlpc/emit/backend.h"
#include "mlpc/emit/document.h"
#include "mlpc/emit/output_file.h"
#include "mlpc/emit/script.h"

namespace mlpc::emit {

/// What a back end is run for.
enum class Purpose : uint8_t {
  Check,  ///< for what it finds; files get their names, and nothing is printed
  Print,
};

/// A part of a document that may stand in it several times. It was through the gates, and it is text already if the
/// back end runs to print: a large document as a tree would take several times the memory.
struct Piece {
  std::string text;         ///< its indentation starts at 0
  std::vector<Mapped> map;  ///< paths and bytes count from its start; no origin where it depends on the place
  Node node;                ///< instead of the text where nothing is printed
};
using SharedPiece = std::shared_ptr<const Piece>;

/// Whether two pieces say the same, and a hash of that. Null is a piece that says nothing.
bool samePiece(const SharedPiece& a, const SharedPiece& b);
size_t hashOf(const SharedPiece& piece);

/// The only way from a back end into files. Everything goes through the gates here, and it is here that text is made:
/// a back end says what its documents hold and is the same whether they are printed or not.
class Outlet {
 public:
  Outlet(Purpose purpose, const BackendOptions& options, diag::Engine& diags);

  [[nodiscard]] bool prints() const { return prints_; }
  [[nodiscard]] bool maps() const { return maps_; }

  /// A file of YAML. `header` is comment lines, each with its line break, or nothing. What the document does not say
  /// the origin of comes from `origin`, the declaration that the file is for.
  void yaml(std::string name, source::Span origin, const Node& document, std::string_view header = {});
  /// An executable file.
  void script(std::string name, source::Span origin, const Script& script);

  /// A part of documents, its keys sorted; null for null or an empty mapping. `origin` is where it was asked for first;
  /// what has no origin of its own gets that of the place where the piece is put.
  [[nodiscard]] SharedPiece piece(Node node, source::Span origin);

  /// The files so far.
  [[nodiscard]] std::vector<OutputFile> take() { return std::move(files_); }

 private:
  friend class Assembly;
  void pass(Outgoing::Kind kind, std::string_view key, std::string_view text, source::Span origin);
  void passAll(const Node& node, source::Span origin, std::string_view key = {});
  void passComment(std::string_view lines, source::Span origin);

  bool prints_;
  bool maps_;
  std::vector<Gate> gates_;
  diag::Engine& diags_;
  std::string_view file_;
  std::vector<OutputFile> files_;
};

/// A file of YAML that is put together from pieces, for documents too large to be a tree.
class Assembly {
 public:
  /// `size` is an upper bound of the text, so that it is never copied while it grows.
  Assembly(Outlet& outlet, std::string name, source::Span origin, size_t size);

  /// Comment lines, each with its line break.
  void comment(std::string_view lines);
  /// `---`
  void nextDocument();
  /// `name:`, a plain name of the target's own.
  void fixed(size_t indent, std::string_view name);
  /// `name:`, quoted if need be.
  void key(size_t indent, std::string_view name, source::Span origin);
  /// `key: value`
  void entry(size_t indent, std::string_view key, std::string_view value, source::Span origin);
  void block(size_t indent, const SharedPiece& piece, source::Span origin);
  /// Hands the file to the outlet.
  void finish();

 private:
  void startLine(size_t indent, std::string_view name);
  void copyMap(size_t indent, const Piece& piece, size_t begin, source::Span origin);
  void appendName(std::string_view name);

  Outlet& outlet_;
  OutputFile file_;
  uint32_t document_ = 0;
  std::vector<std::pair<size_t, std::string>> path_;  // the keys above, with their indentation
};

}  // namespace mlpc::emit
