-- How the rows of a printed table break over pages. Typst has no widow control for rows; what it has is that rows under one
-- unbreakable cell stay together. So each table gets a last column of no width whose cells hold rows together, and the words of a
-- merged cell stand again on each page that its rows reach. Heights are guessed here: well enough to tell a line from half a page.

local TOGETHER = 3 -- rows at least on each side of a page break
local WORTH = 36 -- mm: of the rows that a section leaves for its last page, at least
local TALL = 80 -- mm: what is higher may break, so that no page is left half empty
local LINE, PADDING, EM, GAP = 3.5, 0.7, 2.8, 2.8 -- mm: a line of a cell; what a row is higher; a full-width letter; what is beside it
local PAGE = 170 -- mm between the margins of a page that is not turned

local tables = 0

local function has_breaks(blocks)
  for _, block in ipairs(blocks) do
    for _, inline in ipairs(block.content or {}) do
      if inline.t == "LineBreak" then return true end
    end
  end
end

-- The width of each line of a cell, in full-width letters.
local function lines_of(cell)
  local contents, lines = cell.contents, {}
  if has_breaks(contents) then contents = contents:walk({ LineBreak = function() return pandoc.Str("\n") end }) end
  for line in (pandoc.utils.stringify(contents) .. "\n"):gmatch("(.-)\n") do
    local width = 0
    for _, letter in utf8.codes(line) do width = width + (letter < 0x2e80 and 0.55 or 1) end
    lines[#lines + 1] = width
  end
  return lines
end

-- The cells of rows of which some reach into those below, each with its row and column, how far it reaches, and its lines: looked at
-- once, for each look goes to and fro between Lua and pandoc.
local function cells_of(rows)
  local cells, taken = {}, {} -- taken: of each column, the last row that a cell from above reaches
  for y, row in ipairs(rows) do
    local x = 1
    for _, cell in ipairs(row.cells) do
      while (taken[x] or 0) >= y do x = x + 1 end
      local across, down = cell.col_span, cell.row_span
      cells[#cells + 1] = { cell = cell, y = y, x = x, across = across, down = down, lines = lines_of(cell) }
      for beside = x, x + across - 1 do taken[beside] = y + down - 1 end
      x = x + across
    end
  end
  return cells
end

-- How wide the columns are, in mm: as they say themselves, else as their longest lines share the page.
local function widths(tbl, cells)
  local longest, sum, wide = {}, 0, {}
  for _, one in ipairs(cells) do
    if one.across == 1 then longest[one.x] = math.max(longest[one.x] or 1, table.unpack(one.lines)) end
  end
  for x = 1, #tbl.colspecs do sum = sum + (longest[x] or 1) * EM + GAP end
  for x, spec in ipairs(tbl.colspecs) do
    wide[x] = spec[2] and spec[2] * PAGE or ((longest[x] or 1) * EM + GAP) * math.min(1, PAGE / sum)
  end
  return wide
end

-- How high each row is, in mm. What merged cells hold has its place in their rows.
local function heights(tbl, cells)
  local wide, high = widths(tbl, cells), {}
  for _, one in ipairs(cells) do
    local room, number = -GAP, 0
    for beside = one.x, one.x + one.across - 1 do room = room + (wide[beside] or 0) end
    for _, width in ipairs(one.lines) do number = number + math.max(1, math.ceil(width * EM / math.max(EM, room))) end
    if one.down > 1 then number = 1 end
    high[one.y] = math.max(high[one.y] or 0, number * LINE + PADDING)
  end
  return high
end

local function total(high, first, last)
  local sum = 0
  for y = first, math.min(last, #high) do sum = sum + high[y] end
  return sum
end

-- Let rows `first` to `last` stay on one page, with those that stay with them already; not if that is too high.
local function bind(bound, high, first, last)
  local from, to = first, last
  while bound[from - 1] do from = from - 1 end
  while bound[to] do to = to + 1 end
  local fits = total(high, from, to) <= TALL
  for y = first, last - 1 do bound[y] = bound[y] or fits end
  return fits
end

-- Which rows stay on one page with the next: those of small merged cells and some at either end, which are together as high as
-- `least` at the foot.
local function bonds(cells, high, least)
  local bound, number = {}, #high
  for _, one in ipairs(cells) do
    if one.down <= TOGETHER then bind(bound, high, one.y, one.y + one.down - 1) end
  end
  local tail = number - TOGETHER + 1
  while tail > 1 and total(high, tail, number) < least do tail = tail - 1 end
  for last = math.min(TOGETHER, number), 2, -1 do
    if bind(bound, high, 1, last) then break end
  end
  for first = math.max(tail, 1), number - 1 do
    if bind(bound, high, first, number) then break end
  end
  return bound
end

-- An empty cell that keeps `number` rows on one page, or does not.
local function holding(number, together)
  return pandoc.Cell({}, "AlignDefault", number, 1, pandoc.Attr("", {}, {
    ["typst:inset"] = "0pt", ["typst:stroke"] = "none", ["typst:breakable"] = tostring(not together),
  }))
end

-- `below`: rows after them that stay with the last of them.
local function hold(rows, high, bound, below)
  local first = 1
  for y = 1, #rows do
    if not bound[y] then
      local number = y - first + 1 + (y == #rows and below or 0)
      rows[first].cells:insert(holding(number, total(high, first, y) <= TALL))
      first = y + 1
    end
  end
end

-- `cell` with Typst of its own before and after its words.
local function surround(cell, before, after)
  local words = pandoc.write(pandoc.Pandoc(cell.contents), "typst"):gsub("%s+$", "")
  cell.contents = { pandoc.RawBlock("typst", before .. words .. after) }
end

-- Let the template say labels again after a page break: those of merged cells and of very high rows.
local function repeat_labels(cells, high, bound, name)
  local plain, repeated = {}, {} -- of each row its longest cell that is no label; those that are
  for _, one in ipairs(cells) do
    local y = one.y
    local breaks = one.x == 1 and high[y] > TALL
    for inside = y, y + one.down - 2 do breaks = breaks or not bound[inside] end
    if breaks then
      repeated[#repeated + 1] = one
    elseif one.down == 1 and (not plain[y] or #one.lines > #plain[y].lines) then
      plain[y] = one
    end
  end
  for _, label in ipairs(repeated) do
    for y = label.y, label.y + label.down - 1 do
      if plain[y] then -- Marks say where the row begins and ends.
        local mark = "#metadata(none)<" .. name .. "-" .. y .. "%s>"
        surround(plain[y].cell, mark:format("a"), mark:format("z"))
        plain[y] = nil
      end
    end
    local again = string.format("#again(%q, %d, %d)[", name, label.y, label.y + label.down - 1)
    surround(label.cell, again, "]")
  end
end

local function is_note(row)
  return row.attr.classes:includes("note")
end

local function has_plain_rows(tbl)
  return #tbl.bodies == 1 and #tbl.bodies[1].body > 0 and #tbl.bodies[1].head == 0 and #tbl.foot.rows == 0
end

-- Typst in which Quarto finds no shortcode, nor the beginning of one.
local function plain(typst)
  return (typst:gsub("{{<", "{\\{<"))
end

-- `tbl` in Typst. Its last row, if of the class `note`, stays with those above; it itself is of the class `last` before a new page.
local function typst(tbl)
  tables = tables + 1
  local columns = #tbl.colspecs
  if has_plain_rows(tbl) then
    local bodies, head = tbl.bodies, tbl.head
    local rows = bodies[1].body
    local note = is_note(rows[#rows]) and rows:remove() or nil
    local cells = cells_of(rows)
    local high = heights(tbl, cells)
    local bound = bonds(cells, high, tbl.classes:includes("last") and WORTH or 0)
    repeat_labels(cells, high, bound, "rows" .. tables)
    hold(rows, high, bound, note and 1 or 0)
    if note then rows:insert(note) end
    if #head.rows > 0 then head.rows[1].cells:insert(holding(#head.rows, true)) end
    bodies[1].body = rows
    tbl.bodies, tbl.head = bodies, head
    tbl.colspecs:insert({ "AlignDefault", nil })
  end
  local said = pandoc.write(pandoc.Pandoc({ tbl }), "typst", { wrap_text = "none" })
  return plain((said:gsub("table%.hline%(%)", "table.hline(end: " .. columns .. ")", 1)))
end

return { typst = typst, plain = plain }
