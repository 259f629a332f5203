import { usualPaths } from './formats/fields.ts';
import type { Context, Draft, JsonObject, Sighting, Taken } from './formats/format.ts';
import { firstText } from './formats/lookup.ts';
import { fieldsBeside } from './formats/other-fields.ts';
import { parseTime } from './parse-time.ts';

/** A sighting with what the envelope around its line adds: time and host, and all it says under the field `envelope`. */
export function inWrapper(sighting: Sighting, { wrapper, at }: Context): Sighting {
  if (wrapper === undefined) return sighting;
  return { ...sighting, draft: () => withWrapper(sighting.draft(), wrapper, at) };
}

function withWrapper(draft: Draft, wrapper: JsonObject, at: number): Draft {
  const fields = { ...draft.fields, envelope: fieldsBeside(wrapper, []) };
  return { ...draft, time: draft.time ?? timeOf(wrapper, at), host: draft.host ?? hostOf(wrapper), fields };
}

function timeOf(wrapper: JsonObject, at: number): Taken<number> | undefined {
  const value = parseTime(wrapper.time ?? wrapper['@timestamp'] ?? wrapper.timestamp ?? wrapper.date, at);
  return value === undefined ? undefined : { value, from: 'envelope' };
}

function hostOf(wrapper: JsonObject): Taken<string> | undefined {
  const host = firstText(wrapper, usualPaths.host);
  return host && { value: host.value, from: `envelope ${host.from}` };
}
