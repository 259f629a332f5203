import { randomBytes } from 'node:crypto';
import type { ClientBase, Connection, Submittable } from 'pg';
import { lockLogsSql, saveCopiedSql, type Told } from './save-batch.ts';

/** What a transaction copies, and what belongs to it. */
export type CopyTransaction = {
  /** `COPY … FROM STDIN (FORMAT binary)`, and the bytes that it takes. */
  readonly copySql: string;
  readonly rows: Buffer;
  /** Parameters of `lockLogsSql` and of `saveCopiedSql`. */
  readonly lockValues: readonly (string | Buffer)[];
  readonly saveValues: readonly (string | Buffer)[];
};

/**
 * Makes the way to store copied rows and all that belongs to them in one round trip.
 *
 * The driver waits for each answer before it sends on, and this process answers between slices of up to 15 ms: with five
 * answers to a transaction the server waited more than it worked. Here all messages go at once. Up to the one `Sync` at their
 * end they are one transaction, which an error takes back; the server reads past what follows an error, rows too.
 *
 * Rejects with the driver's error; one without an SQLSTATE leaves a connection that is of no use any more.
 *
 * @see https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export function createCopyTransactions(): (client: ClientBase, work: CopyTransaction) => Promise<Told> {
  /** Where the named statements are prepared: they come first, and stay when the transaction is taken back. */
  const prepared = new WeakSet<Connection>();
  // Another store may use the same connection, and does not know what is prepared there.
  const id = randomBytes(6).toString('hex');
  const [lockName, saveName] = [`lock-logs-${id}`, `save-copied-${id}`];

  function send(connection: Connection, { copySql, rows, lockValues, saveValues }: CopyTransaction): void {
    const { stream } = connection;
    const run = (statement: string, values: readonly (string | Buffer)[]) => {
      connection.bind({ statement, values: [...values] }, true);
      connection.execute({}, true);
    };
    stream.cork();
    if (!prepared.has(connection)) {
      connection.parse({ name: lockName, text: lockLogsSql, types: [] }, true);
      connection.parse({ name: saveName, text: saveCopiedSql, types: [] }, true);
      prepared.add(connection);
    }
    run(lockName, lockValues);
    connection.parse({ name: '', text: copySql, types: [] }, true);
    run('', []);
    stream.write(copyHead(rows.length));
    stream.write(rows);
    stream.write(copyDone);
    run(saveName, saveValues);
    connection.sync();
    stream.uncork();
  }

  return (client, work) =>
    new Promise((resolve, reject) => {
      let answer: string | null = null;
      let failed = false;
      const query: Answered = {
        submit: (connection) => send(connection, work),
        callback: () => {}, // the driver puts one of its own here, which ends its clock
        handleDataRow({ fields }) {
          answer = fields[0] ?? answer; // that of the lock has no field
        },
        handleError(error) {
          failed = true;
          query.callback();
          reject(error);
        },
        handleReadyForQuery() {
          if (failed) return;
          query.callback();
          if (answer === null) reject(new Error('The server answered without a row.'));
          else resolve(JSON.parse(answer));
        },
        handleRowDescription: () => {},
        handleCommandComplete: () => {},
        handleCopyInResponse: () => {}, // the rows are on their way
      };
      client.query(query);
    });
}

/** What the driver calls on a query of one's own; its types know the first only. */
type Answered = Submittable & {
  callback: () => void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
  handleRowDescription(): void;
  handleCommandComplete(): void;
  handleCopyInResponse(): void;
};

const copyDone = Buffer.from('c\0\0\0\x04', 'latin1');

/** The head of a CopyData message: its length counts itself and what follows. */
function copyHead(bytes: number): Buffer {
  const head = Buffer.from('d\0\0\0\0', 'latin1');
  head.writeUInt32BE(bytes + 4, 1);
  return head;
}
