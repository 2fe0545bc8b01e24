// Feeds messages to the page's timeline and prints the states that are asked for.
import { readFileSync } from "node:fs";

const { source, messages, questions } = JSON.parse(readFileSync(0, "utf-8"));
const { Timeline } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const timeline = new Timeline();
for (const message of messages) timeline.update(withoutNull(message));
const answers = questions.map(({ session, number }) => ({
  state: timeline.state(session, number),
  row: timeline.rows(number)?.find((row) => row.session === session) ?? null,
}));
process.stdout.write(JSON.stringify(answers));

// as from a kernel that runs in the browser, which leaves out what is None
function withoutNull(data) {
  if (Array.isArray(data)) return data.map(withoutNull);
  if (typeof data !== "object") return data;
  const there = Object.entries(data).filter(([, value]) => value !== null);
  return Object.fromEntries(there.map(([name, value]) => [name, withoutNull(value)]));
}
