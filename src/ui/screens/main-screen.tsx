import { Box } from 'ink';
import { Alerts } from '../components/alerts.tsx';
import { EmptyFeed } from '../components/empty-feed.tsx';
import { ErrorList } from '../components/error-list.tsx';
import { ErrorsChart } from '../components/errors-chart.tsx';
import { FeedTitle } from '../components/feed-title.tsx';
import { ServicesTable } from '../components/services-table.tsx';
import type { Frame } from './compose.ts';

/** Services, chart and feed. */
export function MainScreen({ frame }: { readonly frame: Frame }) {
  const { layout, scene, view, paint, health, now } = frame;
  const inServices = view.pane === 'services';
  return (
    <>
      <Box>
        <ServicesTable
          size={layout.services}
          services={scene.services}
          top={scene.servicesTop}
          selected={inServices ? (scene.services[scene.selectedService]?.name ?? null) : view.onlyService}
          sort={view.sort}
          focused={inServices}
          at={view.frozen ? view.frozen.at : now}
          paint={paint}
        />
        {layout.chart && <ErrorsChart size={layout.chart} chart={scene.shown.chart} paint={paint} />}
      </Box>
      <FeedTitle
        width={layout.width}
        view={view}
        scene={scene}
        deadLetters={health.deadLetters}
        paint={paint}
      />
      {scene.rows.length === 0 ? (
        <EmptyFeed
          width={layout.width}
          height={layout.feed}
          health={health}
          liveness={frame.liveness}
          records={scene.live.records}
          onlyService={view.onlyService}
          paint={paint}
        />
      ) : (
        <ErrorList
          rows={scene.rows}
          window={scene.window}
          selected={inServices || !view.frozen ? -1 : scene.selected}
          height={layout.feed}
          format={frame.format}
          now={now}
          paint={paint}
        />
      )}
      <Alerts width={layout.width} height={layout.alerts} texts={frame.alerts} paint={paint} />
    </>
  );
}
