import type { Pane, Tab } from './view.ts';

/** In columns and lines. */
export type Size = { readonly width: number; readonly height: number };

/** Where the panes of the main screen stand, in columns and lines. */
export type Layout = Size & {
  /** `framed` has a box around it; without, it is a header and rows only. No room at all is a height of 0. */
  readonly services: Size & { readonly framed: boolean };
  readonly chart: Size | null;
  /** Lines for warnings above the footer. */
  readonly alerts: number;
  /** Lines of the list of errors or incidents, its title not included. */
  readonly list: number;
  /** Everything under the status bar: the room of the pages. */
  readonly body: number;
};

/** On a smaller terminal the screen only asks for more room. */
export const smallest: Size = { width: 60, height: 16 };

const chartFrom = 110;
const statusTabsTitleAndFooter = 4;

/**
 * Shares the terminal out among the panes; null when it is smaller than {@link smallest}.
 *
 * One row of the terminal stays free: drawing into the last one makes some terminals scroll, which flickers.
 */
export function layoutFor(
  terminal: { readonly columns: number; readonly rows: number },
  content: { readonly services: number; readonly alerts: number; readonly pane: Pane; readonly tab: Tab },
): Layout | null {
  const width = terminal.columns;
  const height = terminal.rows - 1;
  if (width < smallest.width || terminal.rows < smallest.height) return null;

  const framed = height >= 20;
  const withChart = width >= chartFrom && height >= 24;
  const edges = framed ? 3 : 1;
  const share = content.pane === 'services' ? 0.55 : 0.32;
  const most = framed ? Math.floor(height * share) - edges : content.pane === 'services' ? 6 : 3;
  const rows = Math.max(withChart ? 5 : 3, Math.min(content.services, most));
  // On a small terminal the services make room for every view but the feed.
  const shown = framed || content.tab === 'feed' || content.pane === 'services';
  const table = { height: shown ? rows + edges : 0, framed };
  const alerts = Math.min(content.alerts, height < 20 ? 1 : 3);
  const left = withChart ? Math.max(58, Math.floor(width * 0.5)) : width;
  return {
    width,
    height,
    services: { ...table, width: left },
    chart: withChart ? { width: width - left, height: table.height } : null,
    alerts,
    list: height - statusTabsTitleAndFooter - table.height - alerts,
    body: height - 2,
  };
}
