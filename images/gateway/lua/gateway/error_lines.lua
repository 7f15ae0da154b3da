-- What is left of a line of Nginx's error log that belongs to a request: Nginx writes the request's line with its query, the
-- Referer, and whatever it did not understand.

local find, gsub, sub, format = string.find, string.gsub, string.sub, string.format

local error_lines = {}

local MAX_BYTES = 2048

-- Where Nginx begins to tell about the request, after the client's address.
local ABOUT_THE_REQUEST = {
    ', request: "', ', subrequest: "', ', upstream: "', ', host: "', ', referrer: "',
}

local function escaped(byte)
    return format("\\x%02x", byte:byte())
end

local function without_pattern(text, name)
    return (gsub(text, (gsub(name, "%a", function(letter)
        return "[" .. letter:upper() .. letter:lower() .. "]"
    end):gsub("%-", "[-_]")), "(certificate header)"))
end

local function request_start(line)
    local first
    for _, mark in ipairs(ABOUT_THE_REQUEST) do
        local at = find(line, mark, 1, true)
        if at and (not first or at < first) then
            first = at
        end
    end
    return first
end

--- A line without what a client or a service wrote, and without the name of the header with the certificate.
function error_lines.cleaned(line, header)
    local start = request_start(line)
    if start then
        local upstream = line:match(', upstream: "%a+://(%d+%.%d+%.%d+%.%d+:%d+)', start)
        line = sub(line, 1, start - 1) .. (upstream and ", upstream: " .. upstream or "")
    end
    -- A header that one side sent wrongly, a name that it made up.
    line = gsub(line, "(%a+ sent [^\"]-):? \".*(, client: [^,]*, server: [^,]*)", "%1%2")
    line = gsub(line, "(%a+ sent [^\"]-):? \".*$", "%1")
    return sub(gsub(without_pattern(line, header), "[^ -~]", escaped), 1, MAX_BYTES)
end

return error_lines
