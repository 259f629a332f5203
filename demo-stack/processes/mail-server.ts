import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** `refuse` turns everybody away (421), `stall` takes connections and says nothing. */
export type MailMode = 'accept' | 'refuse' | 'stall';

/** A real SMTP server on a free port of 127.0.0.1 that keeps no mail. It bounces all mail to `@bounce.example`. */
export type MailServer = {
  readonly url: string;
  behave(mode: MailMode): void;
  /** Mails taken since the start. */
  received(): number;
  close(): Promise<void>;
};

export async function startMailServer(): Promise<MailServer> {
  let mode: MailMode = 'accept';
  let received = 0;
  let isClosed = false;

  const gate = async (done: (error?: Error) => void) => {
    while (mode === 'stall' && !isClosed) await sleep(100);
    done(mode === 'refuse' ? refusal(421, '4.7.0 Too many connections, try again later') : undefined);
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    onConnect: (_session, done) => void gate(done),
    onMailFrom: (_address, _session, done) => void gate(done),
    onRcptTo: ({ address }, _session, done) =>
      done(address.endsWith('@bounce.example') ? refusal(550, '5.1.1 No such mailbox') : undefined),
    onData(stream, _session, done) {
      stream.resume().once('end', () => {
        received += 1;
        done();
      });
    },
  });
  server.on('error', () => {}); // a client that hangs up in the middle of things
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    behave(next) {
      mode = next;
    },
    received: () => received,
    close: () => {
      isClosed = true;
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
