import { expect, test } from 'vitest';
import { generateTraffic } from '../../demo-stack/traffic/generate-traffic.ts';
import { type LogRecord, topicOf } from '../../demo-stack/traffic/log-record.ts';
import { type ScenarioName, scenarioNames, scenarios } from '../../demo-stack/traffic/scenarios.ts';

const startMs = Date.UTC(2026, 10, 23, 10);

function recordsOf(
  scenario: ScenarioName,
  seconds: number,
  options: { seed?: number; ratePerSecond?: number } = {},
) {
  const { seed = 7, ratePerSecond = 60 } = options;
  const traffic = generateTraffic({ scenario: scenarios[scenario], seed, ratePerSecond, startMs });
  return traffic.until(startMs + seconds * 1_000);
}

const isError = (record: LogRecord) => topicOf(record.level) === 'application-logs-errors';
const secondOf = (record: LogRecord) => (Date.parse(record.timestamp) - startMs) / 1_000;
const errorShare = (records: readonly LogRecord[]) => records.filter(isError).length / records.length;

test.each(scenarioNames)(
  'gives the same records for the same seed, and others for another: %s',
  (scenario) => {
    expect(recordsOf(scenario, 25)).toEqual(recordsOf(scenario, 25));
    expect(recordsOf(scenario, 25)).not.toEqual(recordsOf(scenario, 25, { seed: 8 }));
  },
);

test('gives the same records in one go and in small steps', () => {
  const traffic = generateTraffic({ scenario: scenarios.tour, seed: 7, ratePerSecond: 60, startMs });
  const steps = Array.from({ length: 300 }, (_, index) => traffic.until(startMs + (index + 1) * 100));

  expect(steps.flat()).toEqual(recordsOf('tour', 30));
});

test('fills all the fields of the Python services, in order of time', () => {
  const records = recordsOf('tour', 80);

  for (const record of records) {
    expect(record).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: expect.stringMatching(/^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$/),
      logger: expect.stringMatching(/^[a-z_]+\.[a-z_]+$/),
      message: expect.stringMatching(/./),
      module: expect.stringMatching(/^[a-z_]+$/),
      function: expect.stringMatching(/^[a-z_]+$/),
      line: expect.any(Number),
      service: expect.stringMatching(/^(user-management|task-processing|notification)$/),
      host: expect.stringMatching(/-\d$/),
      thread: expect.stringMatching(/./),
      process: expect.any(Number),
      exception:
        record.exception === null ? null : expect.stringMatching(/^Traceback \(most recent call last\):\n/),
    });
  }
  const times = records.map((record) => record.timestamp);
  expect(times).toEqual(times.toSorted());
});

test('keeps to the rate, with one to two errors in a hundred records while all is calm', () => {
  const records = recordsOf('calm', 300);

  expect(records.length / 300).toBeGreaterThan(55);
  expect(records.length / 300).toBeLessThan(65);
  expect(errorShare(records)).toBeGreaterThan(0.01);
  expect(errorShare(records)).toBeLessThan(0.02);
});

test('writes a few dozen different messages that vary, some of them beyond ASCII', () => {
  const records = recordsOf('tour', 160);
  const places = new Set(records.map(({ logger, line }) => `${logger}:${line}`));
  const messages = new Set(records.map(({ message }) => message));

  expect(places.size).toBeGreaterThanOrEqual(30);
  expect(messages.size).toBeGreaterThan(records.length * 0.8);
  expect([...messages].some((message) => /\p{Script=Han}|\p{Script=Hiragana}|[äöüß]/u.test(message))).toBe(
    true,
  );
});

test('breaks user-management alone with a new exception that has a cause: bad-deploy', () => {
  const records = recordsOf('bad-deploy', 30);
  const broken = records.filter(({ exception }) => exception?.includes('ProfileSchemaError') === true);

  expect(Math.min(...broken.map(secondOf))).toBeGreaterThanOrEqual(3);
  expect(new Set(broken.map(({ service }) => service))).toEqual(new Set(['user-management']));
  expect(broken[0]?.exception).toContain(
    "KeyError: 'preferred_locale'\n\nThe above exception was the direct cause",
  );
});

test('lets connection errors rise and then the pools run dry: db-outage', () => {
  const records = recordsOf('db-outage', 30, { ratePerSecond: 200 });
  const between = (from: number, to: number) =>
    errorShare(records.filter((record) => secondOf(record) >= from && secondOf(record) < to));
  const critical = records.filter(({ level }) => level === 'CRITICAL');

  expect(between(0, 3)).toBeLessThan(between(4, 8));
  expect(between(4, 8)).toBeLessThan(between(12, 20));
  expect(between(20, 30)).toBeLessThan(0.04);
  expect(Math.min(...critical.map(secondOf))).toBeGreaterThanOrEqual(12);
  expect(new Set(critical.map(({ service }) => service))).toEqual(
    new Set(['user-management', 'task-processing']),
  );
});

test('floods from one service: storm', () => {
  const records = recordsOf('storm', 22).filter((record) => secondOf(record) >= 2);
  const flood = records.filter((record) => record.service === 'notification' && isError(record));

  expect(records.length / 20).toBeGreaterThan(120);
  expect(flood.length).toBeGreaterThan(records.length * 0.5);
});
