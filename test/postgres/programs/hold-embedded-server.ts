// Opens the embedded server of the folder in the first argument, says where it is, and waits to be ended.
import { openEmbeddedServer } from '../../../src/postgres/embedded-server.ts';

const [dataDir = ''] = process.argv.slice(2);
const { url, release } = await openEmbeddedServer({ dataDir });
console.log(JSON.stringify({ url }));
const stay = setInterval(() => {}, 60_000);
process.once('SIGTERM', async () => {
  await release();
  clearInterval(stay);
});
