"""The steps on sessions as Lua, each of which Redis runs as a whole.

https://redis.io/docs/latest/develop/programmability/eval-intro/. ``KEYS`` has a session
as two names: its hash, and its note. The note of a session that has a lifetime is the
time at which it ends, in milliseconds since 1970. That of one that ended is ``e``, when
in seconds, and the id it moved to. Both are forgotten by ``PEXPIRE``.

A field of the hash holds ``[place, value]`` as JSON: Redis gives the fields of a larger
hash in no order, so each key brings its place along. Fields are never deleted one by
one, so the number of fields is the place of the next one.

Each script answers whether the session was there, whether its end was put off, the note
if it was not there, and then what was asked for.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and the name under which a server that ran it knows it."""

    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        sha = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()
        object.__setattr__(self, "sha", sha)


_COMMON: Final = """
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function gone()
  return {0, 0, redis.call('GET', KEYS[2]) or ''}
end
local function keep(left)
  redis.call('PEXPIRE', KEYS[1], left)
  redis.call('PEXPIRE', KEYS[2], left)
end
-- put off the end of a session that is used: to `most` if less than `idle` is left
local function renew(idle, most)
  if idle == '' then return 0 end
  local left = redis.call('PTTL', KEYS[1])
  if left >= tonumber(idle) then return 0 end
  local ends = tonumber(redis.call('GET', KEYS[2]) or '')
  local later = tonumber(most)
  if ends then later = math.min(later, ends - now()) end
  if later <= left then return 0 end
  keep(later)
  return 1
end
local function set(name, key, value)
  local old = redis.call('HGET', name, key)
  local place = old and old:match('^%[(%d+),') or redis.call('HLEN', name)
  redis.call('HSET', name, key, '[' .. place .. ',' .. value .. ']')
end
"""
_SIZE: Final = """
-- what a session would have in bytes after a write, if that may be more than `most`
local function too_large(name, most, first)
  if most == '' then return nil end
  local size, before, given = 0, 0, {}
  for i = first, #ARGV, 2 do
    given[ARGV[i]] = true
    size = size + #ARGV[i] + #ARGV[i + 1]
  end
  -- what it takes in memory is counted much faster than its fields; Redis packs numbers
  -- into half of their text at best: four times that is surely more than all texts
  local takes = redis.call('MEMORY', 'USAGE', name, 'SAMPLES', '0') or 0
  if 4 * takes + size <= tonumber(most) then return nil end
  for _, key in ipairs(redis.call('HKEYS', name)) do
    local one = #key + redis.call('HSTRLEN', name, key)
    before = before + one
    if not given[key] then size = size + one end
  end
  -- what makes it smaller is always right
  return size > tonumber(most) and size > before and size or nil
end
"""

READ: Final = Script(f"""{_COMMON}
if redis.call('EXISTS', KEYS[1]) == 0 then return gone() end
return {{1, renew(ARGV[1], ARGV[2]), '', redis.call(ARGV[3], KEYS[1], unpack(ARGV, 4))}}
""")
"""``idle, most, command, *arguments``: run a command that reads the hash."""

WRITE: Final = Script(f"""{_COMMON}{_SIZE}
local need = ARGV[4]
local there = redis.call('EXISTS', KEYS[1])
local note = there == 0 and redis.call('GET', KEYS[2]) or ''
local refused = there == 1 or note:sub(1, 1) == 'e'
if need == 'THERE' and there == 0 then return {{0, 0, note}} end
if need == 'NEW' and refused then return {{there, 0, note}} end
local size = too_large(KEYS[1], ARGV[5], 6)
if size then return {{1, 0, '', size}} end
for i = 6, #ARGV, 2 do set(KEYS[1], ARGV[i], ARGV[i + 1]) end
if there == 1 then return {{1, renew(ARGV[1], ARGV[2]), ''}} end
local left = math.min(tonumber(ARGV[2]) or math.huge, tonumber(ARGV[3]) or math.huge)
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[2], string.format('%.0f', now() + ARGV[3]))
elseif note ~= '' then
  redis.call('DEL', KEYS[2])
end
if left < math.huge then keep(left) end
return {{0, 0, ''}}
""")
"""``idle, most, lifetime, need, size, *pairs``: write fields, if the session is as
needed. One that would be larger than ``size`` is left as it is, and what it would have
is answered."""

END: Final = Script(f"""{_COMMON}
if redis.call('EXISTS', KEYS[1]) == 0 then return gone() end
redis.call('DEL', KEYS[1], KEYS[2])
if ARGV[1] ~= '' then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
return {{1, 0, ''}}
""")
"""``note, milliseconds``: forget a session, with a note for that long."""

COPY: Final = Script(f"""{_COMMON}
if redis.call('EXISTS', KEYS[1]) == 0 then return gone() end
if redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then return {{1, 0, '', 0}} end
redis.call('COPY', KEYS[1], KEYS[3])
redis.call('COPY', KEYS[2], KEYS[4])
return {{1, 0, '', 1}}
""")
"""Copy a session, and when it ends, to the names ``KEYS[3]`` and ``KEYS[4]``; answer
whether these were free."""

SHOW: Final = Script(f"""{_COMMON}
if redis.call('EXISTS', KEYS[1]) == 0 then return gone() end
local ends = redis.call('GET', KEYS[2]) or ''
return {{1, 0, '', redis.call('PTTL', KEYS[1]), ends, redis.call('HGETALL', KEYS[1])}}
""")
"""Show a whole session: milliseconds left, note, fields."""

PUT: Final = Script("""
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return 0 end
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
if ARGV[2] ~= '' then redis.call('SET', KEYS[2], ARGV[2]) end
if tonumber(ARGV[1]) >= 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[1])
end
return 1
""")
"""``left, note, *fields``: put what ``SHOW`` showed under another name."""

LEAVE: Final = Script(f"""{_COMMON}
if redis.call('EXISTS', KEYS[1]) == 0 then return gone() end
local fields = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
local kept = {{}}
for i = 3, #ARGV do kept[ARGV[i]] = true end
local late = {{}}
for i = 1, #fields, 2 do
  local place, value = fields[i + 1]:match('^%[(%d+),(.*)%]$')
  if place and not kept[fields[i]] then
    table.insert(late, {{tonumber(place), fields[i], value}})
  end
end
table.sort(late, function(a, b) return a[1] < b[1] end)
local flat = {{}}
for _, one in ipairs(late) do
  if KEYS[3] then set(KEYS[3], one[2], one[3]) end
  table.insert(flat, one[2])
  table.insert(flat, one[3])
end
return {{1, 0, '', flat}}
""")
"""``note, milliseconds, *keep``: end a session with a note; give its fields, but for
``keep``, to the hash ``KEYS[3]``, or answer them."""
