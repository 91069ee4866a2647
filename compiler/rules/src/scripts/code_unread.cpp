// Code that is too long or nested too deeply to be read.
#include "facts/python_code.h"
#include "mlpc/diag/python.h"
#include "mlpc/rules/context.h"

namespace mlpc::rules::scripts {

namespace {

void findUnread(const File& file, Context& context) {
  for (const embedded::ShellFence* shell : file.scripts()) {
    if (shell->script->unread) context.report(shell->text.whole(), diag::codeUnread);
  }
  for (const embedded::PythonFence* python : allPythonOf(file)) {
    if (python->code->tree().unread()) context.report(python->text.whole(), diag::codeUnread);
  }
}

}  // namespace

extern constinit const Rule codeUnread{
    .name = "code-unread",
    .category = Category::Scripts,
    .level = Level::Error,
    .reach = Reach::Every,
    .records = {&diag::codeUnread.record},
    .first = true,
    .file = findUnread,
};

}  // namespace mlpc::rules::scripts
