-- Reads Nginx's messages about requests from standard input and writes what is left of them to standard error:
-- luajit error_log.lua RUNTIME_DIRECTORY. entrypoint.lua starts it.

package.path = arg[0]:gsub("[^/]+/[^/]+$", "?.lua") .. ";/usr/share/lua/5.1/?.lua"

local cjson = require("cjson.safe")
local error_lines = require("gateway.error_lines")
local files = require("gateway.files")

local header = cjson.decode(files.read(files.path(arg[1], "gateway"))).header
for line in io.lines() do
    io.stderr:write(error_lines.cleaned(line, header), "\n")
end
