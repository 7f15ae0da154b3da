-- Receives a request's body before the request goes on: within a total time, so many at a time from one client, and only
-- while there is room for it. A body of more than client_body_buffer_size lies in the tmpfs until its request ends.

local ffi = require("ffi")

ffi.cdef [[
struct gateway_statvfs {
    unsigned long block_size, fragment_size, blocks, blocks_free, blocks_available;
    unsigned long rest[16];
};
int statvfs(const char *path, struct gateway_statvfs *into);
]]

local spawn, wait, kill = ngx.thread.spawn, ngx.thread.wait, ngx.thread.kill
local var = ngx.var

local MEMORY_BYTES = 65536
-- Bodies of one client's certificate that are in progress at a time, in all workers together.
local CLIENT_BODIES = 32
-- Of the tmpfs: what one client's bodies may take, and what stays free for Nginx itself.
local CLIENT_SHARE, SPARE_BYTES = 0.25, 1048576
-- Beyond the configured seconds, a body gets one for each of these.
local BYTES_A_SECOND = 65536

local bodies = {}

local directory, max_bytes, seconds
-- By certificate: { count, bytes }. pending: bytes of the bodies that are being received.
local clients, pending = {}, 0

--- Called once, before the workers start.
function bodies.init(settings)
    directory, max_bytes, seconds = settings.directory, settings.max_body_bytes, settings.body_seconds
end

local space = ffi.new("struct gateway_statvfs")

--- Size and free bytes of the file system that holds large bodies.
local function room()
    if ffi.C.statvfs(directory, space) ~= 0 then
        return math.huge, math.huge
    end
    return tonumber(space.blocks * space.fragment_size), tonumber(space.blocks_available * space.fragment_size)
end

--- The status for a body that cannot be taken now, or nil.
local function refusal(client, bytes)
    local held = clients[client]
    local workers = ngx.worker.count()
    if held and held.count >= math.ceil(CLIENT_BODIES / workers) then
        return 429
    elseif bytes == 0 then
        return nil
    end
    local size, free = room()
    if held and held.bytes > 0 and held.bytes + bytes > size * CLIENT_SHARE / workers then
        return 429
    elseif free - SPARE_BYTES - pending * workers < bytes then
        return 503
    end
end

local function hold(client, bytes)
    local held = clients[client] or { count = 0, bytes = 0 }
    clients[client] = held
    held.count, held.bytes = held.count + 1, held.bytes + bytes
    pending = pending + bytes
    -- In a variable, because ngx.ctx does not outlive an internal redirect to an error page.
    var.held = bytes .. " " .. client
end

local function received(bytes)
    pending = pending - bytes
    var.held = "0" .. var.held
end

--- Called when a request ends that had a body: gives back what it held.
function bodies.release()
    local was_received, bytes, client = (var.held or ""):match("^(0?)(%d+) (.*)$")
    if not client then
        return
    end
    var.held = ""
    bytes = tonumber(bytes)
    if was_received == "" then
        pending = pending - bytes
    end
    local held = clients[client]
    held.count, held.bytes = held.count - 1, held.bytes - bytes
    if held.count == 0 then
        clients[client] = nil
    end
end

-- A light thread runs a function of Lua only.
local function read()
    ngx.req.read_body()
end

local function sleep(limit)
    ngx.sleep(limit)
end

--- Waits for the end of a body. Returns whether it came in time.
local function completed(reader, limit)
    local sleeper = spawn(sleep, limit)
    wait(reader, sleeper)
    if coroutine.status(reader) ~= "dead" then
        return false
    end
    kill(sleeper)
    return true
end

--- Receives the body of a client, known by its certificate. length: in bytes; negative when it was not told before.
--- Returns the status with which the request ends, or nil.
function bodies.receive(client, length)
    local bytes = length < 0 and max_bytes or length
    local in_file = bytes > MEMORY_BYTES and bytes or 0
    if in_file > 0 then
        local status = refusal(client, in_file)
        if status then
            return status
        end
        hold(client, in_file)
    end
    local reader = spawn(read)
    if coroutine.status(reader) ~= "dead" then
        if in_file == 0 then
            local status = refusal(client, 0)
            if status then
                return status
            end
            hold(client, 0)
        end
        if not completed(reader, seconds + bytes / BYTES_A_SECOND) then
            return 408
        end
    end
    if in_file > 0 and var.request_body_file then
        received(in_file)
    else
        bodies.release()
    end
end

return bodies
