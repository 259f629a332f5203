import type { JsonFormat, TextFormat } from './format.ts';
import { json } from './json.ts';
import { pino } from './pino.ts';
import { python } from './python.ts';
import { text } from './text.ts';

/** Formats of JSON objects in the order of detection; the last takes everything. */
export const jsonFormats: readonly JsonFormat[] = [python, pino, json];

/** Formats of text in the order of detection; the last takes everything. */
export const textFormats: readonly TextFormat[] = [text];
