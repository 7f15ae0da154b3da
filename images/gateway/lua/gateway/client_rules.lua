-- Which clients are refused, and which paths the others may reach, by the common name of the certificate.
-- A client that is absent, or has no prefixes, reaches every path.

local cjson = require("cjson.safe")
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
    end
    for _, prefix in ipairs(prefixes) do
        local fault = paths.fault(prefix)
        if fault then
            faults[#faults + 1] = string.format("%s: prefix %q: %s", where, tostring(prefix), fault)
        end
    end
    return #prefixes > 0 and prefixes or nil
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
            names[name] = true
        end
    end
    return names
end

--- The rules of a gateway that has none.
function client_rules.none()
    return { prefixes = {}, revoked = {} }
end

--- Reads the rules: prefixes by common name, and a set of revoked common names. The second result lists the
--- faults, if any.
function client_rules.parse(json)
    local document = cjson.decode(json)
    if type(document) ~= "table" or type(document.clients) ~= "table" then
        return nil, { 'not an object with "clients"' }
    end
    local rules, faults = client_rules.none(), {}
    for key in pairs(document) do
        if key ~= "clients" and key ~= "revoked" then
            faults[#faults + 1] = string.format("unknown key %q", tostring(key))
        end
    end
    for name, rule in pairs(document.clients) do
        rules.prefixes[name] = prefixes_of(tostring(name), rule, faults)
    end
    rules.revoked = revoked_names(document.revoked, faults)
    table.sort(faults)
    return rules, faults
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
