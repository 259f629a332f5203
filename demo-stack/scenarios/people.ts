import type { Services } from '../processes/start-services.ts';
import type { Random } from '../traffic/random.ts';
import { email, userName } from '../traffic/values.ts';

/** Makes a request and answers the parsed answer; `undefined` where it was no success. Never rejects. */
export type Ask = (url: string, init?: RequestInit) => Promise<unknown>;

/** What people do. Each resolves when it is done, whatever came of it. */
export type People = {
  register(): Promise<void>;
  askForMail(): Promise<void>;
  /** Something at random: mostly reading, sometimes a task, rarely a registration or a login. */
  next(): Promise<void>;
};

const api = '/api/v1/eventstreammonitor';
const password = 'correct horse battery';
const mostUsers = 200;

type Account = { readonly id: string; readonly email: string };

export function createPeople(services: Services, ask: Ask, random: Random): People {
  const accounts: Account[] = [];
  const url = (name: 'user-management' | 'task-processing' | 'notification', path: string) =>
    `${services[name].url()}${api}${path}`;
  const anybody = () => accounts[random.int(0, accounts.length - 1)];

  const register = async () => {
    // Every eighth mistypes the address: the welcome mail bounces.
    const address =
      random.share() < 0.125 ? `${random.hex(8)}@bounce.example` : `${random.hex(6)}.${email(random)}`;
    const body = { email: address, password, name: userName(random) };
    const user = await ask(url('user-management', '/users/register'), post(body));
    if (typeof user === 'object' && user !== null && 'id' in user) {
      accounts.push({ id: String(user.id), email: address });
      if (accounts.length > mostUsers) accounts.shift();
    }
  };
  const askForMail = async () => {
    const userId = anybody()?.id;
    const body = { userId, subject: 'Autumn offers', text: 'Everything must go.' };
    if (userId !== undefined) await ask(url('notification', '/notifications'), post(body));
  };
  const addTask = async () => {
    const userId = anybody()?.id;
    if (userId === undefined) return;
    const task = await ask(url('task-processing', '/tasks'), post({ userId, ...work(random) }));
    if (typeof task === 'object' && task !== null && 'id' in task)
      await ask(url('task-processing', `/tasks/${task.id}`));
  };
  const login = async () => {
    const body = { email: anybody()?.email, password: random.share() < 0.2 ? 'a guess' : password };
    await ask(url('user-management', '/users/login'), post(body));
  };
  const readUser = async () => void (await ask(url('user-management', `/users/${anybody()?.id}`)));
  const readTasks = async () => void (await ask(url('task-processing', `/tasks?limit=${random.int(1, 20)}`)));
  const readMails = async () => void (await ask(url('notification', '/notifications')));

  return {
    register,
    askForMail,
    async next() {
      const choice = random.share();
      if (choice < 0.5) return readUser();
      if (choice < 0.65) return readTasks();
      if (choice < 0.75) return readMails();
      if (choice < 0.95) return addTask();
      return choice < 0.98 ? register() : login();
    },
  };
}

/** Most tasks are fine; some documents are cut off in the middle, and some tasks take longer than they may. */
function work(random: Random): object {
  const choice = random.share();
  if (choice < 0.5) return { kind: 'checksum', input: { text: random.hex(64) } };
  if (choice < 0.75) return { kind: 'report', input: { subject: `Report ${random.int(1, 99)}` } };
  if (choice < 0.95) {
    const document = JSON.stringify([{ amount: random.int(1, 500) }, { amount: random.int(1, 500) }]);
    return { kind: 'import', input: { document: random.share() < 0.15 ? document.slice(0, -9) : document } };
  }
  return { kind: 'wait', input: { milliseconds: random.share() < 0.3 ? 20_000 : random.int(50, 900) } };
}

function post(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
