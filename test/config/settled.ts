import { withConfigFile } from '../../src/config/config-file.ts';
import { aFile } from '../support/a-file.ts';

export const fileName = 'esm-monitor.yaml';

/** What a configuration file of this text makes of an environment. */
export async function settled(text: string, env: { readonly [name: string]: string } = {}, profile?: string) {
  return await withConfigFile({ config: await aFile(fileName, text), profile }, env, () => {});
}
