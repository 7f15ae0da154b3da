-- The peers of one service, each an address with a port, and which of them to use next.

-- Seconds for which a peer that failed is used only when no other is left.
local REST_SECONDS = 10
-- Seconds that a request may take to find out whether a peer answers; the time to connect, and a little.
local PROBE_SECONDS = 1.5

local peer_pool = {}
local PeerPool = {}
PeerPool.__index = PeerPool

function peer_pool.new()
    return setmetatable({ peers = {}, doubts = {}, turn = 0 }, PeerPool)
end

--- Replaces the peers (address:port); what is known of one that stays is kept. Beside others, a new one is in doubt until
--- it answers.
function PeerPool:replace(peers)
    local known = {}
    for _, peer in ipairs(self.peers) do
        known[peer] = true
    end
    local sorted, doubts = {}, {}
    for index, peer in ipairs(peers) do
        sorted[index] = peer
        doubts[peer] = self.doubts[peer] or (not known[peer] and #peers > 1 and { ends = 0 } or nil)
    end
    table.sort(sorted)
    self.peers, self.doubts = sorted, doubts
end

function PeerPool:size()
    return #self.peers
end

--- Lets a peer rest after a failure at now (seconds).
function PeerPool:rest(peer, now)
    self.doubts[peer] = { ends = now + REST_SECONDS, rests = true }
end

--- Whether a peer has yet to answer, for the first time or after a failure.
function PeerPool:doubts_about(peer)
    return self.doubts[peer] ~= nil
end

--- A peer has answered.
function PeerPool:prove(peer)
    self.doubts[peer] = nil
end

--- The next peer in turn that is not in tried (a set, or nil). One in doubt gets one request at a time, the others keep to
--- the good ones; one that rests is a last resort. nil when every peer was tried or there is none.
function PeerPool:next(now, tried)
    local peers, doubts = self.peers, self.doubts
    local count, probed, rested = #peers, nil, nil
    for step = 1, count do
        local index = (self.turn + step - 1) % count + 1
        local peer = peers[index]
        if not tried or not tried[peer] then
            local doubt = doubts[peer]
            if not doubt or doubt.ends <= now then
                if doubt then
                    doubt.ends, doubt.rests = now + PROBE_SECONDS, false
                end
                self.turn = index
                return peer
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
        return peers[index]
    end
end

return peer_pool
