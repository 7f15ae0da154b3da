-- Puts the parts together inside Nginx: once before the workers start, and at every reload.

local cjson = require("cjson.safe")
local access = require("gateway.access")
local balancer = require("gateway.balancer")
local bodies = require("gateway.bodies")
local client_rules = require("gateway.client_rules")
local files = require("gateway.files")
local gate = require("gateway.gate")
local openssl = require("gateway.openssl")
local resolver = require("gateway.resolver")
local services = require("gateway.services")
local status = require("gateway.status")
local trust = require("gateway.trust")
local verifier = require("gateway.verifier")

local runtime = {}

local running

local function read_trust(text, faults)
    return trust.read({
        ca_bundle = text("ca_bundle"),
        intermediates = text("intermediates"),
        crl = text("crl"),
    }, ngx.time(), function(name, fault)
        faults[#faults + 1] = name .. ": " .. fault
    end)
end

local function read_rules(text, faults)
    local json = text("client_rules")
    if not json then
        return client_rules.none()
    end
    local rules, wrong = client_rules.parse(json)
    for _, fault in ipairs(wrong) do
        faults[#faults + 1] = "GATEWAY_CLIENT_RULES: " .. fault
    end
    return rules
end

--- Reads the runtime directory. An error here stops a start, and leaves a running gateway as it was.
function runtime.init(directory)
    local function text(name)
        return files.read(files.path(directory, name))
    end
    local faults = {}
    local settings = cjson.decode(text("gateway") or "") or error("gateway.json cannot be read")
    local trusted, rules = read_trust(text, faults), read_rules(text, faults)
    if #faults > 0 then
        error(table.concat(faults, "; "), 0)
    end
    local clients = verifier.for_clients(settings.mode, trusted.anchors, trusted.intermediates, trusted.lists)
    running = {
        gate = gate.new(settings.mode, clients, rules),
        services = services.new(settings.services,
            resolver.new(settings.resolver.address, settings.resolver.port), ngx.shared.gateway_addresses),
    }
    access.init(running.gate, settings.header, settings.host_names)
    bodies.init({
        directory = directory,
        max_body_bytes = settings.max_body_bytes,
        body_seconds = settings.body_seconds,
    })
    balancer.init(running.services)
    status.init({
        server = trust.parse_certificates(text("server_certificate")),
        trusted = trusted,
        gate = running.gate,
        services = running.services,
    })
    openssl.forget_errors()
end

--- Starts what each worker does beside requests.
function runtime.init_worker()
    math.randomseed(ngx.now() * 1000 + ngx.worker.pid())
    running.services:start()
    status.start_log()
end

return runtime
