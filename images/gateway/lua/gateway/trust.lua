-- What the gateway trusts: certificate authorities, intermediates and revocation lists, from PEM.
-- The entry point and every reload read them with the same checks; a fault keeps the old configuration.

local certificate = require("gateway.certificate")
local pem = require("gateway.pem")
local revocation_list = require("gateway.revocation_list")
local verifier = require("gateway.verifier")

local format = string.format

local trust = {}

--- PEM as it comes in an environment variable: line ends may be written \n, or as Windows does.
function trust.normalize_pem(text)
    if not text:find("\n", 1, true) then
        text = text:gsub("\\n", "\n")
    end
    return (text:gsub("\r\n", "\n"):gsub("^%s+", ""):gsub("%s+$", "\n"))
end

local function parse_blocks(text, label, parse)
    local blocks = pem.decode(trust.normalize_pem(text))
    if not blocks then
        return nil, "not PEM"
    end
    local objects = {}
    for index, block in ipairs(blocks) do
        if block.label ~= label then
            return nil, format("block %d is %q, not %q", index, block.label, label)
        end
        objects[index] = parse(block.der)
        if not objects[index] then
            return nil, format("block %d does not parse", index)
        end
    end
    return objects
end

--- Parses certificates. Returns a list; or nil and what is wrong.
function trust.parse_certificates(text)
    return parse_blocks(text, "CERTIFICATE", certificate.parse)
end

--- A UTC time for a message.
function trust.time_text(time)
    return time and os.date("!%Y-%m-%dT%H:%M:%SZ", time) or "an unreadable time"
end

--- What is wrong with a certificate's validity at now, or nil.
function trust.validity_fault(subject, now)
    local from, ends = subject:not_before(), subject:not_after()
    if not from or not ends then
        return "its validity does not parse"
    elseif from > now then
        return "it is not valid before " .. trust.time_text(from)
    elseif ends <= now then
        return "it expired on " .. trust.time_text(ends)
    end
end

local function certificate_name(index, subject)
    return format("certificate %d (%s)", index, subject:subject())
end

local function anchor_fault(anchor, now)
    if not anchor:is_ca() then
        return "it is not a certificate authority"
    elseif not anchor:is_self_signed() then
        return "it is not self-signed; intermediates go into GATEWAY_INTERMEDIATES"
    end
    return trust.validity_fault(anchor, now)
end

local function intermediate_fault(intermediate, now)
    if not intermediate:is_ca() then
        return "it is not a certificate authority"
    elseif intermediate:is_self_signed() then
        return "it is self-signed; roots go into GATEWAY_CA_BUNDLE"
    end
    return trust.validity_fault(intermediate, now)
end

local function read_certificates(name, text, fault_of, now, report)
    if not text then
        return {}
    end
    local certificates, unreadable = trust.parse_certificates(text)
    if not certificates then
        report(name, unreadable)
        return {}
    end
    for index, item in ipairs(certificates) do
        local fault = fault_of(item, now)
        if fault then
            report(name, certificate_name(index, item) .. ": " .. fault)
        end
    end
    return certificates
end

local function list_fault(list, authorities, now)
    local from, ends = list:last_update(), list:next_update()
    if not from or from > now then
        return "it is not valid before " .. trust.time_text(from)
    elseif not ends then
        return "it has no nextUpdate"
    elseif ends <= now then
        return "it expired on " .. trust.time_text(ends)
    end
    local is_named = false
    for _, authority in ipairs(authorities) do
        -- Two generations of an authority may have the same name.
        if list:is_from(authority) then
            return nil
        end
        is_named = is_named or list:names(authority)
    end
    -- The list of an issuer that is not configured is kept: clients may send that issuer's certificate themselves.
    return is_named and "its signature is not that of its issuer" or nil
end

local function read_lists(text, authorities, now, report)
    if not text then
        return {}
    end
    local lists, unreadable = parse_blocks(text, "X509 CRL", revocation_list.parse)
    if not lists then
        report("GATEWAY_CRL", unreadable)
        return {}
    end
    for index, list in ipairs(lists) do
        local fault = list_fault(list, authorities, now)
        if fault then
            report("GATEWAY_CRL", format("list %d (%s): %s", index, list:issuer(), fault))
        end
    end
    for _, authority in ipairs(authorities) do
        local covered = false
        for _, list in ipairs(lists) do
            covered = covered or list:is_from(authority)
        end
        if not covered then
            report("GATEWAY_CRL", format("no list from %s; every authority needs one", authority:subject()))
        end
    end
    return lists
end

--- The last check: each authority has to pass the very rules that clients' paths are held to.
local function check_authorities(read, now, report)
    local rules = verifier.for_authorities(read.anchors, read.intermediates, read.lists)
    for name, certificates in pairs({ GATEWAY_CA_BUNDLE = read.anchors, GATEWAY_INTERMEDIATES = read.intermediates }) do
        for index, item in ipairs(certificates) do
            local ends, _, detail = rules:verify(item, {}, now)
            if not ends then
                report(name, certificate_name(index, item) .. ": " .. detail)
            end
        end
    end
end

--- Reads { ca_bundle, intermediates, crl } (PEM; the last two may be nil) at now (seconds since 1970).
--- report(name, fault) is called for each fault. Returns { anchors, intermediates, lists }.
function trust.read(texts, now, report)
    local faults = 0
    local function counted(name, fault)
        faults = faults + 1
        report(name, fault)
    end
    local read = {
        anchors = read_certificates("GATEWAY_CA_BUNDLE", texts.ca_bundle, anchor_fault, now, counted),
        intermediates = read_certificates(
            "GATEWAY_INTERMEDIATES", texts.intermediates, intermediate_fault, now, counted),
    }
    local authorities = {}
    for _, group in ipairs({ read.anchors, read.intermediates }) do
        for _, authority in ipairs(group) do
            authorities[#authorities + 1] = authority
        end
    end
    read.lists = read_lists(texts.crl, authorities, now, counted)
    if faults == 0 and #read.anchors > 0 then
        check_authorities(read, now, counted)
    end
    return read
end

return trust
