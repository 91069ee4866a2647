// Writes YAML files with the compiler's writer, and beside each of them what a reader must find in it.
//
// usage: mlpc_yaml_roundtrip FOLDER [STRINGS] [DOCUMENTS]     the seed is MLPC_SEED, or a new one each time
//
// NNNN.yaml contains several documents; NNNN.json an array with one element for each, with explicit types: strings,
// true, false, null and arrays as they are, {"i": "12"}, {"f": "16 hex digits of the double's bits"} and {"m": {...}}.

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "mlpc/support/id.h"
#include "nasty_strings.h"
#include "yaml_writer.h"

namespace mlpc::roundtrip {
namespace {

using emit::Node;
using emit::Style;

std::string hex(uint64_t value) {
  std::string text(17, '\0');
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(value));
  text.resize(16);
  return text;
}

Node tagged(const Node& node) {
  return std::visit(support::Overload{
                        [](std::monostate) { return Node(); },
                        [](bool value) { return Node(value); },
                        [](int64_t value) {
                          Node out;
                          out.set("i", std::to_string(value));
                          return out;
                        },
                        [](double value) {
                          Node out;
                          out.set("f", std::isnan(value) ? std::string("nan") : hex(std::bit_cast<uint64_t>(value)));
                          return out;
                        },
                        [](const std::string& value) { return Node(value); },
                        [](const Node::Sequence& items) {
                          Node out = Node::sequence();
                          for (const auto& item : items) out.push(tagged(item));
                          return out;
                        },
                        [](const Node::Mapping& entries) {
                          Node::Mapping inner;
                          for (const auto& entry : entries) inner.push_back({entry.key, tagged(entry.value)});
                          Node out;
                          out.set("m", Node::mapping(std::move(inner)));
                          return out;
                        },
                    },
                    node.storage());
}

void dress(Random& random, Node& node) {
  constexpr std::array kStyles{Style::Quoted, Style::Literal, Style::Flow};
  if (oneIn(random, 4)) node.styled(kStyles[below(random, kStyles.size())]);
  if (oneIn(random, 15)) node.commented(nastyString(random));
}

Node scalar(Random& random) {
  switch (below(random, 12)) {
    case 0: return {};
    case 1: return {oneIn(random, 2)};
    case 2: return {static_cast<int64_t>(random()) >> below(random, 64)};
    case 3: {
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      constexpr std::array kDoubles{0.0,
                                    -0.0,
                                    1.0,
                                    -1.5,
                                    1e-5,
                                    1e16,
                                    1e15,
                                    123456789012345680.0,
                                    0.1,
                                    kInfinity,
                                    -kInfinity,
                                    1e100,
                                    5e-324,
                                    1e-300,
                                    1.7976931348623157e308,
                                    std::numeric_limits<double>::quiet_NaN()};
      return {kDoubles[below(random, kDoubles.size())]};
    }
    case 4: {
      const auto value = std::bit_cast<double>(static_cast<uint64_t>(random()));
      return {std::isnan(value) ? 0.5 : value};
    }
    default: return {nastyString(random)};
  }
}

Node tree(Random& random, size_t depth) {
  Node node;
  if (depth == 0 || oneIn(random, 3)) {
    node = scalar(random);
  } else if (oneIn(random, 2)) {
    node = Node::sequence();
    for (size_t n = below(random, 5); n > 0; --n) node.push(tree(random, depth - 1));
  } else {
    node = Node::mapping();
    std::set<std::string> keys;
    for (size_t n = below(random, 5); n > 0; --n) {
      std::string key = nastyString(random);
      if (keys.insert(key).second) node.set(key, tree(random, depth - 1));
    }
  }
  dress(random, node);
  return node;
}

/// One thing inside another, `depth` times.
Node tower(Random& random, size_t depth, bool flow) {
  Node node = scalar(random);
  for (; depth > 0; --depth) {
    Node outer;
    if (oneIn(random, 2)) {
      outer.push(std::move(node));
    } else {
      outer.set(nastyString(random), std::move(node));
    }
    if (oneIn(random, 3))
      outer.isSequence() ? void(outer.push(scalar(random))) : void(outer.set(nastyString(random) + "2", 1));
    if (flow) outer.styled(Style::Flow);
    node = std::move(outer);
  }
  return node;
}

/// A document with `count` strings in every kind of place.
Node stringDocument(Random& random, size_t count) {
  Node document = Node::mapping();
  std::set<std::string> keys;
  const auto add = [&](Node value) {
    std::string key = nastyString(random);
    if (keys.insert(key).second) document.set(key, std::move(value));
  };
  for (size_t done = 0; done < count;) {
    const size_t size = 1 + below(random, 4);
    Node group;
    switch (below(random, 4)) {
      case 0:
        group = Node(nastyString(random));
        dress(random, group);
        done += 1;
        break;
      case 1: {
        group = Node::mapping();
        for (size_t i = 0; i < size; ++i) {
          std::string key = nastyString(random);
          if (group.find(key) == nullptr) dress(random, group.set(key, nastyString(random)));
        }
        done += 2 * size;
        break;
      }
      default:
        group = Node::sequence();
        for (size_t i = 0; i < size; ++i) dress(random, group.push(nastyString(random)));
        done += size;
    }
    if (group.as<std::string>() == nullptr && oneIn(random, 3)) group.styled(Style::Flow);
    add(std::move(group));
    done += 1;
  }
  return document;
}

void write(const std::string& folder, size_t number, const std::vector<Node>& documents) {
  char name[16];
  std::snprintf(name, sizeof name, "/%04zu", number);
  std::ofstream(folder + name + ".yaml", std::ios::binary) << emit::writeYaml(documents, "# made by a test\n");
  Node expected = Node::sequence();
  for (const auto& document : documents) expected.push(tagged(document));
  std::ofstream(folder + name + ".json", std::ios::binary) << emit::jsonText(expected);
}

int run(const std::string& folder, size_t strings, size_t documents) {
  const char* given = std::getenv("MLPC_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 0) : std::random_device()();
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Random random(seed);
  size_t file = 0;
  constexpr size_t kPerDocument = 50;
  constexpr size_t kPerFile = 20;
  for (size_t done = 0; done < strings;) {
    std::vector<Node> batch;
    for (size_t i = 0; i < kPerFile && done < strings; ++i, done += kPerDocument) {
      batch.push_back(stringDocument(random, kPerDocument));
      batch.emplace_back(nastyString(random));
    }
    write(folder, file++, batch);
  }
  std::vector<Node> trees;
  for (size_t i = 0; i < documents; ++i) trees.push_back(tree(random, 2 + below(random, 8)));
  for (const size_t depth : {30U, 100U, 256U}) {
    trees.push_back(tower(random, depth, false));
    trees.push_back(tower(random, depth, true));
  }
  for (size_t i = 0; i < trees.size(); i += kPerFile) {
    write(folder, file++,
          {trees.begin() + static_cast<std::ptrdiff_t>(i),
           trees.begin() + static_cast<std::ptrdiff_t>(std::min(i + kPerFile, trees.size()))});
  }
  return 0;
}

}  // namespace
}  // namespace mlpc::roundtrip

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: mlpc_yaml_roundtrip FOLDER [STRINGS] [DOCUMENTS]\n", stderr);
    return 2;
  }
  const auto number = [&](int i, size_t otherwise) {
    return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
  };
  return mlpc::roundtrip::run(argv[1], number(2, 20'000), number(3, 400));
}
