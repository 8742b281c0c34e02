/** Loaded before a server: the thread that looks through its file waits until there is a file `….go` beside it. */
import { existsSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

const real = Object.getOwnPropertyDescriptor(Database.prototype, 'prepare').value
if (!isMainThread)
  Database.prototype.prepare = function (text) {
    const clock = new Int32Array(new SharedArrayBuffer(4))
    while (text.includes('quick_check') && !existsSync(`${workerData}.go`)) Atomics.wait(clock, 0, 0, 100)
    return real.call(this, text)
  }
