// Files that are packed: notebooks and files of settings.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

std::vector<std::string> found(std::string_view text, std::string_view file) {
  std::vector<std::string> all;
  search(
      text,
      [&](const Found& one) {
        all.push_back(std::string(one.what.empty() ? one.name : one.what) + "|" +
                      std::string(text.substr(one.begin, one.end - one.begin)));
      },
      formatOf(file));
  return all;
}
using Texts = std::vector<std::string>;

TEST(Files, OfSettingsHaveValuesWithoutQuotes) {
  for (const char* file :
       {"a.ini", "conf/a.cfg", ".pypirc", "a.properties", ".env", ".env.local", "my.cnf", "credentials"}) {
    EXPECT_EQ(found("user = me\npassword = swordfish\n", file), Texts{"password|swordfish"}) << file;
    EXPECT_EQ(found("[a]\npassword: Swordfish\n", file), Texts{"password|Swordfish"}) << file;
    EXPECT_EQ(found("db.secret=swordfish\r\n", file), Texts{"secret|swordfish"}) << file;
    EXPECT_EQ(found("password = ${PASSWORD}\ntoken_file = x\npassword =\n# password = \n", file), Texts{}) << file;
  }
  EXPECT_EQ(found("user = me\npassword = swordfish\n", "a.py"), Texts{});
  EXPECT_EQ(found("user = me\npassword = swordfish\n", ""), Texts{});
}

std::string notebook(std::string_view source) {
  return "{\n \"cells\": [{\n  \"cell_type\": \"code\",\n  \"source\": " + std::string(source) +
         "\n }],\n \"nbformat\": 4\n}\n";
}

TEST(Files, OfNotebooksAreReadAsTheirCode) {
  // Each line is a string of JSON.
  EXPECT_EQ(found(notebook(R"(["password = \\\n", "    \"hunter2\"\n"])"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"(["import os\n", "password = \"hunter2\""])"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"x(["password = (\n", "  'hunter2'\n", ")"])x"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"(["c = {\n", "  \"password\":\n", "    \"hunter2\"\n", "}"])"), "a.ipynb"),
            Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"x(["f(password=\n", "  \"hunter2\")"])x"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"("c = {\n  \"password\":\n    \"hunter2\"\n}")"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"x("f(password=\n  'hunter2')")x"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"(["c = {\"password\":\n", "  x, \"hunter2\": 1}"])"), "a.ipynb"), Texts{});
  EXPECT_EQ(found(notebook(R"(["password = '''hunter2'''\n"])"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"("x = 1\npassword = \"hunter2\"\n")"), "a.ipynb"), Texts{"password|hunter2"});
  EXPECT_EQ(found(notebook(R"(["p\u0061ssword = \u0022hunter2\u0022\n"])"), "a.ipynb").size(), 1U);
  EXPECT_EQ(found(notebook(R"(["!mysql -phunter2 db\n"])"), "a.ipynb"), Texts{"p|hunter2"});
  EXPECT_EQ(found(notebook(R"(["%env DB_PASSWORD=hunter2\n"])"), "a.ipynb"), Texts{"DB_PASSWORD|hunter2"});
  EXPECT_EQ(found(notebook(R"(["key = ('AKIAIOSF'\n", "       'ODNN7EXAMPLE')\n"])"), "a.ipynb").size(), 1U);
  EXPECT_EQ(found(notebook(R"(["key = \"AKIAIOSF\" + \\\n", "   \"ODNN7EXAMPLE\"\n"])"), "a.ipynb").size(), 1U);
  EXPECT_EQ(found(notebook(R"(["k = 'gh\u0070_0123456789abcdefghijABCDEFGHIJ012345'\n"])"), "a.ipynb").size(), 1U);
  EXPECT_EQ(found(notebook(R"(["password = os.environ[\"DB_PASSWORD\"]\n", "token = \"\"\n"])"), "a.ipynb"), Texts{});
  EXPECT_EQ(found(notebook(R"(["a\n"], "password": "hunter2", "x": ["b\n"])"), "a.ipynb"), Texts{"password|hunter2"});
}

TEST(Files, OfJsonMayBeCutOffAnywhere) {
  const std::string whole = notebook(R"(["password = \"hunter2\"\n", "x\u0041", "\\"])");
  for (size_t size = 0; size <= whole.size(); ++size) {
    for (const char* end : {"", "]", "}", "\"}", "\\}"}) {
      for (const std::string& one : found(whole.substr(0, size) + end, "a.json")) EXPECT_FALSE(one.empty());
    }
  }
}

}  // namespace
}  // namespace mlpc::credentials
