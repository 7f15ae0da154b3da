-- Finds the keys that an object of a JSON text has twice, which a decoder does not tell: the last one would win.

local cjson = require("cjson.safe")

local json_keys = {}

--- The repeated keys of a valid JSON text, as they are after decoding.
function json_keys.repeated(text)
    local repeated, objects, position = {}, {}, 1
    while true do
        local at, _, token = text:find('([{}%[%]"])', position)
        if not at then
            return repeated
        end
        position = at + 1
        if token == "{" then
            objects[#objects + 1] = {}
        elseif token == "[" then
            objects[#objects + 1] = false
        elseif token == '"' then
            local stop = at + 1
            while text:sub(stop, stop) ~= '"' and stop <= #text do
                stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
            end
            position = stop + 1
            local keys = objects[#objects]
            if keys and text:find("^%s*:", position) then
                local key = cjson.decode("[" .. text:sub(at, stop) .. "]")[1]
                if keys[key] then
                    repeated[#repeated + 1] = key
                end
                keys[key] = true
            end
        else
            objects[#objects] = nil
        end
    end
end

return json_keys
