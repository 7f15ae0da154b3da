-- Chooses the peer for each attempt of a request. Nginx keeps the connections and decides whether
-- a failed request may be tried again.

local ngx_balancer = require("ngx.balancer")

local get_last_failure = ngx_balancer.get_last_failure
local set_current_peer = ngx_balancer.set_current_peer
local set_more_tries = ngx_balancer.set_more_tries
local now, exit = ngx.now, ngx.exit
local find, sub = string.find, string.sub

local MAX_RETRIES = 2
-- Nginx does not count attempts on a kept connection that the service has closed meanwhile. They count here.
local MAX_ATTEMPTS = 5
-- NGX_BUSY: Nginx ends the request as when all servers of an upstream are down.
local NO_PEER = -3

local balancer = {}

-- Seconds in which a request that went to a peer in doubt gets its answer, if it gets one.
local WATCH_SECONDS = 35

local services
local watched_until = 0

--- Called once, before the workers start.
function balancer.init(services_in_use)
    services = services_in_use
end

--- The peers that this request was sent to, and their number; the last one rests.
local function tried_so_far(pool)
    local tried, count, last = {}, 0, nil
    for peer in (ngx.var.upstream_addr or ""):gmatch("%d+%.%d+%.%d+%.%d+:%d+") do
        tried[peer], count, last = true, count + 1, peer
    end
    if last then
        pool:rest(last, now())
    end
    return tried, count, last
end

--- Whether the last attempt got an answer, of which Nginx thinks that another task might do better.
local function was_answered(attempt)
    local index = 0
    for time in (ngx.var.upstream_header_time or ""):gmatch("[^,%s]+") do
        index = index + 1
        if index == attempt then
            return time ~= "-"
        end
    end
    return false
end

--- The peer for a request that failed: one that it has not seen; else, when the last one gave no answer, that one
--- again. A service may close a kept connection in the very moment in which a request goes out on it.
local function another(pool)
    local tried, count, last = tried_so_far(pool)
    local peer = pool:next(now(), tried)
    if not peer and count < MAX_ATTEMPTS and not was_answered(count) then
        peer = last
    end
    return peer
end

--- Called with every answer: the peer that gave it is a good one. Costs nothing while no peer is in doubt.
function balancer.prove()
    if watched_until == 0 then
        return
    end
    local peer = (ngx.var.upstream_addr or ""):match("%d+%.%d+%.%d+%.%d+:%d+$")
    local pool = services:pool(ngx.var.route)
    if peer and pool then
        pool:prove(peer)
    end
    if now() > watched_until then
        watched_until = 0
    end
end

--- Sets the peer of the current attempt of a request to a service.
function balancer.choose(service)
    local pool = services:pool(service)
    local peer
    if get_last_failure() then
        peer = another(pool)
    else
        if pool:size() > 1 then
            set_more_tries(math.min(pool:size() - 1, MAX_RETRIES))
        end
        peer = pool:next(now())
        if not peer then
            ngx.var.unavailable = "1"
        end
    end
    if not peer then
        return exit(NO_PEER)
    end
    if pool:doubts_about(peer) then
        watched_until = now() + WATCH_SECONDS
    end
    local colon = find(peer, ":", 1, true)
    local ok, fault = set_current_peer(sub(peer, 1, colon - 1), tonumber(sub(peer, colon + 1)))
    if not ok then
        ngx.log(ngx.ERR, "no peer for ", service, ": ", fault)
        return exit(NO_PEER)
    end
end

return balancer
