import type { ServiceTemplates, Template } from './template.ts';
import { traceback } from './traceback.ts';
import { durationMs, email, ipAddress, userId, userName } from './values.ts';

const app = '/app/notification';

export const notification: ServiceTemplates = {
  routine: [
    {
      level: 'INFO',
      logger: 'notification.email',
      function: 'send',
      line: 58,
      weight: 6,
      message: (r) =>
        `Mail "${r.pick(['welcome', 'receipt', 'reset', 'digest'])}" sent to ${email(r)} in ${durationMs(r, 120)} ms`,
    },
    {
      level: 'INFO',
      logger: 'notification.push',
      function: 'send',
      line: 44,
      weight: 5,
      message: (r) => `Push delivered to ${r.int(1, 5)} devices of user ${userId(r)}`,
    },
    {
      level: 'INFO',
      logger: 'notification.sms',
      function: 'send',
      line: 39,
      weight: 2,
      message: (r) => `SMS accepted by gateway ${ipAddress(r)}, id ${r.hex(10)}`,
    },
    {
      level: 'INFO',
      logger: 'notification.email',
      function: 'greet',
      line: 27,
      message: (r) => `Grüße an ${userName(r)} verschickt — お知らせ 📬`,
    },
    {
      level: 'DEBUG',
      logger: 'notification.templates',
      function: 'load',
      line: 19,
      weight: 2,
      message: (r) => `Template cache: ${r.int(20, 60)} entries`,
    },
  ],
  warnings: [
    {
      level: 'WARNING',
      logger: 'notification.push',
      function: 'send',
      line: 51,
      weight: 2,
      message: (r) => `Device token of user ${userId(r)} expired`,
    },
    {
      level: 'WARNING',
      logger: 'notification.email',
      function: 'send',
      line: 64,
      message: (r) => `Mail to ${email(r)} deferred: 451 greylisted, try again in ${r.int(60, 600)} s`,
    },
  ],
  troubles: [
    {
      level: 'ERROR',
      logger: 'notification.email',
      function: 'send',
      line: 69,
      weight: 2,
      message: (r) => `Mail to ${email(r)} bounced`,
      exception: (r) =>
        traceback({
          type: 'smtplib.SMTPRecipientsRefused',
          message: `{'${email(r)}': (550, b'5.1.1 no such user')}`,
          frames: [
            { file: `${app}/email.py`, line: 69, function: 'send', code: 'smtp.send_message(message)' },
            {
              file: '/usr/lib/python3.12/smtplib.py',
              line: 986,
              function: 'send_message',
              code: 'return self.sendmail(from_addr, to_addrs, flatmsg, mail_options,',
            },
          ],
        }),
    },
    {
      level: 'ERROR',
      logger: 'notification.sms',
      function: 'send',
      line: 47,
      message: (r) => `SMS gateway ${ipAddress(r)} answered 503 after ${durationMs(r, 2_000)} ms`,
    },
    {
      level: 'ERROR',
      logger: 'notification.push',
      function: 'send',
      line: 60,
      message: (r) => `Push to user ${userId(r)} failed`,
      exception: () =>
        traceback({
          type: 'UnicodeEncodeError',
          message: "'ascii' codec can't encode character '\\u4f60' in position 0: ordinal not in range(128)",
          frames: [
            { file: `${app}/push.py`, line: 60, function: 'send', code: 'body = text.encode("ascii")' },
          ],
        }),
    },
  ],
};

/** What floods the log when the mail server turns us away: three errors with many values. */
export const stormErrors: readonly [Template, ...Template[]] = [
  {
    level: 'ERROR',
    logger: 'notification.email',
    function: 'send',
    line: 71,
    weight: 6,
    message: (r) => `Mail to ${email(r)} refused: 421 rate limit of ${r.int(50, 500)} per minute exceeded`,
    exception: (r) =>
      traceback({
        type: 'smtplib.SMTPServerDisconnected',
        message: 'Connection unexpectedly closed',
        frames: [
          { file: `${app}/email.py`, line: 71, function: 'send', code: 'smtp.send_message(message)' },
          {
            file: '/usr/lib/python3.12/smtplib.py',
            line: r.int(396, 405),
            function: 'getreply',
            code: 'raise SMTPServerDisconnected("Connection unexpectedly closed")',
          },
        ],
      }),
  },
  {
    level: 'ERROR',
    logger: 'notification.email',
    function: 'reconnect',
    line: 92,
    weight: 3,
    message: (r) => `Reconnect ${r.int(1, 99)} to mail-${r.int(1, 3)}.example.com failed: Connection refused`,
  },
  {
    level: 'CRITICAL',
    logger: 'notification.queue',
    function: 'put',
    line: 31,
    message: (r) => `Outgoing queue full: ${r.int(9_000, 12_000)} mails waiting, dropping new ones`,
  },
];
