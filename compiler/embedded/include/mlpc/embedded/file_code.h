#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mlpc/embedded/code_text.h"
#include "mlpc/embedded/python_code.h"
#include "mlpc/embedded/shell_script.h"
#include "mlpc/syntax/parsed_file.h"

namespace mlpc::embedded {

/// A fence or a file, with a mapping back to the source.
struct PythonFence {
  CodeText text;
  std::shared_ptr<const PythonCode> code;
};
struct ShellFence {
  CodeText text;
  std::shared_ptr<const ShellScript> script;
};

/// The code of other languages that belongs to one file. Each text is read when it is first requested, and kept as long
/// as this object. Several threads may ask at once.
class FileCode {
 public:
  /// What `before` has read of the same texts is not read again; it may be null.
  FileCode(std::shared_ptr<const syntax::ParsedFile> parsed, const FileCode* before);

  // Of a FenceExpr or StringExpr of the file. The references live as long as this.

  [[nodiscard]] CodeText text(syntax::ExprId fence) const;
  [[nodiscard]] const PythonFence& python(syntax::ExprId fence) const;
  [[nodiscard]] const ShellFence& shell(syntax::ExprId fence) const;

  // Of a text outside the file that the file refers to.

  [[nodiscard]] std::shared_ptr<const PythonCode> python(std::string_view text) const;
  [[nodiscard]] std::shared_ptr<const ShellScript> shell(std::string_view text) const;

 private:
  template <typename Code>
  using Texts = std::unordered_map<std::string, std::shared_ptr<const Code>>;

  template <typename Code, typename Read>
  static std::shared_ptr<const Code> read(const std::string& key, Texts<Code>& now, const Texts<Code>& before,
                                          Read&& reader);
  [[nodiscard]] std::shared_ptr<const PythonCode> readPython(std::string_view text) const;
  [[nodiscard]] std::shared_ptr<const ShellScript> readScript(std::string_view text, Shell shell) const;

  std::shared_ptr<const syntax::ParsedFile> parsed_;
  Texts<PythonCode> pythonBefore_;
  Texts<ShellScript> shellBefore_;
  mutable std::mutex mutex_;  ///< protects what follows
  mutable Texts<PythonCode> python_;
  mutable Texts<ShellScript> shell_;                                ///< by the shell and the text
  mutable std::unordered_map<uint32_t, PythonFence> pythonFences_;  ///< by ExprId
  mutable std::unordered_map<uint32_t, ShellFence> shellFences_;
};

}  // namespace mlpc::embedded
