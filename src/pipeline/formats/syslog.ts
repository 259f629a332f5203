import type { Severity } from '../../types.ts';
import { parseTime } from '../parse-time.ts';
import { serviceOfText } from '../service.ts';
import { syslogLevel } from '../severity.ts';
import type { Context, Draft, JsonObject, Sighting, Taken, TextFormat } from './format.ts';
import { headerFingerprint } from './record-fingerprint.ts';
import { separateStack } from './trace-in-text.ts';

/** `<131>1 time host app pid id [data] text` of RFC 5424; a count of octets may stand before it (RFC 6587). */
const rfc5424 =
  /^(?:\d{1,6} )?<(\d{1,3})>1 (\S{1,64}) (\S{1,255}) (\S{1,128}) (\S{1,128}) (\S{1,64}) (?:-|((?:\[(?:[^\]"\\]|"(?:[^"\\]|\\.)*"|\\.)*\])+)) ?/;
/** `<131>Nov 23 10:15:02 host app[pid]: text` of RFC 3164, and whatever else follows a priority. */
const rfc3164 =
  /^<(\d{1,3})>(?:([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,30}) )?(?:(\S{1,255}) )?([\w./-]{1,64})(?:\[(\d{1,10})\])?: ?/;
const bare = /^<(\d{1,3})>/;

type Parts = {
  readonly priority: number;
  readonly time: string | undefined;
  readonly host: string | undefined;
  readonly app: string | undefined;
  readonly fields: JsonObject;
  readonly message: string;
};

/** syslog lines; the severity is the priority modulo 8. */
export const syslog: TextFormat = {
  name: 'syslog',
  sight(text, context) {
    const parts = partsOf(text);
    if (!parts) return undefined;
    return sighting(parts, context, syslogLevel(parts.priority % 8) ?? 'UNKNOWN');
  },
};

function partsOf(text: string): Parts | undefined {
  const first = text.charCodeAt(0);
  if (first !== 0x3c && !(first >= 0x30 && first <= 0x39)) return undefined;
  const found = rfc5424.exec(text) ?? rfc3164.exec(text) ?? bare.exec(text);
  const priority = Number(found?.[1]);
  if (!found || priority > 191) return undefined;
  const rest = text.slice(found[0].length).replace(/^\ufeff/, '');
  if (found.length === 8) {
    const [, , time, host, app, pid, id, data] = found;
    return {
      priority,
      time,
      host: said(host),
      app: said(app),
      fields: fieldsOf(said(pid), said(id), data),
      message: rest,
    };
  }
  const [, , time, host, app, pid] = found;
  return { priority, time, host, app, fields: fieldsOf(pid, undefined, undefined), message: rest };
}

function sighting(parts: Parts, context: Context, severity: Severity): Sighting {
  const logger = parts.app === undefined ? undefined : { value: parts.app, from: 'app-name' };
  return {
    format: 'syslog',
    severity,
    service: logger ?? (parts.host ? { value: parts.host, from: 'host' } : serviceOfText(context, undefined)),
    draft: () => draftOf(parts, logger, context),
  };
}

function draftOf(parts: Parts, logger: Taken<string> | undefined, context: Context): Draft {
  const whole = { value: parts.message, from: 'text' };
  const split = separateStack(whole);
  const time = parseTime(parts.time, context.at);
  return {
    why: () => `priority ${parts.priority} (severity ${parts.priority % 8})`,
    message: split?.message ?? whole,
    time: time === undefined ? undefined : { value: time, from: 'timestamp' },
    logger,
    host: parts.host === undefined ? undefined : { value: parts.host, from: 'host' },
    exceptionType: undefined,
    stack: split?.stack,
    stackIsThrown: true,
    traceId: undefined,
    template: undefined,
    fingerprint: headerFingerprint(context),
    fields: parts.fields,
  };
}

/** RFC 5424 writes a hyphen for what is not said. */
function said(field: string | undefined): string | undefined {
  return field === '-' ? undefined : field;
}

function fieldsOf(pid: string | undefined, id: string | undefined, data: string | undefined): JsonObject {
  const all = { procid: pid, msgid: id, structured_data: data?.slice(0, 2048) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
