-- Asks one DNS server where a service is, over UDP and with a deadline.

local dns_message = require("gateway.dns_message")

local ATTEMPTS, TIMEOUT_MILLISECONDS, MAX_BYTES = 2, 1500, 4096

local resolver = {}
local Resolver = {}
Resolver.__index = Resolver

function resolver.new(address, port)
    return setmetatable({ address = address, port = port, targets = {} }, Resolver)
end

local function ask_once(self, host, type)
    local socket = ngx.socket.udp()
    socket:settimeout(TIMEOUT_MILLISECONDS)
    -- A connected socket takes answers from this server only; the kernel chooses the port.
    local ok = socket:setpeername(self.address, self.port)
    if not ok then
        return nil, "failed"
    end
    local id = math.random(0, 0xffff)
    local question, section = dns_message.question(id, host, type)
    local answer = socket:send(question) and socket:receive(MAX_BYTES)
    socket:close()
    if not answer then
        return nil, "failed"
    end
    return dns_message.answer(answer, id, section, type)
end

local function ask(self, host, type)
    local found, rest
    for _ = 1, ATTEMPTS do
        found, rest = ask_once(self, host, type)
        if found or rest == "not_found" then
            break
        end
    end
    return found, rest
end

--- The peers of an SRV answer. The name in it belongs to one task, whose address never changes: asked once.
local function locate(self, service, places)
    local peers, known, before = {}, {}, self.targets[service] or {}
    for _, place in ipairs(places) do
        local addresses, rest = before[place.host], nil
        if not addresses then
            addresses, rest = ask(self, place.host, "A")
        end
        if rest == "failed" then
            return nil, rest
        end
        known[place.host] = addresses
        for _, address in ipairs(addresses or {}) do
            peers[#peers + 1] = address .. ":" .. place.port
        end
    end
    self.targets[service] = known
    return peers
end

--- Returns peers (address:port) and their TTL in seconds; or nil and "not_found" or "failed". Without a port, DNS tells
--- one for each task (SRV). Yields.
function Resolver:resolve(host, port)
    local found, rest = ask(self, host, port and "A" or "SRV")
    if not found then
        return nil, rest
    end
    local peers, fault = found, nil
    if port then
        for index, address in ipairs(found) do
            peers[index] = address .. ":" .. port
        end
    else
        peers, fault = locate(self, host, found)
    end
    if not peers or #peers == 0 then
        return nil, fault or "not_found"
    end
    return peers, rest
end

return resolver
