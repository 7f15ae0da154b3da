-- The peers of one service, each an address with a port, and which of them to use next.

-- Seconds for which a peer that failed is used only when no other is left.
local REST_SECONDS = 10

local peer_pool = {}
local PeerPool = {}
PeerPool.__index = PeerPool

function peer_pool.new()
    return setmetatable({ peers = {}, resting = {}, turn = 0 }, PeerPool)
end

--- Replaces the peers (address:port); one that stays keeps its rest.
function PeerPool:replace(peers)
    local sorted, resting = {}, {}
    for index, peer in ipairs(peers) do
        sorted[index] = peer
        resting[peer] = self.resting[peer]
    end
    table.sort(sorted)
    self.peers, self.resting = sorted, resting
end

function PeerPool:size()
    return #self.peers
end

--- Lets a peer rest after a failure at now (seconds).
function PeerPool:rest(peer, now)
    self.resting[peer] = now + REST_SECONDS
end

--- The next peer in turn that is not in tried (a set, or nil); one that rests only as a last resort.
--- nil when every peer was tried or there is none.
function PeerPool:next(now, tried)
    local peers, resting = self.peers, self.resting
    local count, fallback = #peers, nil
    for step = 1, count do
        local index = (self.turn + step - 1) % count + 1
        local peer = peers[index]
        if not tried or not tried[peer] then
            local ends = resting[peer]
            if not ends or ends <= now then
                self.turn = index
                return peer
            end
            fallback = fallback or peer
        end
    end
    return fallback
end

return peer_pool
