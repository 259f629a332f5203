import { expect, test } from 'vitest';
import type { Alert } from '../../src/alerts/alert.ts';
import { toMessage } from '../../src/alerts/message.ts';
import type { Incident } from '../../src/types.ts';

const at = Date.UTC(2026, 10, 23, 12, 3, 44, 118);
const sender = { group: 'log-monitor-group', host: 'prod-1', trouble: null };
const keys = ['v', 'id', 'text', 'change', 'time', 'group', 'host', 'incident', 'more', 'silentSince'];

test('tells of a new incident in a text and in fields', () => {
  const message = messageOf({ id: '7', at, change: 'new', incident: anIncident({ count: 1_204 }) });

  expect(message).toEqual({
    v: 1,
    id: '7',
    text:
      '*NEW* ERROR in billing: Card refused\n' +
      '1,204 errors since 2026-11-23 12:02:44 UTC. esm-monitor query incident 9f86d081884c7d65',
    change: 'new',
    time: '2026-11-23T12:03:44.118Z',
    group: 'log-monitor-group',
    host: 'prod-1',
    incident: {
      id: '9f86d081884c7d65',
      status: 'NEW',
      level: 'ERROR',
      service: 'billing',
      title: 'Card refused',
      count: 1_204,
      firstSeen: '2026-11-23T12:02:44.118Z',
      lastSeen: '2026-11-23T12:03:44.118Z',
    },
    more: null,
    silentSince: null,
  });
});

test.for<{ readonly alert: Alert; readonly text: string }>([
  {
    alert: { id: '1', at, change: 'regressed', incident: anIncident({ status: 'REGRESSED', count: 1 }) },
    text: '*REGRESSED* ERROR in billing: Card refused\n1 error since 2026-11-23 12:02:44 UTC. It came back after it was resolved.',
  },
  {
    alert: { id: '1', at, change: 'escalating', incident: anIncident() },
    text: '*ESCALATING* ERROR in billing: Card refused\n3 errors since',
  },
  {
    alert: { id: '1', at, change: 'summary', more: { new: 970, regressed: 2, escalating: 0, since: at } },
    text: '970 more new, 2 more regressed incidents, not told one by one.\nesm-monitor query incidents --since 2026-11-23T12:03:44.118Z',
  },
  {
    alert: { id: '1', at, change: 'silence', since: at - 300_000 },
    text: '*SILENCE* No records in group log-monitor-group for 5 minutes, since 2026-11-23 11:58:44 UTC.',
  },
  {
    alert: { id: '1', at, change: 'silence-over', since: at - 3 * 3_600_000 },
    text: 'Records arrive again in group log-monitor-group, after 3 hours.',
  },
])('has the same keys and a text for $alert.change', ({ alert, text }) => {
  const message = messageOf(alert);

  expect(Object.keys(message)).toEqual(keys);
  expect(message.text).toContain(text);
});

test('says why no records may come', () => {
  const trouble = "Kafka at kafka:9092 can't be reached: no route.";

  const message = JSON.parse(
    toMessage({ id: '1', at, change: 'silence', since: at }, { ...sender, trouble }),
  );

  expect(message.text).toContain(trouble);
});

test('lets no log message mention a channel or fake a link, and leaves the fields as they were', () => {
  const title = '<!channel> <https://evil.example|click> & @here @Everyone a@allow';

  const message = messageOf({ id: '1', at, change: 'new', incident: anIncident({ title }) });

  expect(message.text).toContain(
    '&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; @\u200bhere @\u200bEveryone a@\u200ballow',
  );
  expect(message.incident).toMatchObject({ title });
});

function messageOf(alert: Alert): { readonly [key: string]: unknown } {
  return JSON.parse(toMessage(alert, sender));
}

function anIncident(some: Partial<Incident> = {}): Incident {
  return {
    id: '9f86d081884c7d65',
    status: 'NEW',
    level: 'ERROR',
    service: 'billing',
    title: 'Card refused',
    count: 3,
    firstSeen: at - 60_000,
    lastSeen: at,
    fingerprint: 'v1:9f86d081884c7d65',
    ...some,
  };
}
