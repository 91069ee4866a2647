-- The language server in Neovim: run.sh starts it with MLPC, the program, and an empty folder MLPC_TEST_FOLDER.
local mlpc, folder = os.getenv("MLPC"), os.getenv("MLPC_TEST_FOLDER")
local failures = {}

local function check(what, held, seen)
  if not held then
    table.insert(failures, what .. ": " .. vim.inspect(seen))
  end
end

local function await(what, condition)
  if not vim.wait(20000, condition, 20) then
    error("did not happen: " .. what)
  end
end

local function write(name, lines)
  vim.fn.writefile(lines, folder .. "/" .. name)
end

local function ask(method, parameters)
  local answers = vim.lsp.buf_request_sync(0, method, parameters, 20000) or {}
  for _, answer in pairs(answers) do
    check(method, not answer.error, answer.error)
    return answer.result
  end
  check(method, false, "no answer")
end

local function at(line, column)
  vim.api.nvim_win_set_cursor(0, { line, column })
  return vim.lsp.util.make_position_params(0, "utf-16")
end

local function diagnostics()
  return vim.diagnostic.get(0)
end

local function run()
  write("mlpc.yaml", {})
  write("parts.mlp", { "component greet(name: string) -> string {", "  python <<<", "    return name", "  >>>", "}" })
  write("main.mlp", {
    'import "./parts.mlp" as parts',
    "",
    "pipeline hello(name: string = 'world') {",
    "  let greeting = parts.greet(name)",
    "  parts.greet(name: greeting)",
    "}",
  })
  require("mlpc").setup({ cmd = { mlpc, "lsp" } })
  vim.cmd("edit " .. folder .. "/main.mlp")
  check("filetype", vim.bo.filetype == "mlp", vim.bo.filetype)

  -- An error, and its fix.
  await("a diagnostic", function() return #diagnostics() > 0 end)
  local found = diagnostics()[1] or {}
  check("its place", found.lnum == 2 and found.col == 30, found)
  check("its code", tostring(found.code):match("^MLP%d%d%d%d$"), found)
  local range = { start = { line = 2, character = 30 }, ["end"] = { line = 2, character = 37 } }
  local actions = ask("textDocument/codeAction", {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = range,
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, 2) },
  }) or {}
  check("an action with an edit", actions[1] and actions[1].edit, actions)
  if actions[1] and actions[1].edit then
    vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  end
  check("the edit", vim.fn.getline(3) == 'pipeline hello(name: string = "world") {', vim.fn.getline(3))
  await("no diagnostic any more", function() return #diagnostics() == 0 end)

  -- What a name is, what could be here, where it is declared.
  local hover = ask("textDocument/hover", at(4, 25)) or {}
  check("a hover", vim.inspect(hover.contents or {}):find("greet", 1, true), hover)
  local completion = ask("textDocument/completion", at(4, 23)) or {}
  local labels = vim.tbl_map(function(item) return item.label end, completion.items or completion)
  check("a completion", vim.tbl_contains(labels, "greet"), labels)
  local definition = ask("textDocument/definition", at(4, 25)) or {}
  check("a definition", vim.inspect(definition):find("parts.mlp", 1, true), definition)

  -- A name in two files.
  local edit = ask("textDocument/rename", vim.tbl_extend("force", at(4, 25), { newName = "welcome" }))
  vim.lsp.util.apply_workspace_edit(edit or {}, "utf-16")
  check("renamed here", vim.fn.getline(4) == "  let greeting = parts.welcome(name)", vim.fn.getline(4))
  vim.cmd("silent wall")
  vim.cmd("edit " .. folder .. "/parts.mlp")
  check("renamed there", vim.fn.getline(1):match("^component welcome%("), vim.fn.getline(1))
  await("the server for both", function() return not vim.tbl_isempty(vim.lsp.buf_get_clients(0)) end)
  check("one server", #vim.lsp.get_active_clients() == 1, #vim.lsp.get_active_clients())

  -- What comes out.
  vim.cmd("edit " .. folder .. "/main.mlp")
  require("mlpc").show_compiled()
  await("the compiled document", function() return vim.fn.search("^  name: hello$", "nw") > 0 end)
  check("its language", vim.bo.filetype == "yaml", vim.bo.filetype)
  check("it is not a file", vim.bo.buftype == "nofile" and not vim.bo.modifiable, vim.bo.buftype)
end

local ok, problem = xpcall(run, debug.traceback)
if not ok then
  table.insert(failures, problem)
end
vim.fn.writefile(vim.split(table.concat(failures, "\n"), "\n"), os.getenv("MLPC_TEST_RESULT"))
vim.cmd(#failures == 0 and "qall!" or "cquit!")
