import { connectionError, poolExhausted } from './database-outage.ts';
import type { ServiceName } from './log-record.ts';
import { stormErrors } from './notification.ts';
import type { Template } from './template.ts';
import { badDeployError } from './user-management.ts';

/** An incident under way: this share of the service's records comes from these templates. */
export type Trouble = {
  readonly service: ServiceName;
  readonly templates: readonly [Template, ...Template[]];
  /** 0 to 1. */
  readonly share: number;
};

/** What the world is like at one moment. */
export type Moment = {
  /** Times the service's ordinary number of records; 1 where a service is not named. */
  readonly load: { readonly [service in ServiceName]?: number };
  readonly troubles: readonly Trouble[];
};

/** What happens when, in ms since the traffic began. */
export type Scenario = (elapsedMs: number) => Moment;

const calmMoment: Moment = { load: {}, troubles: [] };
const stageMs = 20_000;

const calm: Scenario = () => calmMoment;

/** Three quiet seconds, then every third record of user-management is the new error. */
const badDeploy: Scenario = (elapsedMs) =>
  elapsedMs < 3_000
    ? calmMoment
    : { load: {}, troubles: [{ service: 'user-management', templates: [badDeployError], share: 0.35 }] };

/** Half a minute, over and over: errors rise for 12 s, then the pools run dry, and from 20 s on all is well again. */
const dbOutage: Scenario = (elapsedMs) => {
  const second = (elapsedMs % 30_000) / 1_000;
  if (second >= 20) return calmMoment;
  const share = Math.min(second / 12, 1) * 0.5;
  const hit: readonly ServiceName[] = ['task-processing', 'user-management'];
  const refused = hit.map((service): Trouble => ({ service, templates: [connectionError(service)], share }));
  const dry = hit.map((service): Trouble => ({ service, templates: [poolExhausted(service)], share: 0.1 }));
  return { load: {}, troubles: second < 12 ? refused : [...refused, ...dry] };
};

/** After two quiet seconds notification writes ten times as much, nearly all of it errors. */
const storm: Scenario = (elapsedMs) =>
  elapsedMs < 2_000
    ? calmMoment
    : {
        load: { notification: 10 },
        troubles: [{ service: 'notification', templates: stormErrors, share: 0.9 }],
      };

/** All of them, 20 s each, for ever. */
const tour: Scenario = (elapsedMs) => {
  const stages = [calm, badDeploy, dbOutage, storm] as const;
  const stage = stages[Math.floor(elapsedMs / stageMs) % stages.length] ?? calm;
  return stage(elapsedMs % stageMs);
};

export const scenarios = { calm, 'bad-deploy': badDeploy, 'db-outage': dbOutage, storm, tour } as const;
export type ScenarioName = keyof typeof scenarios;
export const scenarioNames: readonly ScenarioName[] = ['calm', 'bad-deploy', 'db-outage', 'storm', 'tour'];
