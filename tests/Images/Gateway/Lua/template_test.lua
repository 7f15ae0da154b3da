local template = require("gateway.template")

local tests = {}

function tests.fills_values_and_repeats_sections()
    local text = "a {{one}}\n{{#items}}\n- {{name}} {{one}}\n{{/items}}\nend\n"
    equal("a 1\n- x 1\n- y 1\nend\n", template.render(text, { one = 1, items = { { name = "x" }, { name = "y" } } }))
    equal("a 1\nend\n", template.render(text, { one = 1, items = {} }))
end

function tests.does_not_render_what_a_value_holds()
    equal("%1 {{b}}\n", template.render("{{a}}\n", { a = "%1 {{b}}", b = "wrong" }))
end

function tests.refuses_an_unknown_name()
    equal(false, (pcall(template.render, "{{missing}}", {})))
    equal(false, (pcall(template.render, "{{#missing}}\n{{/missing}}\n", {})))
end

return tests
