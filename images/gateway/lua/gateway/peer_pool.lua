-- The addresses of one service and which of them to use next.

-- Seconds for which an address that failed is used only when no other is left.
local REST_SECONDS = 10

local peer_pool = {}
local PeerPool = {}
PeerPool.__index = PeerPool

function peer_pool.new(port)
    return setmetatable({ port = port, addresses = {}, resting = {}, turn = 0 }, PeerPool)
end

--- Replaces the addresses; one that stays keeps its rest.
function PeerPool:replace(addresses)
    local sorted, resting = {}, {}
    for index, address in ipairs(addresses) do
        sorted[index] = address
        resting[address] = self.resting[address]
    end
    table.sort(sorted)
    self.addresses, self.resting = sorted, resting
end

function PeerPool:size()
    return #self.addresses
end

--- Lets an address rest after a failure at now (seconds).
function PeerPool:rest(address, now)
    self.resting[address] = now + REST_SECONDS
end

--- The next address in turn that is not in tried (a set, or nil); one that rests only as a last resort.
--- nil when every address was tried or there is none.
function PeerPool:next(now, tried)
    local addresses, resting = self.addresses, self.resting
    local count, fallback = #addresses, nil
    for step = 1, count do
        local index = (self.turn + step - 1) % count + 1
        local address = addresses[index]
        if not tried or not tried[address] then
            local ends = resting[address]
            if not ends or ends <= now then
                self.turn = index
                return address
            end
            fallback = fallback or address
        end
    end
    return fallback
end

return peer_pool
