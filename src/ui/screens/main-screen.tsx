import { Box, useIsScreenReaderEnabled } from 'ink';
import { Alerts } from '../components/alerts.tsx';
import { EmptyFeed } from '../components/empty-feed.tsx';
import { ErrorList } from '../components/error-list.tsx';
import { ErrorsChart } from '../components/errors-chart.tsx';
import { ServicesTable } from '../components/services-table.tsx';
import { Tabs } from '../components/tabs.tsx';
import type { Frame } from './compose.ts';
import { IncidentList } from './incident-list.tsx';
import { TextScreen } from './text-screen.tsx';
import { ViewTitle } from './view-title.tsx';

/** Services, chart, and one of the four views. */
export function MainScreen({ frame }: { readonly frame: Frame }) {
  const { layout, scene, view, paint, now } = frame;
  const inServices = view.pane === 'services';
  const isSpoken = useIsScreenReaderEnabled();
  return (
    <>
      {layout.services.height > 0 && (
        // What stands side by side would be read as one line.
        <Box flexDirection={isSpoken ? 'column' : 'row'}>
          <ServicesTable
            size={layout.services}
            services={scene.services}
            top={scene.servicesTop}
            selected={inServices ? (scene.services[scene.selectedService]?.name ?? null) : view.onlyService}
            sort={view.sort}
            isAsked={frame.health.postgres.state === 'up'}
            focused={inServices}
            at={now}
            paint={paint}
          />
          {layout.chart && <ErrorsChart size={layout.chart} chart={scene.live.chart} paint={paint} />}
        </Box>
      )}
      <Tabs width={layout.width} tab={view.tab} urgent={frame.past.urgent} paint={paint} />
      <ViewTitle frame={frame} />
      {view.tab === 'feed' && <Feed frame={frame} />}
      {view.tab === 'incidents' && <IncidentList frame={frame} />}
      {(view.tab === 'timeline' || view.tab === 'health') && (
        <TextScreen frame={frame} top={view.listTop} height={layout.list} />
      )}
      <Alerts width={layout.width} height={layout.alerts} alerts={frame.alerts} paint={paint} />
    </>
  );
}

function Feed({ frame }: { readonly frame: Frame }) {
  const { layout, scene, view, paint, health, now } = frame;
  if (scene.rows.length === 0) {
    return (
      <EmptyFeed
        width={layout.width}
        height={layout.list}
        health={health}
        liveness={frame.liveness}
        records={scene.live.records}
        onlyService={view.onlyService}
        hidden={scene.unfiltered}
        paint={paint}
      />
    );
  }
  return (
    <ErrorList
      rows={scene.rows}
      window={scene.window}
      selected={view.pane === 'services' || !view.frozen ? -1 : scene.selected}
      height={layout.list}
      format={frame.format}
      now={now}
      paint={paint}
    />
  );
}
