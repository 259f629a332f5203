import {
  badRelease,
  closedDatabase,
  type Fault,
  frozenService,
  lockedTable,
  mailTrouble,
  poisonEvents,
  type World,
} from './faults.ts';

/** One part of a scenario: what is broken while it lasts, and what people do. */
export type Stage = {
  readonly seconds: number;
  /** What happens, for the headless run's log. */
  readonly says: string;
  readonly faults?: readonly ((world: World) => Fault)[];
  /** Mails that a campaign asks for, a second, beside the ordinary requests. */
  readonly campaign?: number;
};

const calm = (seconds: number): Stage => ({ seconds, says: 'all is well' });
const deployed = (seconds: number): Stage => ({
  seconds,
  says: 'user-management runs a release whose migration was forgotten',
  faults: [badRelease],
});
const locked = (seconds: number): Stage => ({
  seconds,
  says: "a forgotten session locks user-management's table",
  faults: [lockedTable],
});
const closed = (seconds: number): Stage => ({
  seconds,
  says: "user-management's database is shut",
  faults: [closedDatabase],
});
const frozen = (seconds: number): Stage => ({
  seconds,
  says: 'user-management does not answer any more',
  faults: [frozenService],
});
const storm = (seconds: number): Stage => ({
  seconds,
  says: 'a campaign runs while the mail server turns everybody away, and poison events arrive',
  faults: [(world) => mailTrouble(world, 'refuse'), poisonEvents],
  campaign: 60,
});
const silentMail = (seconds: number): Stage => ({
  seconds,
  says: 'the mail server does not answer any more',
  faults: [(world) => mailTrouble(world, 'stall')],
});

/** Stages of each scenario; they are gone through over and over. */
export const scenarios = {
  calm: [calm(60)],
  'bad-deploy': [calm(3), deployed(27)],
  'db-outage': [calm(3), locked(10), closed(10), calm(7)],
  storm: [calm(2), storm(28)],
  tour: [
    calm(10),
    ...[deployed(12), calm(4)],
    ...[locked(8), closed(8), calm(4)],
    ...[frozen(8), silentMail(8), calm(4)],
    storm(16),
  ],
} as const satisfies { readonly [name: string]: readonly Stage[] };

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames: readonly ScenarioName[] = ['calm', 'bad-deploy', 'db-outage', 'storm', 'tour'];
