// Starts servers in the folder of the first argument (a temporary one for ''), says what runs, and waits to be killed.
import { startServers } from '../../../demo-stack/infra/start-servers.ts';

const [dataDir = ''] = process.argv.slice(2);
const servers = await startServers({ ...(dataDir === '' ? {} : { dataDir }), env: {} });
const pids = Object.values(servers.controls).map((control) => control.pid());
console.log(JSON.stringify({ dataDir: servers.dataDir, pids: [...pids, servers.guardianPid] }));
