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
    var.verification = reason
    var.verification_detail = detail or ""
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
    local identity, reason, detail = gate:admit(value, var.uri, time())
    if identity then
        var.client_subject = identity.subject
        var.client_issuer = identity.issuer
        var.client_serial = identity.serial
        var.client_fingerprint = identity.fingerprint
        var.client_days_left = identity.days_left
    end
    if reason then
        return refuse(reason, detail)
    end
    var.verification = "ok"
    if foreign then
        for _, name in ipairs(foreign) do
            clear_header(name)
        end
    end
end

return access
