-- One certificate revocation list (RFC 5280, section 5).

local openssl = require("gateway.openssl")

local crypto = openssl.crypto

local revocation_list = {}
local RevocationList = {}
RevocationList.__index = RevocationList

--- Parses one list. Returns nil when the DER does not parse or has bytes left over.
function revocation_list.parse(der)
    local handle = openssl.parse(crypto.d2i_X509_CRL, crypto.X509_CRL_free, der)
    if not handle then
        return nil
    end
    return setmetatable({ handle = handle }, RevocationList)
end

--- The issuer as RFC 2253 text.
function RevocationList:issuer()
    return openssl.name_text(crypto.X509_CRL_get_issuer(self.handle))
end

--- Whether this list names a certificate authority as its issuer.
function RevocationList:names(authority)
    return crypto.X509_NAME_cmp(
        crypto.X509_CRL_get_issuer(self.handle), crypto.X509_get_subject_name(authority.handle)) == 0
end

--- Whether a certificate authority issued this list: the name and the signature say so.
function RevocationList:is_from(authority)
    local signed = self:names(authority)
        and crypto.X509_CRL_verify(self.handle, crypto.X509_get0_pubkey(authority.handle)) == 1
    crypto.ERR_clear_error()
    return signed
end

--- In seconds since 1970.
function RevocationList:last_update()
    return openssl.unix_time(crypto.X509_CRL_get0_lastUpdate(self.handle))
end

--- In seconds since 1970; nil when the list does not say.
function RevocationList:next_update()
    return openssl.unix_time(crypto.X509_CRL_get0_nextUpdate(self.handle))
end

return revocation_list
