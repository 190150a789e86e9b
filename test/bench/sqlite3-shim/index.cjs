'use strict';
// The part of node-sqlite3's callback interface that emmett-sqlite calls, on the very driver the engine uses, so that
// everything measured beside each other runs on one SQLite library. node-sqlite3 itself needs a native build.
//
// A statement runs at once and its callback follows in the same turn of the event loop: that is cheaper than the thread
// pool of node-sqlite3, so what is built on this is measured at its best.

const { DatabaseSync } = process.getBuiltinModule?.('node:sqlite') ?? require('@photostructure/sqlite');

const SQLITE_CONSTRAINT = 19;

/** The driver takes neither booleans nor undefined nor objects; node-sqlite3 does, an object as what it prints as. */
function toSql(value) {
  if (typeof value === 'boolean') return Number(value);
  if (value === undefined) return null;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) return String(value);
  return value;
}

/** node-sqlite3 names errors by `errno`, SQLite's primary code, and by `code`. */
function named(error) {
  if (error.code === 'ERR_SQLITE_ERROR' && typeof error.errcode === 'number') {
    error.errno = error.errcode & 0xff;
    error.code = error.errno === SQLITE_CONSTRAINT ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR';
  }
  return error;
}

class Database {
  constructor(file) {
    this.db = new DatabaseSync(file);
    this.prepared = new Map();
  }

  run(sql, ...rest) {
    return this.ask(sql, rest, (statement, values) => {
      const { changes, lastInsertRowid } = statement.run(...values);
      return { changes: Number(changes), lastID: Number(lastInsertRowid) };
    });
  }

  get(sql, ...rest) {
    return this.ask(sql, rest, (statement, values) => statement.get(...values));
  }

  all(sql, ...rest) {
    return this.ask(sql, rest, (statement, values) => statement.all(...values));
  }

  close(callback) {
    this.prepared.clear();
    this.db.close();
    if (callback) process.nextTick(callback, null);
  }

  /** Statements are kept prepared, which node-sqlite3 does not do: again to the advantage of what is built on this. */
  statement(sql) {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }

  ask(sql, rest, how) {
    const callback = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
    const values = (Array.isArray(rest[0]) ? rest[0] : rest).map(toSql);
    let failure = null;
    let answer;
    try {
      answer = how(this.statement(sql), values);
    } catch (error) {
      failure = named(error);
    }
    if (callback) process.nextTick(() => callback.call(answer ?? {}, failure, answer));
    else if (failure) throw failure;
    return this;
  }
}

module.exports = { Database, OPEN_READONLY: 1, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_URI: 64 };
