-- Asks one DNS server for the addresses of a name, over UDP and with a deadline.

local dns_message = require("gateway.dns_message")

local ATTEMPTS, TIMEOUT_MILLISECONDS, MAX_BYTES = 2, 1500, 4096

local resolver = {}
local Resolver = {}
Resolver.__index = Resolver

function resolver.new(address, port)
    return setmetatable({ address = address, port = port }, Resolver)
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
    local answer = socket:send(question) and socket:receive(MAX_BYTES)
    socket:close()
    if not answer then
        return nil, "failed"
    end
    return dns_message.answer(answer, id, section)
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
