-- Asks one DNS server for the addresses of a name, over UDP and with a deadline.

local dns_message = require("gateway.dns_message")

local ATTEMPTS, TIMEOUT_MILLISECONDS, MAX_BYTES = 2, 1500, 4096
-- Of one question, so that a flood does not keep a worker busy.
local MAX_DATAGRAMS = 100

local function now()
    ngx.update_time()
    return ngx.now()
end

local resolver = {}
local Resolver = {}
Resolver.__index = Resolver

function resolver.new(address, port)
    return setmetatable({ address = address, port = port }, Resolver)
end

--- Waits for the answer to a question. What answers none (RFC 5452, section 9.1) is not taken for a failure: the right
--- answer may be on its way.
local function receive(socket, id, section)
    local deadline = now() + TIMEOUT_MILLISECONDS / 1000
    for _ = 1, MAX_DATAGRAMS do
        local left = math.floor((deadline - now()) * 1000)
        if left <= 0 then
            break
        end
        socket:settimeout(left)
        local message = socket:receive(MAX_BYTES)
        if not message then
            break
        elseif dns_message.answers(message, id, section) then
            return dns_message.answer(message, id, section)
        end
    end
    return nil, "failed"
end

local function ask(self, host)
    local socket = ngx.socket.udp()
    socket:settimeout(TIMEOUT_MILLISECONDS)
    -- A connected socket takes answers from this server only; the kernel chooses the port.
    local ok = socket:setpeername(self.address, self.port)
    if not ok then
        return nil, "failed"
    end
    local id = math.random(0, 0xffff)
    local question, section = dns_message.question(id, host)
    local addresses, rest = nil, "failed"
    if socket:send(question) then
        addresses, rest = receive(socket, id, section)
    end
    socket:close()
    return addresses, rest
end

--- Returns addresses and their TTL in seconds; or nil and "not_found" or "failed". Yields.
function Resolver:resolve(host)
    local addresses, rest
    for _ = 1, ATTEMPTS do
        addresses, rest = ask(self, host)
        if addresses or rest == "not_found" then
            break
        end
    end
    return addresses, rest
end

return resolver
