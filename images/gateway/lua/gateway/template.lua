-- The template language of nginx.conf.template: {{name}} is a value, and the lines between {{#name}} and
-- {{/name}} are repeated for each item of a list, whose values are named inside.

local template = {}

local function fill(text, values)
    return (text:gsub("{{([%w_]+)}}", function(name)
        local value = values[name]
        if value == nil then
            error("the template names the unknown value " .. name, 0)
        end
        return tostring(value)
    end))
end

--- Renders a template. A name that values does not have is an error.
function template.render(text, values)
    local repeated = text:gsub("[ \t]*{{#([%w_]+)}}\n(.-)[ \t]*{{/([%w_]+)}}\n", function(name, body, closing)
        assert(name == closing and type(values[name]) == "table", "the section " .. name .. " is not closed or unknown")
        local parts = {}
        for index, item in ipairs(values[name]) do
            parts[index] = fill(body, setmetatable({}, { __index = function(_, key)
                if item[key] ~= nil then
                    return item[key]
                end
                return values[key]
            end }))
        end
        return table.concat(parts)
    end)
    return fill(repeated, values)
end

return template
