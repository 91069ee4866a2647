#include "mlpc/emit/file_name.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mlpc::emit {
namespace {

TEST(FileName, IsOneOnEverySystem) {
  for (const std::string name :
       {"train.pipeline.yaml", ".hidden", "a b", "\u00e9t\u00e9", "console.yml", "com10.x", "a~b$"})
    EXPECT_EQ(fileNameProblem(name), std::nullopt) << name;
  EXPECT_EQ(fileNameProblem(std::string(255, 'x')), std::nullopt);
}

TEST(FileName, LeavesNoFolderAndNamesNoDevice) {
  for (const std::string& name :
       std::vector<std::string>{"",        ".",        "..",   "../x",      "/x",
                                "a/b",     "a\\b",     "a\nb", "a\tb",      std::string("a\0b", 3),
                                "\x1b[m",  "a\u2028b", "\xff", "a:b",       "a|b",
                                "<a>",     "a?",       "a*",   "\"",        "-rf",
                                " a",      "a ",       "a.",   "con",       "CON.yml",
                                "Nul",     "aux.x.y",  "com1", "LPT9.yaml", "com\u00b9.x",
                                "conout$", "prn .x"})
    EXPECT_NE(fileNameProblem(name), std::nullopt) << name;
  EXPECT_NE(fileNameProblem(std::string(256, 'x')), std::nullopt);
}

}  // namespace
}  // namespace mlpc::emit
