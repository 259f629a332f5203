import envPaths from 'env-paths';
import { type Environment, nonEmpty } from './settings.ts';

/** Folder of the user's in which the configuration file and the screen's settings are looked for. It may not exist. */
export function configFolder(env: Environment): string {
  return nonEmpty(env.ESM_CONFIG_DIR) ?? envPaths('esm-monitor', { suffix: '' }).config;
}

/** Folder of the user's that the monitor may write to: the built-in server keeps its data there. It may not exist. */
export function dataFolder(env: Environment): string {
  return nonEmpty(env.ESM_DATA_DIR) ?? envPaths('esm-monitor', { suffix: '' }).data;
}
