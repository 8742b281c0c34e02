/**
 * The yardstick of the writing paths: a bare Node HTTP server that makes the same durable writes, one row a transaction
 * with synchronous=FULL, and nothing else: no session, no rules, no checks. Prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'

const db = new Database(process.argv[2]!)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  CREATE TABLE attempts (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, submitted_at INTEGER, earned INTEGER);
  CREATE TABLE answers (attempt_id INTEGER, item TEXT, seq INTEGER, body TEXT, saved_at INTEGER,
    PRIMARY KEY (attempt_id, item, seq));
`)
const start = db.prepare('INSERT INTO attempts (started_at) VALUES (?)')
const save = db.prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?)')
const saved = db.prepare('SELECT item, body FROM answers WHERE attempt_id = ?')
const submit = db.prepare('UPDATE attempts SET submitted_at = ?, earned = ? WHERE id = ?')

function answer(method: string, path: string, body: Record<string, unknown>): unknown {
  const [, , , id, , item] = path.split('/')
  if (path.endsWith('/submission')) {
    const score = saved.all(Number(id)).length
    submit.run(Date.now(), score, Number(id))
    return { score }
  }
  if (method === 'PUT') {
    save.run(Number(id), item, Number(body.seq), JSON.stringify(body.answer), Date.now())
    return { receipt: { attempt: id, item, seq: body.seq } }
  }
  return { id: String(start.run(Date.now()).lastInsertRowid) }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>
    const text = JSON.stringify(answer(request.method!, request.url!, body))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
