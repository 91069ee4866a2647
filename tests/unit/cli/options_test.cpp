#include "options.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "command.h"

namespace mlpc::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kColours[] = {"red", "green", "blue"};
constexpr OptionSpec kSpecs[] = {
    {"--output", "-o", "DIR", "where"},
    {"--colour", "-c", "WHAT", "which", Offer::Choices, kColours, "colour", true},
    {"--mood", "", "WHAT", "how", Offer::Choices, kColours},
    {"--loud", "", "", "flag"},
};

ParsedOptions parse(std::initializer_list<std::string_view> arguments) {
  return parseOptions({arguments.begin(), arguments.size()}, kSpecs);
}

TEST(Options, TakeTheirValuesInEveryForm) {
  for (const auto& form : std::initializer_list<std::vector<std::string_view>>{
           {"-o", "x"}, {"-ox"}, {"-o=x"}, {"--output", "x"}, {"--output=x"}}) {
    const ParsedOptions options = parseOptions(form, kSpecs);
    EXPECT_EQ(options.error, "");
    EXPECT_EQ(options.value("--output"), "x") << form[0];
    EXPECT_THAT(options.operands, IsEmpty());
  }
}

TEST(Options, TakeValuesThatLookLikeSomethingElse) {
  EXPECT_EQ(parse({"-o", "-"}).value("--output"), "-");
  EXPECT_EQ(parse({"-o", "--loud"}).value("--output"), "--loud");
  EXPECT_EQ(parse({"--output=a=b"}).value("--output"), "a=b");
  EXPECT_EQ(parse({"-oa=b"}).value("--output"), "a=b");
  EXPECT_EQ(parse({"--output", ""}).value("--output"), "");
  EXPECT_EQ(parse({"--output=[a,b]"}).value("--output"), "[a,b]");
}

TEST(Options, MayBeRepeated) {
  const ParsedOptions options = parse({"-c", "red", "--output=a", "--colour=blue", "-o", "b", "--loud", "--loud"});
  EXPECT_EQ(options.error, "");
  EXPECT_THAT(options.values("--colour"), ElementsAre("red", "blue"));
  EXPECT_EQ(options.value("--output"), "b");  // the last one
  EXPECT_TRUE(options.has("--loud"));
  EXPECT_FALSE(parse({}).has("--loud"));
  EXPECT_EQ(parse({"a"}).value("--output"), std::nullopt);
}

TEST(Options, LeaveOperands) {
  EXPECT_THAT(parse({"a", "-o", "x", "-", "b"}).operands, ElementsAre("a", "-", "b"));
  EXPECT_THAT(parse({"a", "--", "-o", "--", "--loud"}).operands, ElementsAre("a", "-o", "--", "--loud"));
  EXPECT_THAT(parse({"[a,b]", "{c}", "", "d e", "\u00e4"}).operands, ElementsAre("[a,b]", "{c}", "", "d e", "\u00e4"));
}

TEST(Options, SayWhatIsWrong) {
  EXPECT_EQ(parse({"--colr", "red"}).error, "there is no option `--colr`; did you mean `--colour`?");
  EXPECT_EQ(parse({"--colr=red"}).error, "there is no option `--colr`; did you mean `--colour`?");
  EXPECT_EQ(parse({"--nothing-like-it"}).error, "there is no option `--nothing-like-it`");
  EXPECT_EQ(parse({"-x"}).error, "there is no option `-x`");
  EXPECT_EQ(parse({"-5"}).error, "there is no option `-5`");
  EXPECT_EQ(parse({"a", "-o"}).error, "`-o` expects a value: -o DIR");
  EXPECT_EQ(parse({"--output"}).error, "`--output` expects a value: --output DIR");
  EXPECT_EQ(parse({"--output=", "a"}).error, "`--output` expects a value: --output DIR");
  EXPECT_EQ(parse({"-o=", "a"}).error, "`-o` expects a value: -o DIR");
  EXPECT_EQ(parse({"--loud=yes"}).error, "`--loud` takes no value");
  EXPECT_EQ(parse({"--colour", "pink"}).error, "there is no colour `pink`; there are red, green and blue");
  EXPECT_EQ(parse({"--mood", "pink"}).error, "`--mood` expects red, green or blue, not `pink`");
  EXPECT_EQ(parse({"--mood="}).error, "`--mood` expects a value: --mood WHAT");
}

TEST(Options, AnyWordsGetAnAnswer) {
  // CLI11 has forms of its own; none of them may throw out of our code.
  for (const std::string_view word : {"--", "---", "-", "--=", "-=", "--=x", "++", "/o", "--output.x", "--no-loud", "!",
                                      "\xff", "-\xff", "--\xff=", "%%", "[", "--loud{false}"}) {
    const ParsedOptions options = parse({word});
    EXPECT_TRUE(options.given.empty()) << word;
  }
}

TEST(Commands, OfferWhatTheyAccept) {
  for (const Command& command : allCommands()) {
    for (const OptionSpec& option : optionsOf(command)) {
      EXPECT_TRUE(option.name.starts_with("--")) << option.name;
      EXPECT_EQ(option.offer == Offer::Choices, !option.choices.empty()) << option.name;
      EXPECT_TRUE(option.choices.empty() || !option.value.empty()) << option.name;
      for (const std::string_view choice : option.choices)
        EXPECT_THAT(option.help, HasSubstr(choice)) << command.name << option.name;
    }
  }
}

TEST(Commands, TargetsAreTheBackEnds) {
  const auto options = optionsOf(*findCommand("compile"));
  const auto target = std::find_if(options.begin(), options.end(), [](const auto& o) { return o.name == "--target"; });
  ASSERT_NE(target, options.end());
  std::vector<std::string_view> expected;
  for (const workspace::Backend& backend : allBackends()) expected.push_back(backend.target);
  expected.emplace_back("all");
  EXPECT_THAT(target->choices, testing::ElementsAreArray(expected));
}

}  // namespace
}  // namespace mlpc::cli
