/** Loaded before a server: the thread that looks through its file takes longer than a start waits for. */
import { isMainThread } from 'node:worker_threads'
import Database from 'better-sqlite3'

const real = Object.getOwnPropertyDescriptor(Database.prototype, 'prepare').value
if (!isMainThread)
  Database.prototype.prepare = function (text) {
    if (text.includes('quick_check')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 9_000)
    return real.call(this, text)
  }
