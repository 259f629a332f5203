import type { IncidentScene } from './incident-scene.ts';
import type { NeighbourScene } from './neighbour-scene.ts';
import type { OpenIncident } from './past.ts';
import type { Scene } from './scene.ts';

/** What a key needs to know of the screen it was pressed on. */
export type Context = {
  readonly scene: Scene;
  readonly incidents: IncidentScene;
  readonly neighbours: NeighbourScene;
  /** The incident of the page on top, as far as it is loaded; null for another one. */
  readonly opened: OpenIncident | null;
  /** Rows of the list of errors or incidents. */
  readonly listLines: number;
  /** Lines that there is room for of the text: of a page, of the timeline, of the health. */
  readonly textRoom: number;
  /** Lines of the whole text. */
  readonly textLines: number;
  /** Numbers of those in which the filter marks something, in order. */
  readonly matchLines: readonly number[];
  /** ms since the epoch. */
  readonly now: number;
};
