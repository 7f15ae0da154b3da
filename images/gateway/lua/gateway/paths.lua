-- Path prefixes: the one grammar that routes, client rules and the stack's configuration share.

local find, sub = string.find, string.sub

local paths = {}

--- What is wrong with a prefix, or nil. A prefix is compared with the normalized path of a request,
--- so it has to be in normal form itself.
function paths.fault(prefix)
    if type(prefix) ~= "string" or sub(prefix, 1, 1) ~= "/" then
        return "it has to start with /"
    elseif prefix ~= "/" and sub(prefix, -1) == "/" then
        return "it must not end with /"
    elseif find(prefix, "[^%w/._~%-]") then
        return "it may hold letters, digits and ._~-/ only"
    elseif find(prefix, "//", 1, true) or find(prefix .. "/", "/%.%.?/") then
        return "it must not hold //, /./ or /../"
    end
end

--- Whether a normalized path is the prefix or below it: /v1 covers /v1 and /v1/a, not /v10.
function paths.covers(prefix, path)
    if prefix == "/" then
        return true
    end
    local length = #prefix
    if sub(path, 1, length) ~= prefix then
        return false
    end
    return #path == length or sub(path, length + 1, length + 1) == "/"
end

return paths
