-- Path validation (RFC 5280, section 6) by libcrypto, set as strict as it goes.

local bit = require("bit")
local ffi = require("ffi")
local openssl = require("gateway.openssl")
local reasons = require("gateway.reasons")

local crypto = openssl.crypto

local FLAG_CRL_CHECK, FLAG_CRL_CHECK_ALL, FLAG_STRICT = 0x4, 0x8, 0x20
local PURPOSE_SSL_CLIENT, TRUST_SSL_CLIENT = 1, 2
-- Level 2: 112 bits of security, so RSA of at least 2048 bits and no SHA-1.
local AUTH_LEVEL = 2
-- Certificates between leaf and anchor; the load balancer takes chains of 4 (its quota).
local MAX_INTERMEDIATES = 3

local verifier = {}
local Verifier = {}
Verifier.__index = Verifier

local function new_store(anchors, revocation_lists, list_flags)
    local store = ffi.gc(crypto.X509_STORE_new(), crypto.X509_STORE_free)
    for _, anchor in ipairs(anchors) do
        assert(crypto.X509_STORE_add_cert(store, anchor.handle) == 1, "a certificate authority was not accepted")
    end
    for _, list in ipairs(revocation_lists) do
        assert(crypto.X509_STORE_add_crl(store, list.handle) == 1, "a revocation list was not accepted")
    end
    local flags = FLAG_STRICT
    if #revocation_lists > 0 then
        flags = bit.bor(flags, list_flags)
    end
    local param = crypto.X509_STORE_get0_param(store)
    crypto.X509_VERIFY_PARAM_set_flags(param, flags)
    crypto.X509_VERIFY_PARAM_set_depth(param, MAX_INTERMEDIATES)
    crypto.X509_VERIFY_PARAM_set_auth_level(param, AUTH_LEVEL)
    return store, param
end

local function new(store, intermediates, revocation_lists)
    return setmetatable({
        store = store,
        intermediates = intermediates,
        revocation_lists = revocation_lists,
    }, Verifier)
end

--- A verifier of client certificates. Anchors are trusted; intermediates only help to build the path; with any
--- revocation list, every certificate authority of a path needs one. mode: "verify" or "passthrough".
function verifier.for_clients(mode, anchors, intermediates, revocation_lists)
    local list_flags = FLAG_CRL_CHECK
    -- With nothing to put between them, a path is a leaf and its anchor. Asking the anchor's own list about the anchor
    -- would tell nothing and take a third of the time.
    if mode ~= "verify" or #intermediates > 0 then
        list_flags = bit.bor(list_flags, FLAG_CRL_CHECK_ALL)
    end
    local store, param = new_store(anchors, revocation_lists, list_flags)
    crypto.X509_VERIFY_PARAM_set_purpose(param, PURPOSE_SSL_CLIENT)
    crypto.X509_VERIFY_PARAM_set_trust(param, TRUST_SSL_CLIENT)
    return new(store, intermediates, revocation_lists)
end

--- A verifier of the authorities themselves: the same rules without the client's purpose.
function verifier.for_authorities(anchors, intermediates, revocation_lists)
    local store = new_store(anchors, revocation_lists, bit.bor(FLAG_CRL_CHECK, FLAG_CRL_CHECK_ALL))
    return new(store, intermediates, revocation_lists)
end

local function earliest_end(chain)
    local earliest = math.huge
    for index = 0, crypto.OPENSSL_sk_num(chain) - 1 do
        local certificate = ffi.cast("X509 *", crypto.OPENSSL_sk_value(chain, index))
        local ends = openssl.unix_time(crypto.X509_get0_notAfter(certificate)) or 0
        earliest = math.min(earliest, ends)
    end
    return earliest
end

--- Verifies a leaf with the certificates that came with it, at now (seconds since 1970).
--- Returns the second (since 1970) in which the first certificate of the path ends; or nil, reason, detail.
function Verifier:verify(leaf, helpers, now)
    local untrusted = crypto.OPENSSL_sk_new_null()
    for _, certificate in ipairs(helpers) do
        crypto.OPENSSL_sk_push(untrusted, certificate.handle)
    end
    for _, certificate in ipairs(self.intermediates) do
        crypto.OPENSSL_sk_push(untrusted, certificate.handle)
    end
    local context = crypto.X509_STORE_CTX_new()
    local ends, reason, detail
    local is_ready = crypto.X509_STORE_CTX_init(context, self.store, leaf.handle, untrusted) == 1
    if is_ready then
        -- One clock for this check and for what is kept of it: libcrypto's own may be some milliseconds behind.
        crypto.X509_STORE_CTX_set_time(context, 0, now)
    end
    if not is_ready then
        reason = "verification_failed"
    elseif crypto.X509_verify_cert(context) == 1 then
        ends = earliest_end(crypto.X509_STORE_CTX_get0_chain(context))
    else
        local code = crypto.X509_STORE_CTX_get_error(context)
        reason = reasons.of_verify_error(code)
        detail = string.format("depth %d: %s", crypto.X509_STORE_CTX_get_error_depth(context),
            ffi.string(crypto.X509_verify_cert_error_string(code)))
    end
    crypto.X509_STORE_CTX_free(context)
    crypto.OPENSSL_sk_free(untrusted)
    openssl.forget_errors()
    return ends, reason, detail
end

--- The next second (after now, since 1970) in which a revocation list runs out.
function Verifier:next_list_end(now)
    local earliest = math.huge
    for _, list in ipairs(self.revocation_lists) do
        local ends = list:next_update()
        if ends and ends > now then
            earliest = math.min(earliest, ends)
        end
    end
    return earliest
end

return verifier
