// Values as tagged JSON, at every depth: what sessionkit/traces/values.py writes and reads.
"use strict";

// an array with more holes than this is described, since its JSON would fill the memory
const MOST_HOLES = 10_000;

/**
 * Reads a value from its JSON data. Throws an Error for a tag that there is not.
 *
 * @param {any} data
 * @returns {any}
 */
function decode(data) {
  if (Array.isArray(data)) return data.map(decode);
  if (data === null || typeof data !== "object") return data;
  switch (Object.hasOwn(data, "$") ? data.$ : undefined) {
    case undefined:
      return fromEntries(Object.entries(data));
    case "dict":
      return fromEntries(data.items);
    case "NaN":
      return NaN;
    case "+inf":
      return Infinity;
    case "-inf":
      return -Infinity;
    case "undefined":
      return undefined;
    case "bytes":
      return Buffer.from(data.hex, "hex");
    case "datetime":
      return new Date(`${data.iso}Z`);
    default:
      throw new Error(`no such tag: ${data.$}`);
  }
}

/**
 * By definition, since an assignment to the key "__proto__" sets the prototype instead.
 *
 * @param {[string, unknown][]} entries
 */
function fromEntries(entries) {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value: decode(value),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

/**
 * Writes a value as JSON text: JSON.stringify drops what JSON lacks and the sign of zero.
 *
 * @param {any} value
 * @returns {string}
 */
function encode(value) {
  if (value === undefined) return '{"$": "undefined"}';
  if (typeof value === "function") return opaque(`function ${value.name}`);
  if (typeof value === "number") return encodeNumber(value);
  if (Array.isArray(value)) return encodeArray(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Buffer.isBuffer(value)) return JSON.stringify({ $: "bytes", hex: value.toString("hex") });
  if (value instanceof Date) return JSON.stringify({ $: "datetime", iso: value.toISOString() });
  const items = Object.entries(value).map(([key, item]) => [JSON.stringify(key), encode(item)]);
  if (Object.hasOwn(value, "$")) {
    return `{"$": "dict", "items": [${items.map((item) => `[${item.join(", ")}]`).join(", ")}]}`;
  }
  return `{${items.map((item) => item.join(": ")).join(", ")}}`;
}

/** @param {string} text */
function opaque(text) {
  return JSON.stringify({ $: "opaque", text });
}

/** @param {number} value */
function encodeNumber(value) {
  if (Number.isNaN(value)) return '{"$": "NaN"}';
  if (!Number.isFinite(value)) return `{"$": "${value > 0 ? "+" : "-"}inf"}`;
  return Object.is(value, -0) ? "-0.0" : JSON.stringify(value);
}

/** @param {unknown[]} value */
function encodeArray(value) {
  const isMostlyHoles =
    value.length > MOST_HOLES && value.length - Object.keys(value).length > MOST_HOLES;
  if (isMostlyHoles) return opaque(`an array of ${value.length} places, most of them empty`);
  // from, since map() leaves holes out; to read a hole gives undefined
  return `[${Array.from(value, encode).join(", ")}]`;
}

module.exports = { decode, encode };
