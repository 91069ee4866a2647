// What an edit in an editor costs: a workspace of 20 files is checked once, then again after each edit of one body, and
// after each edit of a signature. Prints the processor time of one check of each kind, in milliseconds: `cold body
// signature`.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "project.h"

namespace {

using mlpc::workspace::test::Folder;

double milliseconds(std::clock_t from) { return 1000.0 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// The median over edits that replace `from` in `file` and undo that.
double edited(Folder& folder, mlpc::workspace::Workspace& workspace, const std::string& file, const std::string& from,
              const std::string& to) {
  std::vector<double> times;
  for (int i = 0; i < 40; ++i) {
    std::string& text = folder.files[file];
    const std::string& before = i % 2 == 0 ? from : to;
    text.replace(text.find(before), before.size(), i % 2 == 0 ? to : from);
    const std::clock_t start = std::clock();
    workspace.compile(mlpc::workspace::test::whole());
    times.push_back(milliseconds(start));
  }
  return median(std::move(times));
}

}  // namespace

int main() {
  Folder folder = mlpc::workspace::test::project();
  std::vector<double> cold;
  for (int i = 0; i < 9; ++i) {
    const std::clock_t start = std::clock();
    mlpc::workspace::compile(mlpc::workspace::test::whole(), {}, folder);
    cold.push_back(milliseconds(start));
  }
  mlpc::workspace::Workspace workspace(folder, {});
  workspace.compile(mlpc::workspace::test::whole());
  const double body = edited(folder, workspace, "f4.mlp", "total = 0.0", "total = 1.0 + 1");
  const double signature = edited(folder, workspace, "f4.mlp", "count: int = 3,", "count: int = 30,");
  std::printf("%.3f %.3f %.3f\n", median(cold), body, signature);
  return 0;
}
