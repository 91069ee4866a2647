#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "mlpc/emit/backend.h"
#include "mlpc/emit/document.h"
#include "mlpc/emit/output_file.h"
#include "mlpc/emit/script.h"

namespace mlpc::emit {

/// A part of a document that may occur in it several times. It has passed the gates and is already text: as a tree, a
/// large document would take several times the memory.
struct Piece {
  std::string text;  ///< its indentation starts at 0
  size_t lines = 0;
  std::vector<Mapped> map;  ///< paths and bytes count from its start; without an origin where that depends on the place
};
using SharedPiece = std::shared_ptr<const Piece>;

/// Whether files get their text. Without it, everything passes the gates all the same: that is a check.
enum class Printing : uint8_t { Text, Nothing };

/// The only way from a back end into files. Everything passes the gates here, and text is produced only here.
class Outlet {
 public:
  /// `sources` has the texts that origins refer to, so that a gate can say more exactly where something is.
  Outlet(const BackendOptions& options, diag::Engine& diags, const source::SourceManager* sources = nullptr,
         Printing printing = Printing::Text);

  [[nodiscard]] bool maps() const { return maps_; }

  /// A YAML file. `header` is comment lines, each with its line break, or empty. Parts of the document without an
  /// origin get `origin`, that of the declaration that the file is for.
  void yaml(std::string name, source::Span origin, const Node& document, std::string_view header = {});
  /// An executable file.
  void script(std::string name, source::Span origin, const Script& script);

  /// A part of documents, with its keys sorted; null for null or an empty mapping. `origin` is where it was first asked
  /// for; what has no origin of its own gets that of the place where the piece is inserted.
  [[nodiscard]] SharedPiece piece(Node node, source::Span origin);
  /// A file that a text contains in a form that cannot be read, such as an archive.
  void packed(std::string_view name, std::string_view content, source::Span origin);

  /// The files written until now.
  [[nodiscard]] std::vector<OutputFile> take() { return std::move(files_); }

 private:
  friend class Assembly;
  friend class Walk;
  void pass(Outgoing::Kind kind, std::string_view key, std::string_view text, source::Span origin);
  void pass(Outgoing outgoing);
  void passName(std::string_view key, std::string_view name, source::Span origin);
  /// Whether no gate has anything to say about it.
  bool judge(Outgoing outgoing);
  void remember(size_t hash);
  /// Starts a file: what passes from here on goes into it.
  OutputFile start(std::string name, source::Span origin);
  void finish(OutputFile file);
  void passAll(const Node& node, source::Span origin);
  void passComment(std::string_view lines, source::Span origin);

  bool maps_;
  bool prints_;
  std::vector<Gate> more_;
  std::unordered_set<size_t> passed_;  ///< hashes of what the gates have nothing to say about
  diag::Engine& diags_;
  const source::SourceManager* sources_;
  std::string file_;
  std::vector<OutputFile> files_;
};

/// A YAML file assembled from pieces, for documents too large to be a tree.
class Assembly {
 public:
  /// `size` is an upper bound for the text, so that it is never copied while it grows.
  Assembly(Outlet& outlet, std::string name, source::Span origin, size_t size);

  /// Comment lines, each with its line break.
  void comment(std::string_view lines);
  /// `---`
  void nextDocument();
  /// `name:`, a plain name that the target defines.
  void fixed(size_t indent, std::string_view name);
  /// `name:`, quoted if necessary.
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
  // The last block and where it is: the same piece often follows under another name.
  SharedPiece last_;
  size_t lastIndent_ = 0;
  size_t lastBegin_ = 0;
  size_t lastEnd_ = 0;
};

}  // namespace mlpc::emit
