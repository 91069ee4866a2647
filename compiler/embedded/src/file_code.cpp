#include "mlpc/embedded/file_code.h"

namespace mlpc::embedded {

FileCode::FileCode(std::shared_ptr<const syntax::ParsedFile> parsed, const FileCode* before)
    : parsed_(std::move(parsed)) {
  if (before == nullptr) return;
  const std::lock_guard lock(before->mutex_);
  pythonBefore_ = before->python_;
  shellBefore_ = before->shell_;
}

CodeText FileCode::text(syntax::ExprId fence) const { return {parsed_->source->text(), parsed_->tree, fence}; }

template <typename Code, typename Read>
std::shared_ptr<const Code> FileCode::read(const std::string& key, Texts<Code>& now, const Texts<Code>& before,
                                           Read&& reader) {
  std::shared_ptr<const Code>& kept = now[key];
  if (kept) return kept;
  const auto last = before.find(key);
  kept = last != before.end() ? last->second : std::make_shared<const Code>(reader());
  return kept;
}

std::shared_ptr<const PythonCode> FileCode::readPython(std::string_view text) const {
  return read(std::string(text), python_, pythonBefore_, [&] { return PythonCode(text); });
}

std::shared_ptr<const ShellScript> FileCode::readScript(std::string_view text, Shell shell) const {
  const std::string key = (shell == Shell::Bash ? "bash " : "sh ") + std::string(text);
  return read(key, shell_, shellBefore_, [&] { return readShell(text, shell); });
}

const PythonFence& FileCode::python(syntax::ExprId fence) const {
  const std::lock_guard lock(mutex_);
  const auto known = pythonFences_.find(fence.index());
  if (known != pythonFences_.end()) return known->second;
  CodeText text = this->text(fence);
  std::shared_ptr<const PythonCode> code = readPython(text.text());
  return pythonFences_.emplace(fence.index(), PythonFence{std::move(text), std::move(code)}).first->second;
}

std::shared_ptr<const PythonCode> FileCode::python(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  return readPython(text);
}

std::shared_ptr<const ShellScript> FileCode::shell(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  return readScript(text, Shell::Bash);
}

const ShellFence& FileCode::shell(syntax::ExprId fence) const {
  const std::lock_guard lock(mutex_);
  const auto known = shellFences_.find(fence.index());
  if (known != shellFences_.end()) return known->second;
  CodeText text = this->text(fence);
  const auto* node = std::get_if<syntax::FenceExpr>(&parsed_->tree.exprs[fence].node);
  const bool isPosix = node != nullptr && node->language.text == "sh";
  std::shared_ptr<const ShellScript> script = readScript(text.text(), isPosix ? Shell::Posix : Shell::Bash);
  return shellFences_.emplace(fence.index(), ShellFence{std::move(text), std::move(script)}).first->second;
}

}  // namespace mlpc::embedded
