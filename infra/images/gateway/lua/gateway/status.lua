-- What the gateway knows about its own state: for the task's own status endpoint, and once a minute as a
-- line on standard output, from which metrics are made.

local cjson = require("cjson.safe")
local trust = require("gateway.trust")

local DAY = 86400
local LOG_SECONDS = 60

local status = {}

local state

--- parts: server (certificates), trusted (from trust.read), gate, services.
function status.init(parts)
    state = parts
end

local function days_left(ends, now)
    return math.floor((ends - now) / DAY * 100) / 100
end

-- This cjson writes an empty table as an object, so an empty list is left out.
local function unless_empty(list)
    return #list > 0 and list or nil
end

local function describe(certificates, now)
    local list = {}
    for index, certificate in ipairs(certificates) do
        local ends = certificate:not_after()
        list[index] = {
            subject = certificate:subject(),
            serial = certificate:serial(),
            not_after = trust.time_text(ends),
            days_left = days_left(ends, now),
        }
    end
    return unless_empty(list)
end

local function describe_lists(lists, now)
    local described = {}
    for index, list in ipairs(lists) do
        local ends = list:next_update()
        described[index] = {
            issuer = list:issuer(),
            next_update = trust.time_text(ends),
            days_left = days_left(ends, now),
        }
    end
    return unless_empty(described)
end

local function describe_services(services)
    local described = {}
    for index, service in ipairs(services.list) do
        described[index] = {
            name = service.name,
            host = service.host,
            addresses = unless_empty(service.pool.addresses),
            failure = service.failure,
        }
    end
    return described
end

local function least_days(described)
    local least
    for _, item in ipairs(described or {}) do
        least = least and math.min(least, item.days_left) or item.days_left
    end
    return least
end

local function lasts(least)
    return least == nil or least > 0
end

--- Whether requests can be routed; what the load balancer's health check asks.
function status.is_ready()
    return state.services:is_ready()
end

--- The whole state at now (seconds since 1970), as a table.
function status.document(now)
    local document = {
        server_certificates = describe(state.server, now),
        certificate_authorities = describe(state.trusted.anchors, now),
        intermediates = describe(state.trusted.intermediates, now),
        revocation_lists = describe_lists(state.trusted.lists, now),
        services = describe_services(state.services),
        services_without_address = state.services:unreachable(),
        verifications = state.gate.verifications,
        lua_kilobytes = math.floor(collectgarbage("count")),
    }
    document.server_certificate_days_left = least_days(document.server_certificates)
    document.certificate_authority_days_left = least_days(document.certificate_authorities)
    document.intermediate_days_left = least_days(document.intermediates)
    document.revocation_list_days_left = least_days(document.revocation_lists)
    document.good = lasts(document.server_certificate_days_left)
        and lasts(document.certificate_authority_days_left)
        and lasts(document.intermediate_days_left)
        and lasts(document.revocation_list_days_left)
        and document.services_without_address == 0
    return document
end

local function log_line(now)
    local document = status.document(now)
    return cjson.encode({
        time = trust.time_text(now),
        event = "gateway_status",
        good = document.good,
        server_certificate_days_left = document.server_certificate_days_left,
        certificate_authority_days_left = document.certificate_authority_days_left,
        intermediate_days_left = document.intermediate_days_left,
        revocation_list_days_left = document.revocation_list_days_left,
        services_without_address = document.services_without_address,
    })
end

local function write_line(premature)
    if not premature then
        io.stdout:write(log_line(ngx.time()), "\n")
        io.stdout:flush()
    end
end

--- Starts the line on standard output, in one worker only.
function status.start_log()
    if ngx.worker.id() == 0 then
        assert(ngx.timer.at(LOG_SECONDS / 10, write_line))
        assert(ngx.timer.every(LOG_SECONDS, write_line))
    end
end

return status
