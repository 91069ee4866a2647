#include <algorithm>

#include "mlpc/emit/outlet.h"
#include "recorder.h"
#include "scalar.h"

namespace mlpc::emit {

Assembly::Assembly(Outlet& outlet, std::string name, source::Span origin, size_t size)
    : outlet_(outlet), file_(outlet.start(std::move(name), origin)) {
  if (outlet_.prints_) file_.text.reserve(size);
}

void Assembly::comment(std::string_view lines) {
  outlet_.passComment(lines, file_.origin);
  if (outlet_.prints_) file_.text += lines;
}

void Assembly::nextDocument() {
  if (!outlet_.prints_) return;
  ++document_;
  path_.clear();
  file_.text += "---\n";
}

void Assembly::startLine(size_t indent, std::string_view name) {
  if (outlet_.maps()) {
    while (!path_.empty() && path_.back().first >= indent) path_.pop_back();
    path_.emplace_back(indent, name);
  }
  file_.text.append(indent, ' ');
}

void Assembly::fixed(size_t indent, std::string_view name) {
  outlet_.passName({}, name, file_.origin);
  if (!outlet_.prints_) return;
  startLine(indent, name);
  file_.text += name;
  file_.text += ":\n";
}

void Assembly::appendName(std::string_view name) {
  // Names that back ends choose are plain, but tasks can have names such as `1`, `on` or `null`.
  const bool safe = name.size() > 5 && name.front() >= 'a' && name.front() <= 'z' &&
                    std::all_of(name.begin(), name.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  if (safe) {
    file_.text += name;
  } else {
    appendString(file_.text, name, Place::Block);
  }
}

void Assembly::key(size_t indent, std::string_view name, source::Span origin) {
  outlet_.passName({}, name, origin);
  if (!outlet_.prints_) return;
  startLine(indent, name);
  appendName(name);
  file_.text += ":\n";
}

void Assembly::entry(size_t indent, std::string_view key, std::string_view value, source::Span origin) {
  outlet_.passName({}, key, origin);
  outlet_.pass(Outgoing::Kind::Text, key, value, origin);
  if (!outlet_.prints_) return;
  startLine(indent, key);
  file_.text += key;
  file_.text += ": ";
  const size_t begin = file_.text.size();
  appendName(value);
  if (outlet_.maps()) {
    std::string path;
    for (const auto& [at, part] : path_) appendPointer(path, part);
    file_.map.push_back({document_, std::move(path), begin, file_.text.size(), origin});
  }
  file_.text += '\n';
}

void Assembly::block(size_t indent, const SharedPiece& piece, source::Span origin) {
  if (piece == nullptr) return;
  const size_t begin = file_.text.size();
  if (piece == last_ && indent == lastIndent_) {
    file_.text.append(file_.text, lastBegin_, lastEnd_ - lastBegin_);
  } else {
    std::string_view rest = piece->text;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      if (end != 0) file_.text.append(indent, ' ');
      file_.text += rest.substr(0, end + 1);
      rest.remove_prefix(end + 1);
    }
    last_ = piece;
    lastIndent_ = indent;
  }
  lastBegin_ = begin;
  lastEnd_ = file_.text.size();
  if (outlet_.maps()) copyMap(indent, *piece, begin, origin);
}

void Assembly::copyMap(size_t indent, const Piece& piece, size_t begin, source::Span origin) {
  while (!path_.empty() && path_.back().first >= indent) path_.pop_back();
  std::string path;
  for (const auto& [at, part] : path_) appendPointer(path, part);
  // How far the text up to a byte of the piece has moved. Scalars come in order, and so do their ends.
  size_t at = 0;
  size_t spaces = 0;
  const auto moved = [&](size_t byte) {
    while (at <= byte && at < piece.text.size()) {
      if (piece.text[at] != '\n') spaces += indent;
      at = piece.text.find('\n', at) + 1;
    }
    return begin + byte + spaces;
  };
  for (const Mapped& scalar : piece.map) {
    const size_t first = moved(scalar.begin);
    const size_t last = moved(std::max(scalar.end, size_t{1}) - 1) + 1;
    file_.map.push_back(
        {document_, path + scalar.path, first, std::max(first, last), scalar.origin.valid() ? scalar.origin : origin});
  }
}

void Assembly::finish() { outlet_.finish(std::move(file_)); }

}  // namespace mlpc::emit
