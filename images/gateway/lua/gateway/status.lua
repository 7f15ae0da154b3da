-- What the gateway knows about its own state: for the task's own status endpoint, and once a minute as a
-- line on standard output, from which metrics are made.

local cjson = require("cjson.safe")
local openssl = require("gateway.openssl")
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
            notAfter = trust.time_text(ends),
            daysLeft = days_left(ends, now),
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
            nextUpdate = trust.time_text(ends),
            daysLeft = days_left(ends, now),
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
            addresses = unless_empty(service.pool.peers),
            failure = service.failure,
        }
    end
    return described
end

local function least_days(described)
    local least
    for _, item in ipairs(described or {}) do
        least = least and math.min(least, item.daysLeft) or item.daysLeft
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
        serverCertificates = describe(state.server, now),
        certificateAuthorities = describe(state.trusted.anchors, now),
        intermediates = describe(state.trusted.intermediates, now),
        revocationLists = describe_lists(state.trusted.lists, now),
        services = describe_services(state.services),
        servicesWithoutAddress = state.services:unreachable(),
        verifications = state.gate.verifications,
        luaKilobytes = math.floor(collectgarbage("count")),
    }
    document.serverCertificateDaysLeft = least_days(document.serverCertificates)
    document.certificateAuthorityDaysLeft = least_days(document.certificateAuthorities)
    document.intermediateDaysLeft = least_days(document.intermediates)
    document.revocationListDaysLeft = least_days(document.revocationLists)
    document.good = lasts(document.serverCertificateDaysLeft)
        and lasts(document.certificateAuthorityDaysLeft)
        and lasts(document.intermediateDaysLeft)
        and lasts(document.revocationListDaysLeft)
        and document.servicesWithoutAddress == 0
    openssl.forget_errors()
    return document
end

local function log_line(now)
    local document = status.document(now)
    return cjson.encode({
        time = trust.time_text(now),
        message = "gateway status",
        good = document.good,
        serverCertificateDaysLeft = document.serverCertificateDaysLeft,
        certificateAuthorityDaysLeft = document.certificateAuthorityDaysLeft,
        intermediateDaysLeft = document.intermediateDaysLeft,
        revocationListDaysLeft = document.revocationListDaysLeft,
        servicesWithoutAddress = document.servicesWithoutAddress,
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
