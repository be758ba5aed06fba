-- What Quarto adds to pandoc's markdown, as far as packet.qmd uses it: numbered floats and references to them, raw HTML
-- tables as native tables, figure alt texts, landscape pages. Used only where no Quarto CLI is installed.

local LABELS = { tbl = "表", fig = "図" }
local NBSP = "\u{a0}"
local is_typst = FORMAT:match("typst") ~= nil
local numbers = {} -- id → 「表 1」
local counts = { tbl = 0, fig = 0 }

local function kind_of(id)
  return id:match("^(tbl)%-") or id:match("^(fig)%-")
end

local function number(id)
  local kind = kind_of(id)
  counts[kind] = counts[kind] + 1
  numbers[id] = LABELS[kind] .. NBSP .. counts[kind]
end

local function style_of(attr)
  local style = {}
  for key, value in (attr.attributes.style or ""):gmatch("([%w-]+):%s*([^;]+)") do
    style[key] = value
  end
  return style
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

-- The inline CSS of a cell as the attributes that pandoc's Typst writer understands.
local function dress(cell)
  local style = style_of(cell.attr)
  local attributes = {}
  if style["background-color"] then attributes["typst:fill"] = 'rgb("' .. style["background-color"] .. '")' end
  if style["font-weight"] == "bold" then attributes["typst:text:weight"] = '"bold"' end
  -- The lines of one merged cell stay on one page, unless they are too many.
  if cell.row_span > 1 and cell.row_span <= 3 then attributes["typst:breakable"] = "false" end
  if style["color"] then attributes["typst:text:fill"] = 'rgb("' .. style["color"] .. '")' end
  if style["text-decoration"] == "underline" then
    cell.contents = cell.contents:walk({
      Plain = function(plain) return pandoc.Plain({ pandoc.Underline(plain.content) }) end,
    })
  end
  cell.attr = pandoc.Attr("", {}, attributes)
  return cell
end

local function native_table(html)
  local parsed = pandoc.read(html, "html").blocks[1]
  local function dress_rows(rows)
    for _, row in ipairs(rows) do
      for i, cell in ipairs(row.cells) do row.cells[i] = dress(cell) end
    end
  end
  dress_rows(parsed.head.rows)
  for _, body in ipairs(parsed.bodies) do dress_rows(body.body) end
  return parsed
end

local function written(inlines, format)
  return (pandoc.write(pandoc.Pandoc({ pandoc.Plain(inlines) }), format):gsub("%s+$", ""))
end

local function figcaption(inlines, id)
  local label = numbers[id] and (numbers[id] .. ": ") or ""
  return "<figcaption>" .. label .. written(inlines, "html") .. "</figcaption>"
end

local function table_float(div)
  local id = div.identifier
  local caption = div.content[#div.content].content
  local raw = div.content[1]
  if is_typst then
    local native = native_table(raw.text)
    native.caption = { long = { pandoc.Plain(caption) } }
    native.attr = pandoc.Attr(id)
    return native
  end
  return pandoc.RawBlock("html", '<figure id="' .. id .. '">' .. figcaption(caption, id) .. raw.text .. "</figure>")
end

local function figure_float(figure)
  local image = figure.content[1].content[1]
  local alt = image.attributes["fig-alt"] or figure.attributes["fig-alt"] or ""
  local id = figure.identifier
  local caption = figure.caption.long[1] and figure.caption.long[1].content or pandoc.Inlines({})
  if is_typst then
    local label = id ~= "" and (" <" .. id .. ">") or ""
    local picture = "image(" .. typst_string(image.src) .. ", alt: " .. typst_string(alt) .. ")"
    return pandoc.RawBlock("typst", "#figure(" .. picture .. ", caption: [" .. written(caption, "typst") .. "])" .. label)
  end
  image.attributes["fig-alt"] = nil
  image.attributes["alt"] = alt
  return {
    pandoc.RawBlock("html", '<figure' .. (id ~= "" and ' id="' .. id .. '"' or "") .. ">"),
    pandoc.Plain({ image }),
    pandoc.RawBlock("html", figcaption(caption, id) .. "</figure>"),
  }
end

local function reference(cite)
  local id = cite.citations[1].id
  if numbers[id] then return pandoc.Link(numbers[id], "#" .. id) end
end

local function page_or_float(div)
  if kind_of(div.identifier) == "tbl" then return table_float(div) end
  if is_typst and div.classes:includes("landscape") then
    local blocks = pandoc.Blocks({ pandoc.RawBlock("typst", "#set page(flipped: true)") })
    blocks:extend(div.content)
    blocks:insert(pandoc.RawBlock("typst", "#set page(flipped: false)"))
    return blocks
  end
  if is_typst and div.classes:includes("note") then
    return { pandoc.RawBlock("typst", "#block(above: 0.6em)[#set text(8pt)"), div, pandoc.RawBlock("typst", "]") }
  end
end

-- A table that an analyst's own cell brings along, outside any float.
local function bare_table(raw)
  if is_typst and raw.format == "html" and raw.text:match("<table") then
    return pandoc.read(raw.text, "html").blocks
  end
end

return {
  {
    traverse = "topdown",
    Div = function(div) if kind_of(div.identifier) == "tbl" then number(div.identifier) end end,
    Figure = function(figure) if kind_of(figure.identifier) == "fig" then number(figure.identifier) end end,
  },
  { Div = page_or_float, Figure = figure_float, Cite = reference },
  { RawBlock = bare_table },
}
