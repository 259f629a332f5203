/**
 * Loaded into a monitor before its own code: at SIGUSR2 its Kafka client fails in the way that HURT names.
 *
 * `crash`: the client gives up and says that it won't try again, and so do those that follow.
 * `stall`: the client that runs goes on with its heartbeats and fetches nothing any more. From then on the monitor's clocks
 * run HURT_SPEED times as fast, so that the short form need not wait.
 */
import kafkajs, { type Consumer } from 'kafkajs';

const { prototype } = kafkajs.Kafka;
const create = prototype.consumer;
let consumer: Consumer | undefined;
let hurting = false;

prototype.consumer = function hurt(config) {
  const made = create.call(this, config);
  const crashes: ((event: never) => void)[] = [];
  const listen = made.on;
  const topics: string[] = [];
  made.on = (name, listener) => {
    if (name === made.events.CRASH) crashes.push(listener as (event: never) => void);
    return listen(name as never, listener as never);
  };
  const { subscribe } = made;
  made.subscribe = async (subscription) => {
    if ('topics' in subscription) topics.push(...subscription.topics.map(String));
    await subscribe(subscription);
  };
  hurtNow = () => {
    if (process.env.HURT === 'stall') made.pause(topics.map((topic) => ({ topic })));
    const payload = { error: new Error('hurt by a test'), groupId: 'test', restart: false };
    if (process.env.HURT === 'crash') for (const crash of crashes) crash({ payload } as never);
  };
  const { connect } = made;
  made.connect = async () => {
    await connect();
    if (hurting && process.env.HURT === 'crash') hurtNow();
  };
  consumer = made;
  return made;
};

let hurtNow = (): void => {};

// Both clocks, from the start: the monitor compares them, and keeps them.
const [steady, wall] = [performance.now.bind(performance), Date.now];
let hurtAt: number | undefined;
const ahead = () =>
  hurtAt === undefined ? 0 : (steady() - hurtAt) * (Number(process.env.HURT_SPEED ?? '1') - 1);
performance.now = () => steady() + ahead();
Date.now = () => wall() + Math.round(ahead());

process.on('SIGUSR2', () => {
  hurting = consumer !== undefined;
  hurtAt = steady();
  hurtNow();
});
