-- The addresses of one service and which of them to use next.

-- Seconds for which an address that failed is used only when no other is left.
local REST_SECONDS = 10
-- Seconds that a request may take to find out whether an address answers; the time to connect, and a little.
local PROBE_SECONDS = 1.5

local peer_pool = {}
local PeerPool = {}
PeerPool.__index = PeerPool

function peer_pool.new(port)
    return setmetatable({ port = port, addresses = {}, doubts = {}, turn = 0 }, PeerPool)
end

--- Replaces the addresses; what is known of one that stays is kept. Beside others, a new one is in doubt until it answers.
function PeerPool:replace(addresses)
    local known = {}
    for _, address in ipairs(self.addresses) do
        known[address] = true
    end
    local sorted, doubts = {}, {}
    for index, address in ipairs(addresses) do
        sorted[index] = address
        doubts[address] = self.doubts[address] or (not known[address] and #addresses > 1 and { ends = 0 } or nil)
    end
    table.sort(sorted)
    self.addresses, self.doubts = sorted, doubts
end

function PeerPool:size()
    return #self.addresses
end

--- Lets an address rest after a failure at now (seconds).
function PeerPool:rest(address, now)
    self.doubts[address] = { ends = now + REST_SECONDS, rests = true }
end

--- Whether an address has yet to answer, for the first time or after a failure.
function PeerPool:doubts_about(address)
    return self.doubts[address] ~= nil
end

--- An address has answered.
function PeerPool:prove(address)
    self.doubts[address] = nil
end

--- The next address in turn that is not in tried (a set, or nil). One in doubt gets one request at a time, the others keep
--- to the good ones; one that rests is a last resort. nil when every address was tried or there is none.
function PeerPool:next(now, tried)
    local addresses, doubts = self.addresses, self.doubts
    local count, probed, rested = #addresses, nil, nil
    for step = 1, count do
        local index = (self.turn + step - 1) % count + 1
        local address = addresses[index]
        if not tried or not tried[address] then
            local doubt = doubts[address]
            if not doubt or doubt.ends <= now then
                if doubt then
                    doubt.ends, doubt.rests = now + PROBE_SECONDS, false
                end
                self.turn = index
                return address
            elseif doubt.rests then
                rested = rested or index
            else
                probed = probed or index
            end
        end
    end
    local index = probed or rested
    if index then
        self.turn = index
        return addresses[index]
    end
end

return peer_pool
