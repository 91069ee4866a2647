#include "notebook.h"

#include "mlpc/support/text.h"
#include "packed_files.h"

namespace mlpc::backends::kfp {
namespace {

// kfp.dsl.executor looks these two names up.
constexpr std::string_view kUnpack = R"py(

def _unpack_embedded():
    import base64
    import io
    import sys
    import tarfile
    import tempfile

    folder = tempfile.mkdtemp(prefix='embedded-')
    data = io.BytesIO(base64.b64decode(_EMBEDDED_FILES))
    with tarfile.open(fileobj=data, mode='r:gz') as archive:
        archive.extractall(path=folder)
    sys.path.insert(0, folder)
    return folder


__KFP_EMBEDDED_ASSET_DIR = _unpack_embedded()
)py";

constexpr std::string_view kRunNotebook = R"py(

def _run_notebook(**parameters):
    import json
    import os
    import sys

    import nbformat
    from nbclient import NotebookClient

    class Client(NotebookClient):
        """Prints what cells print while they run."""

        def process_message(self, msg, cell, cell_index):
            output = super().process_message(msg, cell, cell_index)
            if output is None:
                return output
            kind = output.get('output_type')
            if kind == 'stream':
                target = sys.stderr if output.get('name') == 'stderr' else sys.stdout
                print(output.get('text', ''), end='', file=target, flush=True)
            elif kind == 'error':
                print('\n'.join(output.get('traceback', [])), file=sys.stderr, flush=True)
            elif 'text/plain' in output.get('data', {}):
                print(output['data']['text/plain'], flush=True)
            return output

    path = os.path.join(__KFP_EMBEDDED_ASSET_DIR, _NOTEBOOK)
    notebook = nbformat.read(path, as_version=4)
    if parameters:
        lines = ['import json']
        for name, value in parameters.items():
            lines.append(name + ' = json.loads(' + repr(json.dumps(value)) + ')')
        given = nbformat.v4.new_code_cell(source='\n'.join(lines), metadata={'tags': ['injected-parameters']})
        tagged = [i for i, cell in enumerate(notebook.cells) if 'parameters' in cell.metadata.get('tags', [])]
        notebook.cells.insert(tagged[0] + 1 if tagged else 0, given)
    client = Client(notebook, timeout=None, allow_errors=False, kernel_name=_python_kernel())
    client.execute(cwd=__KFP_EMBEDDED_ASSET_DIR)


def _python_kernel():
    import subprocess
    import sys

    from jupyter_client.kernelspec import KernelSpecManager

    if 'python3' not in KernelSpecManager().find_kernel_specs():
        subprocess.run([sys.executable, '-m', 'ipykernel', 'install', '--user', '--name', 'python3'], check=True)
    return 'python3'


dsl.run_notebook = _run_notebook
)py";

std::string baseName(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

}  // namespace

std::vector<std::string> notebookPackages() { return {"nbclient>=0.10,<1", "ipykernel>=6,<7", "jupyter_client>=7,<9"}; }

std::string embeddedHelper(const ir::Embedded& embedded) {
  std::string text = "_EMBEDDED_FILES = '" + packFiles(embedded.files) + "'\n";
  text += kUnpack;
  // A single file is passed on as the file, a folder as the folder.
  if (embedded.files.size() == 1 && baseName(embedded.path) == embedded.files.front().name) {
    text += "__KFP_EMBEDDED_ASSET_FILE = __KFP_EMBEDDED_ASSET_DIR + '/' + " +
            support::quotePython(embedded.files.front().name) + "\n";
  }
  return text;
}

std::string notebookHelper(const ir::NotebookBody& notebook, const ir::Embedded* embedded) {
  const std::string name = baseName(notebook.path);
  std::vector<ir::EmbeddedFile> files;
  if (embedded != nullptr) files = embedded->files;
  files.push_back({name, notebook.content, false});
  std::string text = "_EMBEDDED_FILES = '" + packFiles(files) + "'\n_NOTEBOOK = " + support::quotePython(name) + "\n";
  text += kUnpack;
  text += kRunNotebook;
  return text;
}

}  // namespace mlpc::backends::kfp
