import { createTransport } from 'nodemailer';

export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

export type Mailer = {
  /** Rejects when the mail server refuses the mail, can't be reached or is too slow. */
  send(mail: Mail): Promise<void>;
  check(): Promise<unknown>;
  close(): void;
};

const from = 'EventStreamMonitor <noreply@example.com>';

/** @param smtpUrl - `smtp://host:port`, with `user:password@` where the server asks for it. */
export function createMailer(smtpUrl: string): Mailer {
  const { hostname, port, username, password, protocol } = new URL(smtpUrl);
  const options = {
    host: hostname,
    port: Number(port || 25),
    secure: protocol === 'smtps:',
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 1_000,
    greetingTimeout: 1_000,
    socketTimeout: 2_000,
  };
  const pooled = createTransport({ ...options, pool: true, maxConnections: 5 });
  const single = createTransport(options); // a check must not wait for its turn behind mails
  return {
    send: async (mail) => void (await pooled.sendMail({ from, ...mail })),
    check: () => single.verify(),
    close() {
      pooled.close();
      single.close();
    },
  };
}
