-- The check of every request, and what the rest of the configuration learns from it.

local bodies = require("gateway.bodies")
local host_names = require("gateway.host_names")
local reasons = require("gateway.reasons")
local request_headers = require("gateway.request_headers")

local var, exit, time = ngx.var, ngx.exit, ngx.time
local certificate_header = request_headers.certificate
local clear_header = ngx.req.clear_header

local NOT_IMPLEMENTED = 501

local access = {}

local gate, header, names

--- Called once, before the workers start. host_names: those that clients may use; none: any.
function access.init(gate_in_use, header_name, names_in_use)
    gate, header, names = gate_in_use, header_name:lower(), host_names.new(names_in_use)
end

local function finish(status)
    -- Before the problem document's own path takes its place.
    var.path = var.uri
    return exit(status)
end

local function refuse(reason, detail)
    var.reason = reason
    var.detail = detail or ""
    return finish(reasons.status[reason])
end

--- Lets the request pass, with the client's identity in variables, or ends it.
function access.check()
    local value, fault = certificate_header(header)
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
    local host, status = var.host, nil
    if not names:knows(host) or #host ~= request_headers.host_length then
        status = names:refusal(host, var.http_host)
        if status then
            return finish(status)
        end
    end
    -- A connection that changes its protocol would outlive the certificate's check, and the rules for paths.
    if request_headers.upgrade then
        return finish(NOT_IMPLEMENTED)
    end
    local dropped = request_headers.dropped
    if dropped then
        for index = 1, #dropped do
            clear_header(dropped[index])
        end
    end
    if request_headers.body_length then
        status = bodies.receive(identity.fingerprint, request_headers.body_length)
        if status then
            return finish(status)
        end
    end
end

return access
