-- The answers of the two health endpoints.

local cjson = require("cjson.safe")
local status = require("gateway.status")

local health = {}

--- For the load balancer: 200 as soon as requests can be routed. It says nothing about a single service,
--- because taking the gateway out of service would stop the others.
function health.respond()
    ngx.header["Content-Type"] = "text/plain"
    if not status.is_ready() then
        ngx.status = 503
        return ngx.say("starting")
    end
    return ngx.say("ok")
end

--- For the task itself: the whole state.
function health.report()
    return ngx.say(cjson.encode(status.document(ngx.time())))
end

return health
