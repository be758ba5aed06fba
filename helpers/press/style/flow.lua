-- What stays on one page of the print, and which pages are turned.

local function has_class(block, class)
  return block and block.t == "Div" and block.classes:includes(class)
end

local function typst(text)
  return pandoc.RawBlock("typst", text)
end

-- The numbered table in `block`, if that is one.
local function float_of(block)
  local float = has_class(block, "table-scroll") and #block.content == 1 and block.content[1]
  return float and float.t == "Div" and float.identifier:match("^tbl%-") and float or nil
end

local function with_float(block, float)
  return pandoc.Div({ float }, block.attr)
end

-- The table `block` with the notes below it.
local function noted(block, notes)
  local float = float_of(block)
  local inside = pandoc.Blocks({ float.content[1], notes, table.unpack(float.content, 2) })
  return with_float(block, pandoc.Div(inside, float.attr))
end

-- A sentence stays on one page with the picture below it, a table with its notes.
local function neighbours(blocks)
  local set = pandoc.Blocks({})
  for i, block in ipairs(blocks) do
    if block.t == "Para" and has_class(blocks[i + 1], "figure-scroll") then
      set:extend({ typst("#block(sticky: true, spacing: 1em)["), block, typst("]") })
    elseif has_class(block, "note") and float_of(blocks[i - 1]) then
      set[#set] = noted(set[#set], block)
    else
      set:insert(block)
    end
  end
  return set
end

-- The last table before a new page: what is left of it for that page should be worth turning to.
local function ending(blocks)
  local at = #blocks
  while has_class(blocks[at], "note") do at = at - 1 end
  local float = float_of(blocks[at])
  if float then blocks[at] = with_float(blocks[at], pandoc.Div(float.content, pandoc.Attr(float.identifier, { "last" }))) end
  return blocks
end

-- Has somebody written Typst there, which might turn a page?
local function has_typst(blocks)
  local found = false
  blocks:walk({ RawBlock = function(raw) found = found or raw.format == "typst" end })
  return found
end

-- The blocks of one section. What stands before its first turned page is turned too if it is short.
local function section(blocks)
  local set, upright = pandoc.Blocks({}), pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if not has_class(block, "landscape") then
      upright:insert(block)
    else
      local opening = #set == 0 and #upright > 1 and upright[1].t == "Header" and not has_typst(upright)
      if opening then set:extend({ typst("#turned["), upright:remove(1), typst("][") }) end
      set:extend(ending(upright))
      set:insert(typst(opening and "][" or "#set page(flipped: true)"))
      set:extend(ending(block.content))
      set:insert(typst(opening and "]" or "#set page(flipped: false)"))
      upright = pandoc.Blocks({})
    end
  end
  set:extend(ending(upright))
  return set
end

local function begins_section(block)
  local first = has_class(block, "landscape") and block.content[1] or block
  return first.t == "Header" and first.level == 1
end

local function sections(doc)
  local set, one = pandoc.Blocks({}), pandoc.Blocks({})
  for _, block in ipairs(doc.blocks) do
    if begins_section(block) then
      set:extend(section(one))
      one = pandoc.Blocks({})
    end
    one:insert(block)
  end
  set:extend(section(one))
  doc.blocks = set
  return doc
end

return { neighbours = { Blocks = neighbours }, sections = { Pandoc = sections } }
