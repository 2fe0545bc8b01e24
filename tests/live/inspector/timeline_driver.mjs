// Feeds messages to the page's timeline and prints the states that are asked for: a JSON
// request a line, an answer a line. argv: the file of the timeline.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { Timeline } = await import(pathToFileURL(String(process.argv[2])).href);

/**
 * @typedef {object} Request
 * @property {number} kept
 * @property {unknown[]} messages
 * @property {{session: number, number: number}[]} questions
 */

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}

/** @param {Request} request */
function answer({ kept, messages, questions }) {
  const timeline = new Timeline(kept);
  for (const message of messages) timeline.update(withoutNull(message));
  return questions.map(({ session, number }) => ({
    state: timeline.state(session, number),
    row: rowOf(timeline.rows(number), session),
  }));
}

/**
 * @param {{session: number}[] | null} rows
 * @param {number} session
 */
function rowOf(rows, session) {
  return rows?.find((row) => row.session === session) ?? null;
}

/**
 * Data as from a kernel that runs in the browser, which leaves out what is None.
 * @param {unknown} data
 * @returns {unknown}
 */
function withoutNull(data) {
  if (Array.isArray(data)) return data.map(withoutNull);
  if (typeof data !== "object" || data === null) return data;
  const there = Object.entries(data).filter(([, value]) => value !== null);
  return Object.fromEntries(there.map(([name, value]) => [name, withoutNull(value)]));
}
