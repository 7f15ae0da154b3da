-- Who may pass: a header's value and a path go in, an identity or a reason comes out.

local client_certificate = require("gateway.client_certificate")
local client_rules = require("gateway.client_rules")
local result_cache = require("gateway.result_cache")

local floor, min, format = math.floor, math.min, string.format
local allow = client_rules.allow

local DAY = 86400
local ACCEPTED_ENTRIES, REFUSED_ENTRIES = 1024, 256
-- Seconds. An accepted certificate is verified again after a minute; a refused one soon, because it may
-- have become valid, but not at once, because a client that is refused tends to try again.
local ACCEPTED_SECONDS, REFUSED_SECONDS = 60, 5

local gate = {}
local Gate = {}
Gate.__index = Gate

--- mode: "verify" or "passthrough"; rules: from client_rules.parse.
function gate.new(mode, verifier, rules)
    return setmetatable({
        mode = mode,
        verifier = verifier,
        rules = rules,
        accepted = result_cache.new(ACCEPTED_ENTRIES),
        refused = result_cache.new(REFUSED_ENTRIES),
        verifications = 0,
    }, Gate)
end

local function verify(self, value, now)
    self.verifications = self.verifications + 1
    local identity, reason, detail = client_certificate.identify(value, self.mode, self.verifier, now)
    local refusal_by_name = identity and client_rules.refusal(self.rules, identity.common_name)
    if refusal_by_name then
        identity, reason, detail = nil, refusal_by_name, identity.subject
    end
    if not identity then
        local refusal = { reason = reason, detail = detail, good_until = now + REFUSED_SECONDS }
        self.refused:put(value, refusal)
        return nil, reason, detail
    end
    identity.prefixes = client_rules.prefixes(self.rules, identity.common_name)
    identity.days_left = format("%d", floor((identity.ends - now) / DAY))
    identity.good_until = min(now + ACCEPTED_SECONDS, identity.ends, self.verifier:next_list_end(now))
    self.accepted:put(value, identity)
    return identity
end

--- The identity behind a header's value at now (seconds since 1970); or nil, reason, detail.
function Gate:identify(value, now)
    local identity = self.accepted:get(value, now)
    if identity then
        return identity
    end
    local refusal = self.refused:get(value, now)
    if refusal then
        return nil, refusal.reason, refusal.detail
    end
    return verify(self, value, now)
end

--- Like identify, and the client has to be allowed on request.uri, the normalized path, which is read only where
--- it matters: Nginx looks its variables up by name. The identity is returned with the reason path_not_allowed too,
--- for the log.
function Gate:admit(value, request, now)
    local identity, reason, detail = self:identify(value, now)
    if identity and identity.prefixes and not allow(identity.prefixes, request.uri) then
        return identity, "path_not_allowed"
    end
    return identity, reason, detail
end

return gate
