-- The environment that the stack gives the gateway, checked and in Lua's own types.

local cjson = require("cjson.safe")
local client_rules = require("gateway.client_rules")
local paths = require("gateway.paths")
local private_key = require("gateway.private_key")
local trust = require("gateway.trust")

local format = string.format

local settings = {}

-- Headers that Nginx or the gateway gives a meaning of its own.
local RESERVED_HEADERS = {
    host = true, connection = true, upgrade = true, expect = true, te = true, forwarded = true,
    ["content-length"] = true, ["content-type"] = true, ["transfer-encoding"] = true,
    ["x-client-s-dn"] = true, ["x-client-i-dn"] = true, ["x-client-serial"] = true,
    ["x-client-fingerprint"] = true, ["x-client-verify"] = true, ["x-request-id"] = true,
    ["x-forwarded-for"] = true, ["x-forwarded-proto"] = true, ["x-forwarded-host"] = true,
    ["x-forwarded-port"] = true, ["x-amzn-trace-id"] = true,
}

-- Not debug: at that level Nginx writes every header, that of the certificate too.
local LOG_LEVELS = { info = true, notice = true, warn = true, error = true }

local function is_port(value)
    return type(value) == "number" and value % 1 == 0 and value >= 1 and value <= 65535
end

local function is_address(text)
    local parts = { text:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$") }
    for _, part in ipairs(parts) do
        if tonumber(part) > 255 then
            return false
        end
    end
    return #parts == 4
end

local function is_host(text)
    if type(text) ~= "string" or #text > 253 then
        return false
    elseif text:find("^[%d.]+$") then
        return is_address(text)
    end
    for label in (text .. "."):gmatch("([^.]*)%.") do
        if #label < 1 or #label > 63 or not label:find("^[%w_-]+$") then
            return false
        end
    end
    return true
end

local HOST_NAMES_RULE = "a list of DNS names or IPv4 addresses with commas between them"

-- Readers: each takes the text of a variable and returns its value, or nil and the rule.

local function one_of(choices, rule)
    return function(text)
        return choices[text] and text, rule
    end
end

local function number_between(least, most, unit)
    local rule = format("a whole number%s from %d to %d", unit, least, most)
    return function(text)
        local value = text:find("^%d+$") and tonumber(text)
        return value and value >= least and value <= most and value or nil, rule
    end
end

local function read_header(text)
    local valid = text:find("^%a[%w-]*$") and #text <= 64 and not RESERVED_HEADERS[text:lower()]
    return valid and text or nil, "a header name of letters, digits and dashes that has no other meaning"
end

local function read_host_names(text)
    local names = {}
    for name in text:gmatch("[^,%s]+") do
        if not is_host(name) then
            return nil, HOST_NAMES_RULE
        end
        names[#names + 1] = name:lower()
    end
    return names, HOST_NAMES_RULE
end

local function read_workers(text)
    local valid = text == "auto" or text:find("^[1-9]%d?$")
    return valid and text or nil, "auto, or a whole number from 1 to 99"
end

local function read_address(text)
    return is_address(text) and text or nil, "an IPv4 address"
end

local function read_resolver(text)
    local address, port = text:match("^([%d.]+):?(%d*)$")
    port = port == "" and 53 or tonumber(port)
    local valid = address and is_address(address) and is_port(port)
    return valid and { address = address, port = port } or nil, "an IPv4 address, with :port if it is not 53"
end

local function read_directory(text)
    return text:find("^/[%w/._-]+$") and text or nil, "an absolute path of letters, digits and ._-/"
end

-- Name, default (nil: required) and reader of each variable that is not a secret.
local PLAIN = {
    mode = { "GATEWAY_MODE", "verify", one_of({ verify = true, passthrough = true }, "verify or passthrough") },
    header = { "GATEWAY_CLIENT_CERT_HEADER", nil, read_header },
    listen_address = { "GATEWAY_LISTEN_ADDRESS", "0.0.0.0", read_address },
    port = { "GATEWAY_PORT", "443", number_between(1, 65535, "") },
    status_port = { "GATEWAY_STATUS_PORT", "9145", number_between(1, 65535, "") },
    resolver = { "GATEWAY_RESOLVER", "169.254.169.253", read_resolver },
    log_level = { "GATEWAY_LOG_LEVEL", "warn", one_of(LOG_LEVELS, "info, notice, warn or error") },
    max_body_bytes = { "GATEWAY_MAX_BODY_BYTES", "1048576", number_between(1024, 104857600, " of bytes") },
    body_seconds = { "GATEWAY_BODY_SECONDS", "30", number_between(1, 600, " of seconds") },
    host_names = { "GATEWAY_HOST_NAMES", "", read_host_names },
    stop_timeout = { "GATEWAY_STOP_TIMEOUT_SECONDS", "60", number_between(10, 120, " of seconds") },
    idle_timeout = { "GATEWAY_IDLE_TIMEOUT_SECONDS", "60", number_between(1, 4000, " of seconds") },
    workers = { "GATEWAY_WORKERS", "auto", read_workers },
    directory = { "GATEWAY_RUNTIME_DIRECTORY", "/run/gateway", read_directory },
}

local function service_faults(service, names, prefixes)
    if type(service) ~= "table" then
        return { "it is not an object" }
    end
    local faults = {}
    if type(service.name) ~= "string" or not service.name:find("^%l[%l%d-]*$") or #service.name > 63 then
        faults[#faults + 1] = "name is not lower-case letters, digits and dashes"
    elseif names[service.name] then
        faults[#faults + 1] = format("the name %q is taken", service.name)
    end
    if not is_host(service.host) then
        faults[#faults + 1] = "host is neither a DNS name nor an IPv4 address"
    end
    if service.port == nil then
        if type(service.host) == "string" and is_address(service.host) then
            faults[#faults + 1] = "port is missing: only a DNS name can tell it (SRV)"
        end
    elseif not is_port(service.port) then
        faults[#faults + 1] = "port is not from 1 to 65535"
    end
    local fault = paths.fault(service.prefix)
    if fault then
        faults[#faults + 1] = "prefix: " .. fault
    elseif paths.covers("/-", service.prefix) then
        faults[#faults + 1] = "prefix: /- is the gateway's own"
    elseif prefixes[service.prefix] then
        faults[#faults + 1] = format("the prefix %q is taken", service.prefix)
    end
    return faults
end

local function read_services(text, report)
    local list = cjson.decode(text)
    if type(list) ~= "table" or #list == 0 then
        report("GATEWAY_SERVICES",
            'not a JSON list of services, such as [{"name":"api","host":"api.internal","port":8000,"prefix":"/"}]')
        return {}
    end
    local names, prefixes, services = {}, {}, {}
    for index, service in ipairs(list) do
        local faults = service_faults(service, names, prefixes)
        for _, fault in ipairs(faults) do
            report("GATEWAY_SERVICES", format("service %d: %s", index, fault))
        end
        if #faults == 0 then
            names[service.name], prefixes[service.prefix] = true, true
            services[#services + 1] = {
                name = service.name, host = service.host, port = service.port, prefix = service.prefix,
            }
        end
    end
    return services
end

local function read_plain(environment, report)
    local values = {}
    for key, variable in pairs(PLAIN) do
        local name, default, read = variable[1], variable[2], variable[3]
        local text = environment[name]
        if text == nil or text == "" then
            text = default
        end
        if text == nil then
            report(name, "missing")
        else
            local value, rule = read(text)
            if value == nil then
                report(name, format("%q is not %s", text, rule))
            end
            values[key] = value
        end
    end
    return values
end

local function check_server(certificate_text, key_text, now, report)
    local chain, fault, key
    if certificate_text then
        chain, fault = trust.parse_certificates(certificate_text)
        if fault then
            report("GATEWAY_TLS_CERTIFICATE", fault)
        end
    end
    for index, item in ipairs(chain or {}) do
        local validity = trust.validity_fault(item, now)
        if validity then
            report("GATEWAY_TLS_CERTIFICATE", format("certificate %d (%s): %s", index, item:subject(), validity))
        end
    end
    if chain and not chain[1]:is_for_servers() then
        report("GATEWAY_TLS_CERTIFICATE", "the first certificate has no extended key usage serverAuth")
    end
    if key_text then
        key = private_key.parse(trust.normalize_pem(key_text))
        if not key then
            report("GATEWAY_TLS_PRIVATE_KEY", "not an unencrypted private key in PEM")
        elseif not key:is_ecdsa() then
            report("GATEWAY_TLS_PRIVATE_KEY", "not an ECDSA key; without one there is no cipher for TLS 1.2")
        end
    end
    if chain and key and not key:belongs_to(chain[1]) then
        report("GATEWAY_TLS_PRIVATE_KEY", "it does not belong to the first certificate of GATEWAY_TLS_CERTIFICATE")
    end
end

-- Name of each secret, and whether it has to be there.
local SECRETS = {
    server_certificate = { "GATEWAY_TLS_CERTIFICATE", true },
    server_key = { "GATEWAY_TLS_PRIVATE_KEY", true },
    ca_bundle = { "GATEWAY_CA_BUNDLE", true },
    intermediates = { "GATEWAY_INTERMEDIATES", false },
    crl = { "GATEWAY_CRL", false },
    client_rules = { "GATEWAY_CLIENT_RULES", false },
}

local function read_secrets(environment, report)
    local texts = {}
    for key, secret in pairs(SECRETS) do
        local text = environment[secret[1]]
        if text and text:find("%S") then
            texts[key] = text
        elseif secret[2] then
            report(secret[1], "missing")
        end
    end
    return texts
end

--- Reads the environment (a table, or anything that is indexed by name) at now (seconds since 1970).
--- report(name, fault) is called for each fault; no fault holds a secret. Returns the plain values with
--- services, and secrets: texts by the names of gateway.files.
function settings.read(environment, now, report)
    local values = read_plain(environment, report)
    values.services = read_services(environment.GATEWAY_SERVICES or "", report)
    local secrets = read_secrets(environment, report)
    check_server(secrets.server_certificate, secrets.server_key, now, report)
    trust.read(secrets, now, report)
    if secrets.client_rules then
        local _, faults = client_rules.parse(secrets.client_rules)
        for _, fault in ipairs(faults) do
            report("GATEWAY_CLIENT_RULES", fault)
        end
    end
    values.secrets = secrets
    return values
end

return settings
