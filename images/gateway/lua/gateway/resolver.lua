-- Asks one DNS server where a service is, over UDP and with a deadline.

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
    return setmetatable({ address = address, port = port, targets = {} }, Resolver)
end

--- Waits for the answer to a question. What answers none (RFC 5452, section 9.1) is not taken for a failure: the right
--- answer may be on its way.
local function receive(socket, id, section, type)
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
            return dns_message.answer(message, id, section, type)
        end
    end
    return nil, "failed"
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
    local found, rest = nil, "failed"
    if socket:send(question) then
        found, rest = receive(socket, id, section, type)
    end
    socket:close()
    return found, rest
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
