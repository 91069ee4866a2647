#include "layout.h"

#include <algorithm>

#include "identifiers.h"

namespace mlpc::importers::kfp {
namespace {

constexpr size_t kWidth = 100;

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string_view leadingBlanks(std::string_view line) {
  return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

/// `~` before `{` is doubled, however often it occurs.
std::string escapedForFence(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '~') {
      result += text[i++];
      continue;
    }
    size_t end = i;
    while (end < text.size() && text[end] == '~') ++end;
    result.append((end - i) * (end < text.size() && text[end] == '{' ? 2 : 1), '~');
    i = end;
  }
  return result;
}

std::string fillHoles(std::string text, const std::vector<std::string>& holes) {
  std::string result;
  size_t next = 0;
  for (const char c : text) {
    if (c == kHole && next < holes.size()) {
      result += "~{" + holes[next++] + '}';
    } else {
      result += c;
    }
  }
  return result;
}

/// How many `<` a fence needs so that no line of the text closes it.
size_t fenceLength(std::string_view body) {
  std::vector<size_t> taken;
  for (const std::string_view line : linesOf(body)) {
    const std::string_view rest = line.substr(leadingBlanks(line).size());
    if (rest.starts_with('>')) taken.push_back(std::min(rest.find_first_not_of('>'), rest.size()));
  }
  size_t length = 3;
  while (std::find(taken.begin(), taken.end(), length) != taken.end()) ++length;
  return length;
}

bool isShort(const Code& settings) {
  return settings.items.size() <= 2 && std::all_of(settings.items.begin(), settings.items.end(), [](const Code& item) {
           return item.kind != Code::Kind::Record || item.items.size() <= 3;
         });
}

/// Whether a member of a record or an argument can be written as just its key: the value is a name that equals it.
bool isShorthand(const std::string& key, const std::string& value) { return key == value && isIdentifier(key); }

std::string member(const std::string& key, const std::string& value) {
  return isShorthand(key, value) ? key : key + ": " + value;
}

}  // namespace

Code Code::choice(std::string test, Code then, Code otherwise) {
  Code code{Kind::Choice, std::move(test), {}, {}, {}};
  code.items.push_back(std::move(then));
  code.items.push_back(std::move(otherwise));
  return code;
}

std::string oneLine(const Code& code) {
  std::string result;
  switch (code.kind) {
    case Code::Kind::Atom: return code.text;
    case Code::Kind::Fence: return {};
    case Code::Kind::Choice: {
      const std::string then = oneLine(code.items[0]);
      const std::string otherwise = oneLine(code.items[1]);
      if (then.empty() || otherwise.empty()) return {};
      return code.text + " ? " + then + " : " + otherwise;
    }
    case Code::Kind::List:
      for (const Code& item : code.items) {
        const std::string text = oneLine(item);
        if (text.empty()) return {};
        result += (result.empty() ? "" : ", ") + text;
      }
      return "[" + result + "]";
    case Code::Kind::Record:
    case Code::Kind::Call:
      for (size_t i = 0; i < code.items.size(); ++i) {
        const std::string text = oneLine(code.items[i]);
        if (text.empty()) return {};
        result += (result.empty() ? "" : ", ") +
                  (code.keys.size() <= i || code.keys[i].empty() ? text : member(code.keys[i], text));
      }
      if (code.kind == Code::Kind::Call) return code.text + "(" + result + ")";
      return result.empty() ? "{}" : "{ " + result + " }";
  }
  return result;
}

bool fitsFence(std::string_view text) {
  if (text.find_first_of(std::string_view("\r\0", 2)) != std::string_view::npos || text.empty()) return false;
  // Spaces common to all lines would be removed, and a mixture of spaces and tabs in the margin cannot be compared.
  bool any = false;
  std::string_view common;
  for (const std::string_view line : linesOf(text)) {
    const std::string_view blanks = leadingBlanks(line);
    if (blanks.size() == line.size()) continue;
    if (!any) {
      common = blanks;
      any = true;
      continue;
    }
    const size_t shared = static_cast<size_t>(
        std::mismatch(common.begin(), common.end(), blanks.begin(), blanks.end()).first - common.begin());
    if (shared < common.size() && shared < blanks.size()) return false;
    common = common.substr(0, shared);
  }
  return any && common.empty();
}

Code templateCode(std::string_view text, const std::vector<std::string>& holes) {
  if (std::count(text.begin(), text.end(), '\n') >= 2 && fitsFence(text)) {
    Code fence{Code::Kind::Fence, "text", {}, {}, {}};
    fence.body = fillHoles(escapedForFence(text), holes);
    return fence;
  }
  return Code::atom(fillHoles(quoted(text), holes));
}

Code textCode(std::string_view text) { return templateCode(text, {}); }

void Page::line(std::string_view text) {
  out_ += margin();
  out_ += text;
  out_ += '\n';
}

void Page::blank() {
  if (!out_.empty() && !out_.ends_with("\n\n") && !out_.ends_with("{\n")) out_ += '\n';
}

void Page::appendFence(std::string_view head, std::string_view body) {
  const size_t length = fenceLength(body);
  out_ += head;
  out_ += ' ';
  out_.append(length, '<');
  out_ += '\n';
  const std::string inner = std::string(2 * (depth_ + 1), ' ');
  for (const std::string_view line : linesOf(body)) {
    if (!line.empty()) out_ += inner;
    out_ += line;
    out_ += '\n';
  }
  out_ += margin();
  out_.append(length, '>');
}

void Page::append(const Code& code, size_t used, size_t reserve) {
  const std::string flat = oneLine(code);
  if (code.kind == Code::Kind::Atom || (!flat.empty() && used + flat.size() + reserve <= kWidth)) {
    out_ += flat;
    return;
  }
  if (code.kind == Code::Kind::Fence) return appendFence(code.text, code.body);
  appendLines(code);
}

void Page::appendLines(const Code& code) {
  if (code.kind == Code::Kind::Choice) {
    // Its parts are laid out separately; the operators stay on the line.
    out_ += code.text + " ? ";
    append(code.items[0], kWidth, 0);
    out_ += " : ";
    append(code.items[1], 0, 0);
    return;
  }
  const bool record = code.kind == Code::Kind::Record;
  out_ += code.kind == Code::Kind::List ? "[" : record ? "{" : code.text + "(";
  out_ += '\n';
  ++depth_;
  for (size_t i = 0; i < code.items.size(); ++i) {
    out_ += margin();
    size_t used = 2 * depth_;
    if (i < code.keys.size() && !code.keys[i].empty() && !isShorthand(code.keys[i], oneLine(code.items[i]))) {
      out_ += code.keys[i] + ": ";
      used += code.keys[i].size() + 2;
    }
    append(code.items[i], used, 1);
    out_ += record ? "\n" : ",\n";
  }
  --depth_;
  out_ += margin();
  out_ += code.kind == Code::Kind::List ? "]" : record ? "}" : ")";
}

void Page::put(std::string_view before, const Code& code, std::string_view after) {
  out_ += margin();
  out_ += before;
  append(code, 2 * depth_ + before.size(), after.size());
  out_ += after;
  out_ += '\n';
}

void Page::block(std::string_view before, const Code& call, const Code& settings) {
  if (settings.empty()) return put(before, call);
  const std::string flat = oneLine(call);
  const std::string short_ = oneLine(settings);
  const size_t used = 2 * depth_ + before.size() + flat.size();
  if (isShort(settings) && !flat.empty() && !short_.empty() && used + 1 + short_.size() <= kWidth) {
    out_ += margin();
    out_ += before;
    out_ += flat + ' ' + short_ + '\n';
    return;
  }
  put(before, call, " {");
  ++depth_;
  for (size_t i = 0; i < settings.items.size(); ++i) setting(settings.keys[i], settings.items[i]);
  --depth_;
  line("}");
}

void Page::fence(std::string_view head, std::string_view body) {
  out_ += margin();
  appendFence(head, escapedForFence(body));
  out_ += '\n';
}

void Page::doc(std::string_view text) {
  if (text.empty()) return;
  for (const std::string_view part : linesOf(text))
    line(part.empty() ? std::string("///") : "/// " + std::string(part));
}

}  // namespace mlpc::importers::kfp
