-- Which clients are refused, and which paths the others may reach, by the common name of the certificate.
-- A client without prefixes reaches every path; one that the rules do not name does, too, unless they refuse the others.

local cjson = require("cjson.safe")
local json_keys = require("gateway.json_keys")
local paths = require("gateway.paths")

local client_rules = {}

local function is_list(value)
    if type(value) ~= "table" then
        return false
    end
    local count = 0
    for _ in pairs(value) do
        count = count + 1
    end
    return count == #value
end

--- A common name as RFC 5280, section 7.1, compares it: neither case nor the number of spaces counts. Letters outside
--- ASCII are compared as they are, as OpenSSL does.
function client_rules.canonical(name)
    return (name:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""):gsub("%u", string.lower))
end

local function prefixes_of(name, rule, faults)
    local where = string.format("client %q", name)
    if type(rule) ~= "table" then
        faults[#faults + 1] = where .. " is not an object"
        return nil
    end
    for key in pairs(rule) do
        if key ~= "prefixes" then
            faults[#faults + 1] = string.format("%s has the unknown key %q", where, tostring(key))
        end
    end
    local prefixes = rule.prefixes
    if prefixes == nil then
        return nil
    elseif not is_list(prefixes) then
        faults[#faults + 1] = where .. ": prefixes is not a list"
        return nil
    elseif #prefixes == 0 then
        faults[#faults + 1] = where .. ": prefixes is empty; leave it out for every path"
        return nil
    end
    for _, prefix in ipairs(prefixes) do
        local fault = paths.fault(prefix)
        if fault then
            faults[#faults + 1] = string.format("%s: prefix %q: %s", where, tostring(prefix), fault)
        end
    end
    return prefixes
end

local function revoked_names(list, faults)
    local names = {}
    if list == nil then
        return names
    elseif not is_list(list) then
        faults[#faults + 1] = "revoked is not a list"
        return names
    end
    for _, name in ipairs(list) do
        if type(name) ~= "string" or name == "" then
            faults[#faults + 1] = "revoked: a name is not text"
        else
            names[client_rules.canonical(name)] = true
        end
    end
    return names
end

--- The rules of a gateway that has none.
function client_rules.none()
    return { named = {}, prefixes = {}, revoked = {} }
end

local KEYS = { clients = true, revoked = true, others = true }

local function clients_of(document, rules, faults)
    for name, rule in pairs(document.clients) do
        name = tostring(name)
        local canonical = client_rules.canonical(name)
        if canonical == "" then
            faults[#faults + 1] = string.format("client %q has no name", name)
        elseif rules.named[canonical] then
            local both = { name, rules.named[canonical] }
            table.sort(both)
            faults[#faults + 1] = string.format("clients %q and %q are the same name", both[1], both[2])
        end
        rules.named[canonical] = name
        rules.prefixes[canonical] = prefixes_of(name, rule, faults)
    end
end

--- Reads the rules, by canonical common name: who is named, prefixes, and a set of the revoked; refuse_others says what
--- happens to everybody else. The second result lists the faults, if any.
function client_rules.parse(json)
    local document = cjson.decode(json)
    if type(document) ~= "table" or type(document.clients) ~= "table" then
        return nil, { 'not an object with "clients"' }
    end
    local rules, faults = client_rules.none(), {}
    for _, key in ipairs(json_keys.repeated(json)) do
        faults[#faults + 1] = string.format("%q is there twice", key)
    end
    for key in pairs(document) do
        if not KEYS[key] then
            faults[#faults + 1] = string.format("unknown key %q", tostring(key))
        end
    end
    clients_of(document, rules, faults)
    rules.revoked = revoked_names(document.revoked, faults)
    if document.others ~= nil and document.others ~= "allow" and document.others ~= "refuse" then
        faults[#faults + 1] = "others is not allow or refuse"
    end
    rules.refuse_others = document.others == "refuse"
    table.sort(faults)
    return rules, faults
end

--- Why a client with this common name (nil: none) may reach nothing at all: a reason, or nil.
function client_rules.refusal(rules, common_name)
    local name = client_rules.canonical(common_name or "")
    if rules.revoked[name] then
        return "client_revoked"
    elseif rules.refuse_others and not rules.named[name] then
        return "client_unknown"
    end
end

--- The prefixes of a client with this common name; nil for every path.
function client_rules.prefixes(rules, common_name)
    return rules.prefixes[client_rules.canonical(common_name or "")]
end

--- Whether a client with these prefixes (nil: no rule) may reach a normalized path.
function client_rules.allow(prefixes, path)
    if not prefixes then
        return true
    end
    for index = 1, #prefixes do
        if paths.covers(prefixes[index], path) then
            return true
        end
    end
    return false
end

return client_rules
