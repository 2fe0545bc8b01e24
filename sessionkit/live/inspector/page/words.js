// Words come from the kernel; here values are put into them.

/** @import { Counted } from "./protocol.js" */

/**
 * Put values in the place of names in braces: fill("fork {number}", { number: 1 }).
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

const NUMBER = new Intl.NumberFormat("en");

/** @param {number} count */
export function grouped(count) {
  return NUMBER.format(count);
}

/**
 * @param {Counted} words
 * @param {number} count
 */
export function counted(words, count) {
  return fill(count === 1 ? words.one : words.more, { count: grouped(count) });
}
