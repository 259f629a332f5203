import type { LogRecord, ServiceName } from './log-record.ts';
import { notification } from './notification.ts';
import { createRandom, type Random } from './random.ts';
import type { Moment, Scenario } from './scenarios.ts';
import { taskProcessing } from './task-processing.ts';
import { pickTemplate, type ServiceTemplates, type Template } from './template.ts';
import { userManagement } from './user-management.ts';

export type TrafficOptions = {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Records per second while nothing is wrong; a scenario may multiply it. */
  readonly ratePerSecond: number;
  /** When the traffic begins, ms since the epoch. */
  readonly startMs: number;
};

export type Traffic = {
  /** All records from where the last call ended up to `nowMs`, in order of time. */
  until(nowMs: number): readonly LogRecord[];
};

type Service = { readonly templates: ServiceTemplates; readonly hosts: number; readonly share: number };

const services: { readonly [name in ServiceName]: Service } = {
  'user-management': { templates: userManagement, hosts: 3, share: 0.4 },
  'task-processing': { templates: taskProcessing, hosts: 4, share: 0.4 },
  notification: { templates: notification, hosts: 2, share: 0.2 },
};
const serviceNames: readonly ServiceName[] = ['user-management', 'task-processing', 'notification'];

const troubleShare = 0.015;
const warningShare = 0.05;

/** The same options give the same records. Records come at random moments, as requests do, not in a beat. */
export function generateTraffic({ scenario, seed, ratePerSecond, startMs }: TrafficOptions): Traffic {
  const random = createRandom(seed);
  let nextMs = startMs;

  return {
    until(nowMs) {
      const records: LogRecord[] = [];
      while (nextMs < nowMs) {
        const moment = scenario(nextMs - startMs);
        const loads = serviceNames.map((name) => services[name].share * (moment.load[name] ?? 1));
        const load = loads.reduce((sum, each) => sum + each, 0);
        records.push(createRecord(pickService(loads, load, random), moment, nextMs, random));
        nextMs += random.gap((ratePerSecond * load) / 1_000);
      }
      return records;
    },
  };
}

function pickService(loads: readonly number[], total: number, random: Random): ServiceName {
  let left = random.share() * total;
  const index = loads.findIndex((load) => {
    left -= load;
    return left < 0;
  });
  return serviceNames[index] ?? 'user-management';
}

function createRecord(service: ServiceName, moment: Moment, timeMs: number, random: Random): LogRecord {
  const template = chooseTemplate(service, moment, random);
  const host = random.int(1, services[service].hosts);
  return {
    timestamp: new Date(timeMs).toISOString(),
    level: template.level,
    logger: template.logger,
    message: template.message(random),
    module: template.logger.split('.').at(-1) ?? template.logger,
    function: template.function,
    line: template.line,
    service,
    host: `${service}-${host}`,
    thread: random.pick(['MainThread', 'ThreadPoolExecutor-0_0', 'ThreadPoolExecutor-0_1']),
    process: 10 + host,
    exception: template.exception?.(random) ?? null,
  };
}

function chooseTemplate(service: ServiceName, moment: Moment, random: Random): Template {
  let left = random.share();
  for (const trouble of moment.troubles) {
    if (trouble.service !== service) continue;
    left -= trouble.share;
    if (left < 0) return pickTemplate(trouble.templates, random);
  }
  const { troubles, warnings, routine } = services[service].templates;
  const kind = random.share();
  if (kind < troubleShare) return pickTemplate(troubles, random);
  return pickTemplate(kind < troubleShare + warningShare ? warnings : routine, random);
}
