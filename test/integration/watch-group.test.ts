import { expect, test } from 'vitest';
import { runMonitorProcess } from '../support/a-monitor-process.ts';
import { aTopic, produce } from '../support/a-topic.ts';
import { expectedState } from '../support/numbered-records.ts';
import { storedState } from '../support/oracle.ts';
import { waitFor } from '../support/wait-for.ts';
import { aSetting, keepProducing, record, rowsOf, watch } from './a-setting.ts';

test('shares the partitions of a group among members without doubling or losing anything', async () => {
  const { topic, env, databaseUrl } = await aSetting(6);
  const args = [...watch(topic), '--session-timeout', '3s'];
  const first = runMonitorProcess(args, env);
  const producing = keepProducing(topic, 0);
  await waitFor('the first member to store', async () => (await rowsOf(databaseUrl)) > 0);
  const second = runMonitorProcess(args, env);
  await waitFor('the second member to have errors', () => second.stdout().includes('"type":"error"'), 25_000);

  await second.end('SIGTERM');
  const count = await producing.stop();
  await waitFor('everything', async () => (await rowsOf(databaseUrl)) >= count / 5, 25_000);

  expect(await first.end('SIGTERM')).toBe(0);
  expect(await storedState(databaseUrl)).toEqual(expectedState(topic, count));
}, 60_000);

test('deals to each member what it reads, when members of a group read different topics', async () => {
  const { topic, env, databaseUrl } = await aSetting(2);
  const other = await aTopic(2);
  const both = [topic, other];
  const members = both.map((each) => {
    const args = ['watch', '--headless', '--topics', each, '--group', topic, '--from', 'earliest'];
    return runMonitorProcess([...args, '--session-timeout', '3s'], env);
  });
  await waitFor('both', () => members.every((member) => member.stderr().includes('Kafka is connected')));

  for (const each of both) {
    await produce(
      each,
      [0, 1].map((partition) => ({ partition, value: record(each) })),
    );
  }
  await waitFor('the errors', async () => (await rowsOf(databaseUrl)) === 4, 25_000);
  for (const member of members) await member.end();

  expect(
    members.map((member) => both.filter((each) => member.stdout().includes(`"message":"${each}"`))),
  ).toEqual([[topic], [other]]);
}, 60_000);

test('starts a group without a position at the end, and only with --from earlier', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  await produce(topic, [record('old')]);
  const latest = runMonitorProcess(
    watch(topic).filter((arg) => !['--from', 'earliest'].includes(arg)),
    env,
  );
  await waitFor('the group', () => latest.stderr().includes('Kafka is connected'));

  await produce(topic, [record('new')]);
  await waitFor('the new one', () => latest.stdout().includes('"new"'));
  await latest.end();

  expect((await storedState(databaseUrl)).coordinates).toEqual([`${topic}/0/1`]);
});

test('goes on where it stopped, whatever --from says', async () => {
  const { topic, env, databaseUrl } = await aSetting();
  await produce(topic, [record('one')]);
  const first = runMonitorProcess(watch(topic), env);
  await waitFor('the first error', () => first.stdout().includes('"one"'));
  await first.end();

  await produce(topic, [record('two')]);
  const second = runMonitorProcess([...watch(topic).slice(0, -1), 'latest'], env);
  await waitFor('the second error', () => second.stdout().includes('"two"'));
  await second.end();

  expect(second.stdout()).not.toContain('"one"');
  expect((await storedState(databaseUrl)).coordinates).toEqual([`${topic}/0/0`, `${topic}/0/1`]);
});
