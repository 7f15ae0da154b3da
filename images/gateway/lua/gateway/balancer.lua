-- Chooses the peer for each attempt of a request. Nginx keeps the connections and decides whether
-- a failed request may be tried again.

local ngx_balancer = require("ngx.balancer")

local get_last_failure = ngx_balancer.get_last_failure
local set_current_peer = ngx_balancer.set_current_peer
local set_more_tries = ngx_balancer.set_more_tries
local now, exit = ngx.now, ngx.exit
local find, sub = string.find, string.sub

local MAX_RETRIES = 2
-- NGX_BUSY: Nginx ends the request as when all servers of an upstream are down.
local NO_PEER = -3

local balancer = {}

local services

--- Called once, before the workers start.
function balancer.init(services_in_use)
    services = services_in_use
end

--- The peers that this request was sent to; the last one rests.
local function tried_so_far(pool)
    local tried, last = {}, nil
    for peer in (ngx.var.upstream_addr or ""):gmatch("%d+%.%d+%.%d+%.%d+:%d+") do
        tried[peer], last = true, peer
    end
    if last then
        pool:rest(last, now())
    end
    return tried
end

--- Sets the peer of the current attempt of a request to a service.
function balancer.choose(service)
    local pool = services:pool(service)
    local tried
    if get_last_failure() then
        tried = tried_so_far(pool)
    elseif pool:size() > 1 then
        set_more_tries(math.min(pool:size() - 1, MAX_RETRIES))
    end
    local peer = pool:next(now(), tried)
    if not peer then
        return exit(NO_PEER)
    end
    local colon = find(peer, ":", 1, true)
    local ok, fault = set_current_peer(sub(peer, 1, colon - 1), tonumber(sub(peer, colon + 1)))
    if not ok then
        ngx.log(ngx.ERR, "no peer for ", service, ": ", fault)
        return exit(NO_PEER)
    end
end

return balancer
