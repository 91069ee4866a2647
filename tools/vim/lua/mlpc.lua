-- The language server of mlp for Neovim, from 0.7 on: require("mlpc").setup().
local M = {}

local options = { cmd = { "mlpc", "lsp" } }
-- The client of each folder, for versions without vim.lsp.start.
local clients = {}

-- The nearest folder above a file with mlpc.yaml or a repository, or else the file's own.
local function root_of(file)
  local folder = vim.fn.fnamemodify(file, ":p:h")
  local found = vim.fn.findfile("mlpc.yaml", folder .. ";")
  if found == "" then
    found = vim.fn.finddir(".git", folder .. ";")
  end
  return found == "" and folder or vim.fn.fnamemodify(found, ":p"):gsub("/$", ""):match("^(.*)/[^/]*$")
end

local function show(text, language)
  vim.cmd("vertical new")
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, "\n", { plain = true }))
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile, vim.bo.modifiable = "nofile", "wipe", false, false
  vim.bo.filetype = ({ shellscript = "sh" })[language] or language
end

local function request(buffer, method, parameters, work)
  vim.lsp.buf_request(buffer, method, parameters, function(problem, result)
    if problem then
      vim.notify("mlpc: " .. problem.message, vim.log.levels.WARN)
    elseif result then
      work(result)
    end
  end)
end

--- Shows what the file of a buffer is compiled to; asks which document if there are several.
function M.show_compiled(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local uri = vim.uri_from_bufnr(buffer)
  request(buffer, "mlpc/compiledDocuments", { uri = uri }, function(all)
    local function chosen(one)
      if one then
        request(buffer, "mlpc/compiledDocument", { uri = uri, name = one.name }, function(document)
          show(document.text, document.languageId)
        end)
      end
    end
    if #all < 2 then
      return chosen(all[1])
    end
    vim.ui.select(all, { prompt = "Which document?", format_item = function(one) return one.name end }, chosen)
  end)
end

function M.start(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  if file == "" then
    return
  end
  local config = vim.tbl_extend("force", { name = "mlpc", root_dir = root_of(file) }, options)
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local known = clients[config.root_dir]
  if not known or vim.lsp.client_is_stopped(known) then
    known = vim.lsp.start_client(config)
    clients[config.root_dir] = known
  end
  if known then
    vim.lsp.buf_attach_client(buffer, known)
  end
end

--- Starts the server for every buffer with mlp. What is given goes to the client: `cmd`, `on_attach`, `capabilities`, …
function M.setup(given)
  options = vim.tbl_extend("force", options, given or {})
  vim.lsp.commands["mlpc.showCompiled"] = function(_, context) M.show_compiled(context.bufnr) end
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("mlpc", { clear = true }),
    pattern = "mlp",
    callback = function(event) M.start(event.buf) end,
  })
end

return M
