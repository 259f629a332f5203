import type { Random } from './random.ts';

/** A fault that logs one text with other values each time. */
export type MessageTemplate = {
  readonly label: string;
  readonly service: string;
  readonly logger: string;
  readonly message: (random: Random) => string;
};

/** Faults as services of many kinds log them, by the statement that writes them. */
export const messageTemplates: readonly MessageTemplate[] = [
  of('orders', 'orders.api', 'declined', (r) => `payment declined for order ${r.number(1, 99999)}`),
  of('orders', 'orders.api', 'no such order', (r) => `order ${r.number(1, 99999)} does not exist`),
  of(
    'orders',
    'orders.api',
    'negative total',
    (r) => `total of order ${r.uuid()} is negative: -${r.number(1, 900)}.${r.number(10, 99)} EUR`,
  ),
  of(
    'orders',
    'orders.stock',
    'out of stock',
    (r) =>
      `only ${r.number(0, 9)} of ${r.number(10, 90)} items left for sku "${r.word()}-${r.number(1, 999)}"`,
  ),
  of(
    'orders',
    'orders.http',
    'gateway 502',
    (r) => `payment gateway answered status 502 after ${r.number(100, 9000)}ms`,
  ),
  of(
    'orders',
    'orders.http',
    'gateway 504',
    (r) => `payment gateway answered status 504 after ${r.number(100, 9000)}ms`,
  ),
  of(
    'orders',
    'orders.http',
    'gateway url',
    (r) => `GET https://pay.example.com/v2/charges/${r.hex(24)}?attempt=${r.number(1, 9)} failed`,
  ),
  of(
    'users',
    'auth',
    'bad password',
    (r) => `Failed password for ${r.name()} from ${r.ip()} port ${r.number(1024, 65535)} ssh2`,
  ),
  of('users', 'auth', 'invalid user', (r) => `Invalid user ${r.name()} from ${r.ip()}`),
  of(
    'users',
    'auth',
    'locked',
    (r) =>
      `account of user ${r.name()} locked until 2026-11-${r.number(10, 30)}T${r.number(10, 23)}:${r.number(10, 59)}:00Z`,
  ),
  of('users', 'auth', 'mail bounced', (r) => `mail to ${r.name()}@${r.word()}.org bounced`),
  of('users', 'auth', 'session', (r) => `session ${r.hex(32)} expired ${r.number(1, 90)} minutes ago`),
  of(
    'users',
    'users.db',
    'unique',
    (r) =>
      `duplicate key value violates unique constraint "users_email_key": Key (email)=(${r.name()}@${r.word()}.com) already exists.`,
  ),
  of('users', 'users.db', 'ora 942', () => 'ORA-00942: table or view does not exist'),
  of('users', 'users.db', 'ora 1017', () => 'ORA-01017: invalid username/password; logon denied'),
  of(
    'users',
    'users.db',
    'e11000',
    (r) =>
      `E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: "${r.name()}@${r.word()}.net" }`,
  ),
  of(
    'users',
    'users.db',
    'deadlock',
    (r) =>
      `Process ${r.number(100, 9999)} waits for ShareLock on transaction ${r.number(100000, 999999)}; blocked by process ${r.number(100, 9999)}.`,
  ),
  of(
    'users',
    'users.db',
    'too many',
    (r) => `remaining connection slots are reserved, ${r.number(90, 100)} of 100 in use`,
  ),
  of(
    'storage',
    'hdfs.DataNode',
    'receive block',
    (r) =>
      `Exception in receiveBlock for block blk_${r.pick(['-', ''])}${r.number(1e9, 9e9)} from /${r.ip()}:${r.number(30000, 60000)}`,
  ),
  of(
    'storage',
    'hdfs.DataNode',
    'write block',
    (r) => `writeBlock blk_${r.pick(['-', ''])}${r.number(1e9, 9e9)} received exception from ${r.ip()}`,
  ),
  of(
    'storage',
    'hdfs.DataNode',
    'no space',
    (r) => `ENOSPC: no space left on device, write '/data/${r.word()}/part-${r.number(1, 999)}'`,
  ),
  of(
    'storage',
    'hdfs.DataNode',
    'no entry',
    (r) => `ENOENT: no such file or directory, open '/data/${r.word()}/part-${r.number(1, 999)}'`,
  ),
  of(
    'storage',
    'fs',
    'checksum',
    (r) =>
      `checksum mismatch in /var/lib/store/${r.hex(8)}/${r.number(1, 99)}.dat: expected 0x${r.hex(8)}, got 0x${r.hex(8)}`,
  ),
  of(
    'storage',
    'fs',
    'windows path',
    (r) => `cannot open C:\\data\\${r.word()}\\${r.number(1, 999)}.log for writing`,
  ),
  of(
    'gateway',
    'proxy',
    'refused',
    (r) =>
      `connect() failed (111: Connection refused) while connecting to upstream, client: ${r.ip()}, server: shop.example.com, upstream: "http://${r.ip()}:8080/"`,
  ),
  of(
    'gateway',
    'proxy',
    'upstream timeout',
    (r) =>
      `upstream timed out (110: Connection timed out) while reading response header from upstream, client: ${r.ip()}`,
  ),
  of('gateway', 'proxy', 'econnrefused', (r) => `connect ECONNREFUSED ${r.ip()}:${r.number(1000, 9999)}`),
  of('gateway', 'proxy', 'econnreset', (r) => `read ECONNRESET ${r.ip()}:${r.number(1000, 9999)}`),
  of(
    'gateway',
    'access',
    'server error',
    (r) => `${r.ip()} - - "GET /items/${r.number(1, 999)} HTTP/1.1" gave no answer in ${r.number(1, 60)} s`,
  ),
  of(
    'gateway',
    'access',
    'post error',
    (r) => `${r.ip()} - - "POST /items/${r.number(1, 999)} HTTP/1.1" gave no answer in ${r.number(1, 60)} s`,
  ),
  of(
    'gateway',
    'tls',
    'handshake',
    (r) =>
      `TLS handshake with ${r.word()}.internal:${r.number(400, 9000)} failed: certificate expired ${r.number(1, 90)} days ago`,
  ),
  of(
    'gateway',
    'limits',
    'rate',
    (r) => `rate limit of ${r.number(10, 900)} requests/s exceeded by key=${r.hex(12)} tenant=${r.word()}`,
  ),
  of('jobs', 'worker', 'retry', (r) => `job ${r.uuid()} failed after ${r.number(2, 9)} retries`),
  of(
    'jobs',
    'worker',
    'exit 1',
    (r) =>
      `task ${r.word()}-${r.number(1, 99)} ended with exit code 1 in ${r.number(1, 99)}.${r.number(1, 9)} seconds`,
  ),
  of(
    'jobs',
    'worker',
    'exit 137',
    (r) =>
      `task ${r.word()}-${r.number(1, 99)} ended with exit code 137 in ${r.number(1, 99)}.${r.number(1, 9)} seconds`,
  ),
  of(
    'jobs',
    'worker',
    'memory',
    (r) =>
      `worker ${r.number(1, 32)} killed: ${r.number(900, 4000)} MiB used of ${r.pick([512, 1024, 2048])} MiB`,
  ),
  of(
    'jobs',
    'worker',
    'stalled',
    (r) =>
      `no progress of queue '${r.word()}' since ${r.number(10, 23)}:${r.number(10, 59)}:${r.number(10, 59)}, ${r.number(1, 9000)} waiting`,
  ),
  of(
    'jobs',
    'scheduler',
    'lease',
    (r) => `lost lease ${r.hex(16)} held by node-${r.number(1, 9)}.${r.word()}.local`,
  ),
  of(
    'jobs',
    'scheduler',
    'lag',
    (r) =>
      `consumer lag ${r.number(1, 9)},${r.number(100, 999)},${r.number(100, 999)} on partition ${r.number(0, 31)}`,
  ),
  of(
    'jobs',
    'scheduler',
    'payload',
    (r) => `cannot handle {"job":${r.number(1, 999)},"queue":"${r.word()}","tries":${r.number(1, 9)}}`,
  ),
  of(
    'jobs',
    'scheduler',
    'kv',
    (r) =>
      `flush failed shard=${r.number(1, 64)} size=${r.number(1, 999)}KB took=${r.number(1, 900)}ms leader=${r.word()}`,
  ),
  of(
    'notify',
    'mailer',
    'smtp',
    (r) =>
      `SMTP server ${r.word()}.example.com refused recipient <${r.name()}@${r.word()}.com>: mailbox full`,
  ),
  of('notify', 'mailer', 'template', (r) => `Unable to render template:\nvariable '${r.word()}' is missing`),
  of('notify', 'push', 'token', (r) => `device ${r.hex(40)} is no longer registered`),
  of(
    'notify',
    'push',
    'batch',
    (r) => `${r.number(1, 500)} of 500 pushes rejected (batch ${r.number(1, 9999)})`,
  ),
  of(
    'notify',
    'sms',
    'sms',
    (r) => `message to +${r.number(31, 99)} ${r.number(100, 999)} ${r.number(1000, 9999)} not delivered`,
  ),
];

function of(
  service: string,
  logger: string,
  label: string,
  message: (random: Random) => string,
): MessageTemplate {
  return { label: `${service}/${label}`, service, logger, message };
}
