-- The services behind the gateway, with the peers that DNS gives for them: asked again when an answer
-- runs out, without a restart, in every worker.

local peer_pool = require("gateway.peer_pool")

-- An answer is used for its TTL within these limits: a replaced task is noticed within seconds, and the
-- resolver is not asked more than once a second.
local MIN_SECONDS, MAX_SECONDS = 1, 5
-- One answer that a name does not exist may be a deployment's gap; the peers are kept this many times.
local MISSES_ALLOWED = 3

local services = {}
local Services = {}
Services.__index = Services

local function is_address(host)
    return host:find("^%d+%.%d+%.%d+%.%d+$") ~= nil
end

--- list: { name, host, port or nil }; memory: a shared dictionary that carries peers over a reload.
function services.new(list, resolver, memory)
    local self = setmetatable({ by_name = {}, list = {}, resolver = resolver, memory = memory }, Services)
    for index, item in ipairs(list) do
        local service = {
            name = item.name,
            host = item.host,
            port = item.port,
            pool = peer_pool.new(),
            is_known = false,
            misses = 0,
        }
        if is_address(item.host) then
            service.pool:replace({ item.host .. ":" .. item.port })
            service.is_known = true
        end
        self.list[index], self.by_name[item.name] = service, service
    end
    return self
end

--- The addresses of a service; nil when there is no such service.
function Services:pool(name)
    local service = self.by_name[name]
    return service and service.pool
end

--- Whether the resolver has told about every name, so that requests can be routed: its addresses, or that it has none.
function Services:is_ready()
    for _, service in ipairs(self.list) do
        if not service.is_known then
            return false
        end
    end
    return true
end

--- How many services have no peer to send a request to.
function Services:unreachable()
    local count = 0
    for _, service in ipairs(self.list) do
        if service.pool:size() == 0 then
            count = count + 1
        end
    end
    return count
end

local function recall(self, service)
    local text = self.memory:get(service.host)
    if not text then
        return
    end
    local peers = {}
    for peer in text:gmatch("[^,]+") do
        peers[#peers + 1] = peer
    end
    service.pool:replace(peers)
    service.is_known = true
end

--- Takes in one result of the resolver. Returns the seconds until the next question.
function Services:learn(service, peers, rest)
    service.is_known = service.is_known or rest ~= "failed"
    if peers then
        service.misses, service.failure = 0, nil
        service.pool:replace(peers)
        self.memory:set(service.host, table.concat(peers, ","))
        return math.max(MIN_SECONDS, math.min(rest, MAX_SECONDS))
    end
    -- A resolver that fails says nothing about the tasks: the last peers stay in use.
    service.failure = rest
    service.misses = rest == "not_found" and service.misses + 1 or 0
    if service.misses >= MISSES_ALLOWED then
        service.pool:replace({})
        self.memory:delete(service.host)
    end
    return MIN_SECONDS
end

local function keep_asking(premature, self, service)
    if premature then
        return
    end
    local delay = self:learn(service, self.resolver:resolve(service.host, service.port))
    local ok, fault = ngx.timer.at(delay, keep_asking, self, service)
    if not ok then
        ngx.log(ngx.ERR, "no further DNS questions for ", service.host, ": ", fault)
    end
end

--- Starts the questions in this worker.
function Services:start()
    for _, service in ipairs(self.list) do
        if not is_address(service.host) then
            recall(self, service)
            assert(ngx.timer.at(0, keep_asking, self, service))
        end
    end
end

return services
