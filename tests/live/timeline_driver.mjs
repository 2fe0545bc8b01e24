// Feeds messages to the page's timeline and prints the states that are asked for.
import { readFileSync } from "node:fs";

const { source, messages, questions } = JSON.parse(readFileSync(0, "utf-8"));
const { Timeline } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const timeline = new Timeline();
for (const message of messages) timeline.update(message);
const answers = questions.map(({ session, number }) => ({
  state: timeline.state(session, number),
  row: timeline.rows(number)?.find((row) => row.session === session) ?? null,
}));
process.stdout.write(JSON.stringify(answers));
