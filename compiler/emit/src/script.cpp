#include "mlpc/emit/script.h"

#include <algorithm>

namespace mlpc::emit {

Script Script::document(Node node, Filter filter) {
  Script script;
  script.documents_.push_back({0, std::move(node), filter});
  return script;
}

Script& Script::operator+=(const Script& other) {
  const size_t shift = text_.size();
  text_ += other.text_;
  for (const Mark& mark : other.marks_) marks_.push_back({mark.begin + shift, mark.end + shift, mark.origin});
  for (const Document& document : other.documents_) {
    documents_.push_back({document.at + shift, document.node, document.filter});
  }
  return *this;
}

Script&& Script::at(source::Span origin) && {
  if (origin.valid()) {
    marks_.push_back({0, text_.size(), origin});
    for (Document& document : documents_) document.node.orAt(origin);
  }
  return std::move(*this);
}

Script Script::indented(size_t indent) const {
  Script out;
  // Where each line begins before and after; everything in a line moves by the same amount.
  std::vector<std::pair<size_t, size_t>> lines;
  for (size_t at = 0; at < text_.size();) {
    const size_t end = std::min(text_.find('\n', at), text_.size() - 1) + 1;
    const std::string_view line = std::string_view(text_).substr(at, end - at);
    if (line != "\n") out.text_.append(indent, ' ');
    lines.emplace_back(at, out.text_.size());
    out.text_ += line;
    at = end;
  }
  const auto moved = [&](size_t at) {
    const auto next = std::upper_bound(lines.begin(), lines.end(), at,
                                       [](size_t value, const auto& line) { return value < line.first; });
    if (next == lines.begin()) return at;
    return at - (next - 1)->first + (next - 1)->second;
  };
  // The end of a mark belongs to the line before it.
  for (const Mark& mark : marks_) {
    const size_t end = mark.end == mark.begin ? moved(mark.end) : moved(mark.end - 1) + 1;
    out.marks_.push_back({moved(mark.begin), end, mark.origin});
  }
  for (const Document& document : documents_) {
    out.documents_.push_back({moved(document.at), document.node, document.filter});
  }
  return out;
}

}  // namespace mlpc::emit
