// What FortJs's example of a store in Redis does, in our own words, on the client that it
// uses: the whole hash is read and written for each set, with a wait in between.
"use strict";

const { overlapStores } = require("./traces.js");

/**
 * @param {NodeJS.Require} load requires the npm packages
 * @param {string} url a Redis server, which is emptied
 * @returns {import("./traces.js").System}
 */
module.exports = (load, url) => {
  /** @type {any} */
  let client;

  class RedisExample {
    /** @param {string} [id] */
    constructor(id) {
      this.sessionId = id;
    }

    async all() {
      return this.sessionId == null ? null : client.hGetAll(this.sessionId);
    }

    async isAnyExist() {
      return (await this.all()) != null;
    }

    /** @param {string} key */
    async get(key) {
      const hash = await this.all();
      return hash == null ? null : hash[key];
    }

    async getAll() {
      return (await this.all()) ?? {};
    }

    /** @param {string} key */
    async isExist(key) {
      return (await this.get(key)) != null;
    }

    /**
     * @param {string} key
     * @param {unknown} value
     */
    async set(key, value) {
      const hash = (await this.all()) ?? {};
      hash[key] = value;
      await client.hSet(this.sessionId, hash);
    }

    /** @param {Record<string, unknown>} values */
    setMany(values) {
      return Promise.all(Object.entries(values).map(([key, value]) => this.set(key, value)));
    }

    /** @param {string} key */
    async remove(key) {
      if (this.sessionId != null) await client.hDel(this.sessionId, key);
    }

    async clear() {
      await client.del(this.sessionId);
    }
  }

  return {
    StoreClass: RedisExample,
    overlap: overlapStores(RedisExample),
    async empty() {
      client ??= await load("redis").createClient({ url }).connect();
      await client.flushDb();
    },
    bring() {},
    // the framework adopts an id if the store says that there is a session
    adopted: (id) => new RedisExample(id).isAnyExist(),
    close: () => client?.quit(),
  };
};
