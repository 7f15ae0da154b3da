-- The container's entry point: checks the environment, writes the runtime directory and becomes Nginx.
-- Every fault is one line on standard error; with any, the exit status is 1 and nothing is started.

local HOME = arg[0]:match("^(.*)/[^/]+$") or "."
package.path = HOME .. "/lua/?.lua;/usr/share/lua/5.1/?.lua"

local cjson = require("cjson.safe")
local files = require("gateway.files")
local process = require("gateway.process")
local settings = require("gateway.settings")
local template = require("gateway.template")
local trust = require("gateway.trust")

local NGINX, LUAJIT = "/usr/sbin/nginx", "/usr/bin/luajit"
-- Seconds between the end of the drain and the end of the stop timeout, when the container would be killed.
local DRAIN_MARGIN = 5
-- The load balancer has to be the first to close an idle connection, or it may use one that is closing.
local KEEPALIVE_MARGIN = 15

local function stop(faults)
    table.sort(faults)
    for _, fault in ipairs(faults) do
        io.stderr:write("gateway: ", fault, "\n")
    end
    os.exit(1)
end

local function read_settings()
    local faults = {}
    local read = settings.read(setmetatable({}, { __index = function(_, name)
        return os.getenv(name)
    end }), os.time(), function(name, fault)
        faults[#faults + 1] = name .. ": " .. fault
    end)
    if #faults > 0 then
        stop(faults)
    end
    return read
end

local function write(directory, name, text)
    local ok, fault = files.write(files.path(directory, name), text)
    if not ok then
        stop({ "GATEWAY_RUNTIME_DIRECTORY: " .. fault })
    end
end

local function routes(services)
    local exact, below = {}, {}
    for index, service in ipairs(services) do
        local item = { service = service.name, prefix = service.prefix }
        if service.prefix == "/" then
            item.prefix = ""
        else
            exact[#exact + 1] = item
        end
        below[index] = item
    end
    return exact, below
end

local function has_root(services)
    for _, service in ipairs(services) do
        if service.prefix == "/" then
            return true
        end
    end
    return false
end

--- Where Nginx writes what it has to say about requests: to a process that leaves out what clients wrote.
local function request_errors(read)
    local file, fault = process.start_reader(LUAJIT, { HOME .. "/lua/gateway/error_log.lua", read.directory })
    if not file then
        stop({ LUAJIT .. ": " .. fault })
    end
    return "/proc/self/fd/" .. file
end

local function nginx_configuration(read)
    local exact, below = routes(read.services)
    return template.render(assert(files.read(HOME .. "/nginx.conf.template")), {
        home = HOME,
        directory = read.directory,
        workers = read.workers,
        log_level = read.log_level,
        request_errors = request_errors(read),
        drain_seconds = read.stop_timeout - DRAIN_MARGIN,
        keepalive_seconds = read.idle_timeout + KEEPALIVE_MARGIN,
        listen_address = read.listen_address,
        port = read.port,
        status_port = read.status_port,
        max_body_bytes = read.max_body_bytes,
        certificate_header = read.header,
        services = read.services,
        routes_exact = exact,
        routes_below = below,
        no_root = has_root(read.services) and {} or { {} },
    })
end

local function write_runtime_directory(read)
    local directory = read.directory
    for _, name in ipairs({ "", "/temp" }) do
        local ok, fault = process.make_directory(directory .. name)
        if not ok then
            stop({ "GATEWAY_RUNTIME_DIRECTORY: " .. directory .. name .. ": " .. fault })
        end
    end
    for name, text in pairs(read.secrets) do
        write(directory, name, name == "client_rules" and text or trust.normalize_pem(text))
    end
    write(directory, "gateway", cjson.encode({
        mode = read.mode,
        header = read.header,
        host_names = read.host_names,
        max_body_bytes = read.max_body_bytes,
        body_seconds = read.body_seconds,
        resolver = read.resolver,
        services = read.services,
    }))
    write(directory, "nginx", nginx_configuration(read))
end

process.keep_files_private()
local read = read_settings()
write_runtime_directory(read)
stop({ NGINX .. ": " .. process.become(NGINX, { "-e", "stderr", "-c", files.path(read.directory, "nginx") }) })
