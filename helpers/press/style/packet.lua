-- What a packet needs beyond pandoc's markdown: numbered floats and references to them, raw HTML tables as native tables,
-- alt texts, landscape pages, small notes. Quarto runs it before its own filters (`at: pre-ast`), the embedded renderer gives it
-- to pandoc: so both number and print the same. Only floats with an id `tbl-…` or `fig-…` have a number.

local flow, rows = dofile("flow.lua"), dofile("rows.lua") -- of the print
local LABELS = { tbl = "表", fig = "図" }
local NO_WORDS = "説明のない図"
local NBSP = "\u{a0}"
local is_typst = FORMAT:match("typst") ~= nil
local numbers = {} -- id → 「表 1」
local known = {} -- every id of the document
local sourced = {} -- ids of tables and pictures that the list of sources has
local counts = { tbl = 0, fig = 0 }
local floats = { tbl = pandoc.List(), fig = pandoc.List() } -- a line of the list of tables and pictures each

local function kind_of(id)
  return id:match("^(tbl)%-") or id:match("^(fig)%-")
end

local function number(id, caption)
  local kind = kind_of(id)
  counts[kind] = counts[kind] + 1
  numbers[id] = LABELS[kind] .. NBSP .. counts[kind]
  local said = pandoc.Inlines(numbers[id] .. ": ") .. pandoc.Inlines(pandoc.utils.stringify(caption))
  floats[kind]:insert({ pandoc.Plain({ pandoc.Link(said, "#" .. id) }) })
end

local function style_of(attr)
  local style = {}
  for key, value in (attr.attributes.style or ""):gmatch("([%w-]+):%s*([^;]+)") do
    style[key] = value
  end
  return style
end

local function typst_string(text)
  -- Braces by their number: Quarto looks for the end of a shortcode that a shortened name begins.
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("{", "\\u{7b}") .. '"'
end

-- The inline CSS of a cell as the attributes that pandoc's Typst writer understands.
local function dress(cell)
  local style = style_of(cell.attr)
  local attributes = {}
  if style["background-color"] then attributes["typst:fill"] = 'rgb("' .. style["background-color"] .. '")' end
  if style["font-weight"] == "bold" then attributes["typst:text:weight"] = '"bold"' end
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
  local function dress_rows(undressed)
    for _, row in ipairs(undressed) do
      for i, cell in ipairs(row.cells) do row.cells[i] = dress(cell) end
    end
  end
  dress_rows(parsed.head.rows)
  for _, body in ipairs(parsed.bodies) do dress_rows(body.body) end
  return parsed
end

-- The notes of a table as its last row: so they stay with the rows above them.
local function with_notes(tbl, notes)
  local frameless = pandoc.Attr("", {}, { ["typst:stroke"] = "none", ["typst:inset"] = "(x: 0pt, top: 3pt, bottom: 0pt)" })
  local bodies = tbl.bodies
  bodies[1].body:insert(pandoc.Row({ pandoc.Cell(notes, "AlignLeft", 1, #tbl.colspecs, frameless) }, pandoc.Attr("", { "note" })))
  tbl.bodies = bodies
  return tbl
end

local function written(inlines, format)
  local said = pandoc.write(pandoc.Pandoc({ pandoc.Plain(inlines) }), format):gsub("%s+$", "")
  return format == "typst" and rows.plain(said) or said
end

-- A quiet link to where a table or a picture comes from.
local function source_of(id)
  if not sourced[id] then return "" end
  return ' <a class="source" href="#source-' .. id .. '" aria-label="' .. numbers[id] .. 'の出典">出典</a>'
end

local function figcaption(inlines, id)
  local label = numbers[id] and (numbers[id] .. ": ") or ""
  return "<figcaption>" .. label .. written(inlines, "html") .. source_of(id) .. "</figcaption>"
end

local function table_float(div)
  local id = div.identifier
  local caption = div.content[#div.content].content
  local raw = div.content[1]
  if is_typst then
    local native = native_table(raw.text)
    local notes = pandoc.Blocks({ table.unpack(div.content, 2, #div.content - 1) })
    if #notes > 0 then native = with_notes(native, notes) end
    native.caption = { long = { pandoc.Plain(caption) } }
    native.attr = pandoc.Attr(id, div.classes)
    return native
  end
  return pandoc.RawBlock("html", '<figure id="' .. id .. '">' .. figcaption(caption, id) .. raw.text .. "</figure>")
end

-- What is read out in place of a picture: never nothing, without which no PDF/UA would be made.
local function alt_of(image, fallback)
  local alt = image.attributes["fig-alt"] or image.attributes["alt"] or ""
  if alt == "" then alt = pandoc.utils.stringify(image.caption) end
  if alt == "" then alt = fallback or "" end
  return alt ~= "" and alt or NO_WORDS
end

-- The same picture with its words as text, where there is one.
local function lettered(src)
  local other = src:gsub("^figures/", "print/")
  local file = io.open(other)
  if file then file:close() end
  return file and other or src
end

local function typst_image(image, alt)
  local width = image.attributes["width"] and (", width: " .. image.attributes["width"]) or ""
  return "image(" .. typst_string(lettered(image.src)) .. ", alt: " .. typst_string(alt) .. width .. ")"
end

-- An image as it is on the page: Quarto would look for shortcodes in its words.
local function on_page(image)
  return pandoc.RawInline("html", written({ image }, "html"))
end

local function figure_float(figure)
  local image = figure.content[1] and figure.content[1].content and figure.content[1].content[1]
  if not image or image.t ~= "Image" then return nil end
  local id = figure.identifier
  local caption = figure.caption.long[1] and figure.caption.long[1].content or pandoc.Inlines({})
  local alt = alt_of(image, figure.attributes["fig-alt"] or pandoc.utils.stringify(caption))
  if is_typst then
    local label = kind_of(id) and (" <" .. id .. ">") or ""
    local numbering = kind_of(id) and "" or ", numbering: none"
    local said = #caption > 0 and ", caption: [" .. written(caption, "typst") .. "]" or ""
    return pandoc.RawBlock("typst", "#figure(" .. typst_image(image, alt) .. said .. numbering .. ")" .. label)
  end
  image.attributes["fig-alt"] = nil
  image.attributes["alt"] = alt
  return {
    pandoc.RawBlock("html", '<figure' .. (id ~= "" and ' id="' .. id .. '"' or "") .. ">"),
    pandoc.Plain({ on_page(image) }),
    pandoc.RawBlock("html", (#caption > 0 and figcaption(caption, id) or "") .. "</figure>"),
  }
end

-- A picture in a line, or without a caption.
local function plain_image(image)
  local alt = alt_of(image)
  if is_typst then return pandoc.RawInline("typst", "#box(" .. typst_image(image, alt) .. ")") end
  image.attributes["fig-alt"] = nil
  image.attributes["alt"] = alt
  return on_page(image)
end

local function equation(math)
  if not is_typst then return nil end
  local said = "#[#set math.equation(alt: " .. typst_string(math.text) .. ");"
  return pandoc.RawInline("typst", said .. written({ math }, "typst") .. "]")
end

-- A reference, or what only looks like one.
local function reference(cite)
  local id = cite.citations[1].id
  return numbers[id] and pandoc.Link(numbers[id], "#" .. id) or cite.content
end

-- A link to a place that this document does not have: Typst would make no PDF of it.
local function link(to)
  local id = to.target:match("^#(.+)$")
  if is_typst and id and not known[id] then return to.content end
end

local function note_sources(meta)
  for _, id in ipairs(meta.sourced or {}) do sourced[pandoc.utils.stringify(id)] = true end
end

local function note_id(element)
  if element.identifier ~= "" then known[element.identifier] = true end
end

local function float_or_note(div)
  if kind_of(div.identifier) == "tbl" then return table_float(div) end
  if is_typst and div.classes:includes("note") then
    return { pandoc.RawBlock("typst", "#block(above: 0.6em)[#set text(8pt)"), div, pandoc.RawBlock("typst", "]") }
  end
end

-- HTML that an analyst's own cell brings along, outside any float; the caption of a table is printed, without a number.
local function bare_html(raw)
  if is_typst and raw.format:match("html") then
    local on_screen = { Link = function(to) if to.classes:includes("source") then return {} end end }
    return pandoc.read(raw.text, "html").blocks:walk(on_screen)
  end
end

-- A table without an id. Pandoc would make a figure of it that Typst counts as one of ours; Quarto would lose its caption.
local function unnumbered(tbl)
  local said = ""
  if #tbl.caption.long > 0 then
    local caption = written(pandoc.utils.blocks_to_inlines(tbl.caption.long), "typst")
    said = "#block(sticky: true, below: 0.5em)[#text(9pt)[" .. caption .. "]]\n"
    tbl.caption = { long = {} }
  end
  tbl.attr = pandoc.Attr()
  local figure = rows.typst(tbl)
  local bare = figure:match("^#figure%(%s*align%(center%)%[(.*)%]%s*,%s*kind: table%s*%)%s*$")
  return pandoc.RawBlock("typst", said .. (bare and "#block(below: 1.1em)[" .. bare .. "]" or figure))
end

-- A table is written here: each of Quarto's filters would walk through its cells, which takes longer than all the rest.
local function typst_table(tbl)
  if not is_typst then return nil end
  if kind_of(tbl.identifier) ~= "tbl" then return unnumbered(tbl) end
  return pandoc.RawBlock("typst", rows.typst(tbl))
end

-- `text` between the quotes of a CSS string: every character by its number.
local function css_string(text)
  local said = {}
  for _, character in utf8.codes(text) do said[#said + 1] = string.format("\\%06x", character) end
  return table.concat(said)
end

-- For the page: links to all that is numbered, and what stands at the foot of each sheet when it is printed.
local function of_the_page(meta)
  if is_typst then return nil end
  local lines = floats.tbl .. floats.fig
  if #lines > 0 then meta.floats = pandoc.MetaBlocks({ pandoc.BulletList(lines) }) end
  if meta.running then
    local foot = css_string(pandoc.utils.stringify(meta.running))
    meta.foot = pandoc.MetaInlines({ pandoc.RawInline("html", foot) })
  end
  return meta
end

return {
  { Header = note_id, Div = note_id, Span = note_id, Figure = note_id, Table = note_id },
  { Link = link },
  {
    traverse = "topdown",
    Div = function(div)
      if kind_of(div.identifier) == "tbl" then number(div.identifier, div.content[#div.content]) end
    end,
    Figure = function(figure)
      if kind_of(figure.identifier) == "fig" then number(figure.identifier, figure.caption.long) end
    end,
  },
  { Meta = note_sources },
  { Meta = of_the_page },
  is_typst and flow.sections or {},
  is_typst and flow.neighbours or {},
  { Math = equation, Cite = reference },
  { Div = float_or_note, Figure = figure_float },
  { Image = plain_image },
  { RawBlock = bare_html },
  { Table = typst_table },
}
