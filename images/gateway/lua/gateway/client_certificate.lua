-- From the value of the load balancer's header to the client's identity, or to the reason of the refusal.

local certificate = require("gateway.certificate")
local openssl = require("gateway.openssl")
local pem = require("gateway.pem")
local percent = require("gateway.percent")

-- The load balancer takes chains of 4 certificates and may send the root as well.
local MAX_CERTIFICATES = { verify = 1, passthrough = 5 }
-- Characters of a name as text: what a service can be sure to read in a header of its own.
local MAX_NAME = 4096

local client_certificate = {}

local function parse_all(blocks)
    local certificates = {}
    for index, block in ipairs(blocks) do
        local parsed = certificate.parse(block.der)
        if not parsed then
            return certificates, "der_invalid"
        end
        certificates[index] = parsed
    end
    return certificates
end

--- What the leaf itself has to say, before any path is built.
local function leaf_fault(leaf)
    if not leaf:is_version_3() then
        return "leaf_version"
    elseif leaf:claims_ca() then
        return "leaf_is_ca"
    elseif not leaf:is_for_clients() then
        return "leaf_extended_key_usage"
    elseif not leaf:may_sign_handshakes() then
        return "leaf_key_usage"
    elseif not leaf:has_subject() then
        return "leaf_subject_empty"
    elseif #leaf:common_names() > 1 then
        return "leaf_subject_ambiguous"
    elseif #leaf:subject() > MAX_NAME or #leaf:issuer() > MAX_NAME then
        return "leaf_name_too_long"
    elseif not leaf:has_valid_serial() then
        return "leaf_serial"
    end
end

local function identity_of(leaf, ends)
    return {
        subject = leaf:subject(),
        issuer = leaf:issuer(),
        serial = leaf:serial(),
        fingerprint = leaf:fingerprint(),
        common_name = leaf:common_names()[1],
        ends = ends,
    }
end

local function examine(certificates, verifier, now)
    local leaf = certificates[1]
    local fault = leaf_fault(leaf)
    if fault then
        return nil, fault
    end
    local helpers = { unpack(certificates, 2) }
    local ends, reason, detail = verifier:verify(leaf, helpers, now)
    if not ends then
        return nil, reason, detail
    end
    return identity_of(leaf, ends)
end

--- At now (seconds since 1970). Returns { subject, issuer, serial, fingerprint, common_name, ends }; or nil, reason, detail.
function client_certificate.identify(value, mode, verifier, now)
    local text = percent.decode(value)
    if not text then
        return nil, "encoding_invalid"
    end
    local blocks = pem.decode(text)
    if not blocks then
        return nil, "pem_invalid"
    end
    for _, block in ipairs(blocks) do
        if block.label ~= "CERTIFICATE" then
            return nil, "pem_not_certificate"
        end
    end
    if #blocks > MAX_CERTIFICATES[mode] then
        return nil, "certificates_too_many"
    end
    local certificates, fault = parse_all(blocks)
    local identity, reason, detail
    if fault then
        reason = fault
    else
        identity, reason, detail = examine(certificates, verifier, now)
    end
    for _, parsed in ipairs(certificates) do
        parsed:release()
    end
    -- Whatever any of these calls left in the error queue would be taken for an error of the next TLS operation.
    openssl.forget_errors()
    return identity, reason, detail
end

return client_certificate
