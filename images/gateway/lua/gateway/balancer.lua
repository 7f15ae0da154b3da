-- Chooses the address for each attempt of a request. Nginx keeps the connections and decides whether
-- a failed request may be tried again.

local ngx_balancer = require("ngx.balancer")

local get_last_failure = ngx_balancer.get_last_failure
local set_current_peer = ngx_balancer.set_current_peer
local set_more_tries = ngx_balancer.set_more_tries
local now, exit = ngx.now, ngx.exit

local MAX_RETRIES = 2
-- Nginx does not count attempts on a kept connection that the service has closed meanwhile. They count here.
local MAX_ATTEMPTS = 5
-- NGX_BUSY: Nginx ends the request as when all servers of an upstream are down.
local NO_PEER = -3

local balancer = {}

-- Seconds in which a request that went to an address in doubt gets its answer, if it gets one.
local WATCH_SECONDS = 35

local services
local watched_until = 0

--- Called once, before the workers start.
function balancer.init(services_in_use)
    services = services_in_use
end

--- The addresses that this request was sent to, and their number; the last one rests.
local function tried_so_far(pool)
    local tried, count, last = {}, 0, nil
    for address in (ngx.var.upstream_addr or ""):gmatch("(%d+%.%d+%.%d+%.%d+):") do
        tried[address], count, last = true, count + 1, address
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

--- The address for a request that failed: one that it has not seen; else, when the last one gave no answer, that one
--- again. A service may close a kept connection in the very moment in which a request goes out on it.
local function another(pool)
    local tried, count, last = tried_so_far(pool)
    local address = pool:next(now(), tried)
    if not address and count < MAX_ATTEMPTS and not was_answered(count) then
        address = last
    end
    return address
end

--- Called with every answer: the address that gave it is a good one. Costs nothing while no address is in doubt.
function balancer.prove()
    if watched_until == 0 then
        return
    end
    local address = (ngx.var.upstream_addr or ""):match("(%d+%.%d+%.%d+%.%d+):%d+$")
    local pool = services:pool(ngx.var.route)
    if address and pool then
        pool:prove(address)
    end
    if now() > watched_until then
        watched_until = 0
    end
end

--- Sets the peer of the current attempt of a request to a service.
function balancer.choose(service)
    local pool = services:pool(service)
    local address
    if get_last_failure() then
        address = another(pool)
    else
        if pool:size() > 1 then
            set_more_tries(math.min(pool:size() - 1, MAX_RETRIES))
        end
        address = pool:next(now())
        if not address then
            ngx.var.unavailable = "1"
        end
    end
    if not address then
        return exit(NO_PEER)
    end
    if pool:doubts_about(address) then
        watched_until = now() + WATCH_SECONDS
    end
    local ok, fault = set_current_peer(address, pool.port)
    if not ok then
        ngx.log(ngx.ERR, "no peer for ", service, ": ", fault)
        return exit(NO_PEER)
    end
end

return balancer
