#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "yaml_writer.h"

// Documents built from any bytes are read back as what they were built from.
namespace {

using mlpc::emit::Node;

class Builder {
 public:
  Builder(const uint8_t* data, size_t size) : at_(data), end_(data + size) {}

  Node node(int depth) {
    constexpr int kDeepest = 8;
    switch (byte() % (depth < kDeepest ? 8 : 6)) {
      case 0: return Node::null();
      case 1: return {byte() % 2 == 0};
      case 2: return {number()};
      case 3: return {static_cast<double>(number()) / 1024};
      case 4: return Node(text()).styled(mlpc::emit::Style::Quoted);
      case 5: return Node(text()).styled(byte() % 2 == 0 ? mlpc::emit::Style::Literal : mlpc::emit::Style::Auto);
      case 6: {
        Node list = Node::sequence();
        for (int count = byte() % 5; count > 0; --count) list.push(node(depth + 1));
        return styled(std::move(list));
      }
      default: {
        Node map = Node::mapping();
        for (int count = byte() % 5; count > 0; --count) {
          const std::string key = text();
          if (map.find(key) == nullptr) map.set(key, node(depth + 1));
        }
        return styled(std::move(map));
      }
    }
  }

 private:
  uint8_t byte() { return at_ == end_ ? 0 : *at_++; }

  int64_t number() {
    uint64_t value = 0;
    for (int count = byte() % 8; count > 0; --count) value = value << 8 | byte();
    return static_cast<int64_t>(value);
  }

  // Unicode of every length; surrogates are not characters.
  std::string text() {
    std::string out;
    for (int count = byte() % 24; count > 0; --count) {
      uint32_t point = byte();
      const uint8_t wide = point >= 0xf0 ? 2 : point >= 0xc0 ? 1 : 0;
      for (int i = 0; i < wide; ++i) point = (point << 8 | byte()) & 0xfffff;
      if (point >= 0xd800 && point < 0xe000) point = 0x20;
      append(out, point);
    }
    return out;
  }

  static void append(std::string& out, uint32_t point) {
    const auto rest = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3f)); };
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (point < 0x800) {
      out += static_cast<char>(0xc0 | point >> 6);
      rest(0);
    } else if (point < 0x10000) {
      out += static_cast<char>(0xe0 | point >> 12);
      rest(6);
      rest(0);
    } else {
      out += static_cast<char>(0xf0 | point >> 18);
      rest(12);
      rest(6);
      rest(0);
    }
  }

  Node styled(Node node) {
    if (byte() % 4 == 0) node.styled(mlpc::emit::Style::Flow);
    return node;
  }

  const uint8_t* at_;
  const uint8_t* end_;
};

bool same(const Node& made, const YAML::Node& read) {
  if (made.isNull()) return read.IsNull();
  if (const auto* flag = made.as<bool>()) return read.Tag() == "?" && read.as<bool>() == *flag;
  if (const auto* number = made.as<int64_t>()) return read.Tag() == "?" && read.as<int64_t>() == *number;
  if (const auto* number = made.as<double>()) return read.Tag() == "?" && read.as<double>() == *number;
  if (const auto* text = made.as<std::string>()) return read.IsScalar() && read.Scalar() == *text;
  if (const auto* items = made.as<Node::Sequence>()) {
    if (!read.IsSequence() || read.size() != items->size()) return false;
    for (size_t i = 0; i < items->size(); ++i) {
      if (!same((*items)[i], read[i])) return false;
    }
    return true;
  }
  const auto& entries = *made.as<Node::Mapping>();
  if (!read.IsMap() || read.size() != entries.size()) return false;
  size_t i = 0;
  for (const auto& entry : read) {
    if (entry.first.Scalar() != entries[i].key || !same(entries[i].value, entry.second)) return false;
    ++i;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Node made = Builder(data, size).node(0);
  const std::string text = mlpc::emit::writeYaml(made);
  try {
    if (!same(made, YAML::Load(text))) std::abort();
  } catch (const YAML::Exception&) {
    std::abort();
  }
  return 0;
}
