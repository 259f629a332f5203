import type { Incident } from '../../types.ts';
import type { Loaded } from './past.ts';
import type { View } from './view.ts';

/** What the list of incidents shows, given what the user has chosen. */
export type IncidentScene = {
  /** In the store's order, without those that the filter hides. */
  readonly rows: readonly Incident[];
  /** Incidents loaded, with those that the filter hides; null before the first answer. */
  readonly loaded: number | null;
  /** When they were asked for, ms since the epoch. */
  readonly at: number | undefined;
  /** Index in `rows`; -1 when there are none. */
  readonly selected: number;
  /** First row drawn. */
  readonly top: number;
  readonly problem: string | null;
};

/** @param lines - Rows that there is room for. */
export function incidentSceneOf(
  { value, problem, at }: Loaded<readonly Incident[]>,
  view: View,
  lines: number,
): IncidentScene {
  const { filter, selectedIncident, onlyService } = view;
  const ofService = (value ?? []).filter(({ service }) => onlyService === null || service === onlyService);
  const rows = filter ? ofService.filter((incident) => filter.keepsIncident(incident)) : ofService;
  const found = rows.findIndex(({ id }) => id === selectedIncident);
  const selected = rows.length === 0 ? -1 : Math.max(0, found);
  const top = Math.max(0, Math.min(selected - Math.floor(lines / 2), rows.length - lines));
  return { rows, loaded: value && ofService.length, at, selected, top, problem };
}
