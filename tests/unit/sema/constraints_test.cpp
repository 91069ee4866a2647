// Every constraint of the standard library applies to the value of an expression, however that is written.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "checking.h"
#include "mlpc/schema/schema.h"
#include "mlpc/sema/schema_set.h"
#include "mlpc/support/text.h"

namespace mlpc::sema::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// How a field of a type, or a parameter of a component, is set in a program.
struct Place {
  std::string module;
  std::string name;
  bool isKind = false;
  bool isCall = false;
};

TypeId bare(const TypeStore& types, TypeId id) {
  while (id && (types[id].kind == TypeKind::Optional || types[id].kind == TypeKind::Runtime)) id = types[id].element;
  return id;
}

bool namesTexts(const TypeStore& types, TypeId id) {
  id = bare(types, id);
  if (!id || types[id].kind != TypeKind::Union) return false;
  const auto& members = types[id].members;
  return std::any_of(members.begin(), members.end(),
                     [&](TypeId m) { return types[m].literal.as<std::string>() != nullptr; }) &&
         std::none_of(members.begin(), members.end(), [&](TypeId m) { return types[m].kind == TypeKind::String; });
}

std::string firstText(const TypeStore& types, TypeId id) {
  for (const TypeId member : types[bare(types, id)].members) {
    if (const auto* text = types[member].literal.as<std::string>()) return *text;
  }
  return {};
}

/// Values to try for a field, as written: some that its constraints reject, some that they accept. The literals show
/// which are which.
std::vector<std::string> candidates(const TypeStore& types, const Field& field) {
  const TypeId type = bare(types, field.type);
  if (!type) return {};
  const TypeKind kind = types[type].kind;
  std::vector<std::string> out;
  const auto number = [&](double value) {
    std::string text = support::formatDouble(value);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    out.push_back(std::move(text));
  };
  const auto text = [&](std::string_view value) { out.push_back(support::quoteJson(value)); };
  if (field.minimum) {
    number(*field.minimum - 1);
    number(*field.minimum);
  }
  if (field.maximum) number(*field.maximum + 1);
  if (kind == TypeKind::List && field.maxLength && types[type].element &&
      types[bare(types, types[type].element)].kind == TypeKind::String) {
    for (const uint32_t length : {*field.maxLength + 1, field.minLength.value_or(0)}) {
      std::string list = "[";
      for (uint32_t i = 0; i < length; ++i) list += i == 0 ? "\"x\"" : ", \"x\"";
      out.push_back(list + "]");
    }
  }
  if (kind == TypeKind::String && (field.minLength || field.maxLength || !field.pattern.empty())) {
    for (const char* sample : {"", " ~ ", "A b", "a", "1.2.3", "a.B", "a.b.C@1"}) text(sample);
    if (field.maxLength && *field.maxLength < 100'000) text(std::string(*field.maxLength + 1, 'a'));
  }
  if (namesTexts(types, field.type)) {
    text("no such value");
    text(firstText(types, field.type));
  }
  if (kind == TypeKind::Quantity || kind == TypeKind::Duration) text("no such amount");
  return out;
}

/// A program with each form of a value on a line of its own.
class Forms {
 public:
  Forms(Place place, const Type& type) : place_(std::move(place)), type_(type) {
    if (place_.module != "prelude") text_ += "import " + place_.module + " as lib\n";
  }

  /// Sets `field` to `value` in all forms. The first is the literal.
  void add(const Field& field, const std::string& value) {
    const std::string id = std::to_string(count_++);
    const bool isText = value.starts_with('"');
    text_ += "const c" + id + " = " + value + "\n";
    text_ += "const o" + id + " = { x: " + value + ", y: 1 }\n";
    text_ += "const s" + id + " = { " + key(field) + ": " + value + " }\n";
    groups_.emplace_back();
    groups_.back().first = place_.module + "." + place_.name + "." + std::string(field.name) + " = " + value;
    setting(field, value);
    setting(field, "c" + id);
    setting(field, "1 < 2 ? c" + id + " : c" + id);
    setting(field, "o" + id + ".x");
    setting(field, "[c" + id + "][0]");
    if (isText) {
      setting(field, "\"~{c" + id + "}\"");
      setting(field, "concat(c" + id + ", \"\")");
      const size_t half = value.size() / 2;
      // Not between a backslash and what it escapes.
      if (value.find('\\') == std::string::npos && half > 0)
        setting(field, "concat(" + value.substr(0, half) + "\", \"" + value.substr(half) + ")");
    } else if (!value.starts_with('[')) {
      setting(field, "c" + id + " + 0");
    } else {
      setting(field, "[...c" + id + "]");
    }
    if (!place_.isCall) record("...s" + id);
    const bool alone = std::all_of(type_.fields.begin(), type_.fields.end(),
                                   [&](const Field& f) { return f.optional || f.name == field.name; });
    if (!place_.isKind && !place_.isCall && alone) line(declaration() + "s" + id);
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  /// For each value what it is, and the lines of its forms.
  [[nodiscard]] const std::vector<std::pair<std::string, std::vector<size_t>>>& groups() const { return groups_; }

 private:
  void line(const std::string& text) {
    groups_.back().second.push_back(1 + static_cast<size_t>(std::count(text_.begin(), text_.end(), '\n')));
    text_ += text + "\n";
  }
  std::string declaration() {
    const std::string name = (place_.module == "prelude" ? "" : "lib.") + place_.name;
    const std::string symbol = "r" + std::to_string(symbols_++) + ": " + name;
    return place_.isKind ? "resource " + symbol + " " : "const " + symbol + " = ";
  }
  static std::string key(const Field& field) {
    const std::string name(field.name);
    return name.find_first_of("./-") == std::string::npos ? name : support::quoteJson(name);
  }
  void record(const std::string& inside) { line(declaration() + "{ " + inside + " }"); }
  void setting(const Field& field, const std::string& value) {
    if (!place_.isCall) return record(key(field) + ": " + value);
    const std::string job = "workflow w" + std::to_string(symbols_++) + "() { job j { ";
    line(job + "lib." + place_.name + "(" + std::string(field.name) + ": " + value + ") } }");
  }

  Place place_;
  const Type& type_;
  std::string text_;
  size_t count_ = 0;
  size_t symbols_ = 0;
  std::vector<std::pair<std::string, std::vector<size_t>>> groups_;
};

/// For each line, the codes about names, types and constraints. (Later rules may look at how it is written.)
std::map<size_t, std::set<int>> codesByLine(const Checked& checked) {
  std::map<size_t, std::set<int>> out;
  for (const auto& report : checked.diags.sorted()) {
    const int code = static_cast<int>(report.record->code);
    if (report.span.valid() && code < 3000) out[checked.sources.start(report.span).line].insert(code);
  }
  return out;
}

class StandardConstraints : public testing::Test {
 protected:
  StandardConstraints() : checked_("") {}

  [[nodiscard]] const TypeStore& types() const { return checked_.program->types; }

  /// Compares the forms of every candidate for every field; returns how many values were rejected.
  void expectOneAnswer(const Place& place, const Type& type) {
    Forms forms(place, type);
    for (const Field& field : type.fields) {
      if (field.attribute) continue;
      for (const std::string& value : candidates(types(), field)) forms.add(field, value);
    }
    if (forms.groups().empty()) return;
    const Checked checked(forms.text());
    const auto codes = codesByLine(checked);
    const auto at = [&](size_t line) {
      const auto found = codes.find(line);
      return found == codes.end() ? std::set<int>() : found->second;
    };
    for (const auto& [what, lines] : forms.groups()) {
      const std::set<int> literal = at(lines.front());
      refused_ += literal.empty() ? 0 : 1;
      ++tried_;
      for (const size_t line : lines) {
        EXPECT_EQ(at(line), literal) << what << "\n" << lineOf(forms.text(), line);
      }
    }
  }

  static std::string lineOf(const std::string& text, size_t line) {
    size_t from = 0;
    for (size_t i = 1; i < line; ++i) from = text.find('\n', from) + 1;
    return text.substr(from, text.find('\n', from) - from).substr(0, 300);
  }

  Checked checked_;
  SchemaSet& schemas_ = schema::standard();
  size_t refused_ = 0;
  size_t tried_ = 0;
};

TEST_F(StandardConstraints, OfFieldsSeeThroughConstants) {
  for (const std::string& module : schemas_.moduleNames()) {
    for (const std::string_view name : schemas_.names(schemas_.module(module))) {
      const TypeId id = schemas_.type(module + "." + std::string(name));
      if (!id || types()[id].kind != TypeKind::Record || !types()[id].symbol) continue;
      const Type& type = types()[id];
      // `type ConfigMap = k8s.ConfigMap` is a second name.
      if (type.text != (module == "prelude" ? "" : module + ".") + std::string(name)) continue;
      expectOneAnswer({module, std::string(name), type.isKind, false}, type);
    }
  }
  // Some are rejected and some are not, otherwise the candidates show nothing.
  EXPECT_GT(refused_, 150U);
  EXPECT_GT(tried_, refused_ + 50U);
}

TEST_F(StandardConstraints, OfStepsSeeThroughConstants) {
  const ModuleId devops = schemas_.module("azure.devops");
  for (const std::string_view name : schemas_.names(devops)) {
    const SymbolId symbol = schemas_.lookup(devops, name);
    if (checked_.program->symbols[symbol].kind != SymbolKind::Component) continue;
    // Its signature is built where it is called.
    const std::string call = "lib." + std::string(name) + "()";
    const Checked calling("import azure.devops as lib\nworkflow w() { job j { " + call + " } }\n");
    const Signature* signature = calling.program->signature(symbol);
    ASSERT_NE(signature, nullptr) << name;
    Type parameters{TypeKind::Record};
    parameters.fields = signature->parameters;
    expectOneAnswer({"azure.devops", std::string(name), false, true}, parameters);
  }
  EXPECT_GT(refused_, 20U);
}

// ---- what the forms above do not cover

std::vector<int> codesOf(const std::string& text) { return Checked(text).codes(); }

const std::string kComponent =
    "component c(@pattern(\"[a-z]+\") x: string, @range(1, 9) n: int = 1) {\n  image: \"a:1\"\n  command: [\"x\", "
    "x]\n}\n";

TEST(Constraints, WhatARunDecidesIsNotRejected) {
  EXPECT_THAT(codesOf(kComponent + "pipeline p(v: string, n: int) { c(x: concat(v, \"1\"), n) }\n"), IsEmpty());
  EXPECT_THAT(codesOf(kComponent + "pipeline p(v: string) { c(x: \"1~{v}\") }\n"), IsEmpty());
  EXPECT_THAT(codesOf(kComponent + "pipeline p() { c(x: concat(\"a\", \"1\")) }\n"), ElementsAre(2308));
  EXPECT_THAT(codesOf(kComponent + "const k = { x: \"B\" }\npipeline p() { c(x: k.x, n: 3 * 4) }\n"),
              ElementsAre(2308, 2306));
}

TEST(Constraints, WhatIsWrittenLaterWins) {
  const std::string text = "const bad = { kfp_version: concat(\"not a \", \"version\") }\n";
  EXPECT_THAT(codesOf(text + "const s: PipelineSettings = { ...bad }\n"), ElementsAre(2308));
  EXPECT_THAT(codesOf(text + "const s: PipelineSettings = { ...bad, kfp_version: \"2.14.0\" }\n"), IsEmpty());
  EXPECT_THAT(codesOf(text + "const good = { kfp_version: \"2.14.0\" }\n"
                             "const s: PipelineSettings = { ...bad, ...good }\n"),
              IsEmpty());
}

TEST(Constraints, PartsOfAWholeAreSeen) {
  EXPECT_THAT(codesOf("const r = { max: -1 }\nconst t: TaskOptions = { retry: r }\n"), ElementsAre(2306));
  EXPECT_THAT(codesOf("const r = [{ key: \"a\", operator: \"In\" }]\n"
                      "const t: AffinityTerm = { match_expressions: r, weight: 1 }\n"),
              IsEmpty());
  EXPECT_THAT(codesOf("const r = [{ key: \"a\", operator: \"Im\" }]\n"
                      "const t: AffinityTerm = { match_expressions: r, weight: 1 }\n"),
              ElementsAre(2202));
}

TEST(Constraints, OperationsWithoutAValueAreReportedEverywhere) {
  const auto everywhere = [](const std::string& expression) {
    std::set<std::vector<int>> answers;
    answers.insert(codesOf("const v = " + expression + "\n"));
    answers.insert(codesOf("const s: Retry = { max: " + expression + " }\n"));
    answers.insert(codesOf(kComponent + "pipeline p() { c(x: \"a\", n: " + expression + ") }\n"));
    answers.insert(codesOf(kComponent + "pipeline p() { c(x: \"~{" + expression + "}\") }\n"));
    return answers.size() == 1 ? *answers.begin() : std::vector<int>{-1};
  };
  EXPECT_THAT(everywhere("1 / 0"), ElementsAre(2605));
  EXPECT_THAT(everywhere("1 % (2 - 2)"), ElementsAre(2605));
  EXPECT_THAT(everywhere("9223372036854775807 + 1"), ElementsAre(2604));
  EXPECT_THAT(everywhere("-(-9223372036854775807 - 1)"), ElementsAre(2604));
  EXPECT_THAT(everywhere("9223372036854775808"), ElementsAre(2601));
  EXPECT_THAT(everywhere("[1, 2][2]"), ElementsAre(2225));
  EXPECT_THAT(everywhere("[1, 2][-1]"), ElementsAre(2225));
  EXPECT_THAT(codesOf("const v: float = 1e400\n"), ElementsAre(2226));
  EXPECT_THAT(codesOf("const m: map[int] = { a: 1 }\nconst v = m[\"b\"]\n"), ElementsAre(2105));
}

TEST(Constraints, UnitsThatDoNotExist) {
  const auto timeout = [](const std::string& value) {
    return codesOf("const t: TaskOptions = { timeout: " + value + " }\n");
  };
  EXPECT_THAT(timeout("1.5h"), ElementsAre(2602));
  EXPECT_THAT(timeout("30m1h"), ElementsAre(2602));
  EXPECT_THAT(timeout("5m5m"), ElementsAre(2602));
  EXPECT_THAT(timeout("1w"), ElementsAre(1017));
  EXPECT_THAT(timeout("1h30m"), IsEmpty());
  const auto memory = [](const std::string& value) {
    return codesOf("const r: Resources = { requests: { memory: " + value + " } }\n");
  };
  EXPECT_THAT(memory("1Gi1Gi"), ElementsAre(1017));
  EXPECT_THAT(memory("500m500m"), ElementsAre(2602));
  EXPECT_THAT(memory("1.5Gi"), IsEmpty());
}

}  // namespace
}  // namespace mlpc::sema::test
