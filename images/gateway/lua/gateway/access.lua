-- The check of every request, and what the rest of the configuration learns from it.

local reasons = require("gateway.reasons")
local request_headers = require("gateway.request_headers")

local var, exit, time = ngx.var, ngx.exit, ngx.time
local certificate_header = request_headers.certificate
local clear_header = ngx.req.clear_header

local access = {}

local gate, header

--- Called once, before the workers start.
function access.init(gate_in_use, header_name)
    gate, header = gate_in_use, header_name:lower()
end

local function refuse(reason, detail)
    var.reason = reason
    var.detail = detail or ""
    -- Before the problem document's own path takes its place.
    var.path = var.uri
    return exit(reasons.status[reason])
end

--- Lets the request pass, with the client's identity in variables, or ends it with 400 or 403.
function access.check()
    local value, fault, foreign = certificate_header(header)
    if not value then
        return refuse(fault)
    end
    local identity, reason, detail = gate:admit(value, var, time())
    if identity then
        var.subject = identity.subject
        var.issuer = identity.issuer
        var.serial = identity.serial
        var.sha256 = identity.fingerprint
        var.days = identity.days_left
    end
    if reason then
        return refuse(reason, detail)
    end
    var.reason = "ok"
    if foreign then
        for _, name in ipairs(foreign) do
            clear_header(name)
        end
    end
end

return access
