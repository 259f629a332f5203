import { Box } from 'ink';
import { wrapText } from '../../text/fit.ts';
import { type Filtered, Footer } from '../components/footer.tsx';
import { Lines, SignsContext } from '../components/lines.tsx';
import { StatusBar } from '../components/status-bar.tsx';
import { smallest } from '../state/layout.ts';
import { pageOf, screenOf } from '../state/view.ts';
import type { Frame, FrameInput } from './compose.ts';
import { MainScreen } from './main-screen.tsx';
import { NeighbourList } from './neighbour-list.tsx';
import { TextScreen } from './text-screen.tsx';

const saidForMs = 4_000;

type Props = {
  readonly input: FrameInput /** Null when the terminal is too small. */;
  readonly frame: Frame | null;
};

/** The whole picture, one row less than the terminal. */
export function Screen({ input, frame }: Props) {
  return (
    <SignsContext value={input.paint.signs}>
      {frame ? <Picture frame={frame} /> : <TooSmall columns={input.columns} rows={input.rows} />}
    </SignsContext>
  );
}

function Picture({ frame }: { readonly frame: Frame }) {
  const { layout, view, scene, now, paint } = frame;
  const page = pageOf(view);
  return (
    <Box flexDirection="column" width={layout.width} height={layout.height}>
      <StatusBar
        width={layout.width}
        snapshot={frame.live}
        health={frame.health}
        liveness={frame.liveness}
        lagTrend={frame.lags.total().slice(-6)}
        paused={view.frozen && { missed: scene.missed, elsewhere: view.tab !== 'feed' }}
        now={now}
        paint={paint}
      />
      {page?.name === 'neighbours' && <NeighbourList frame={frame} />}
      {page && page.name !== 'neighbours' && <TextScreen frame={frame} top={page.top} height={layout.body} />}
      {!page && <MainScreen frame={frame} />}
      <Footer
        width={layout.width}
        screen={screenOf(view)}
        said={said(frame)}
        line={view.line}
        filtered={filtered(frame)}
        paint={paint}
      />
    </Box>
  );
}

function said({ view, now }: Frame): string | null {
  if (view.quitting) return 'Stopping: the batch in hand is finished. q or Ctrl-C again quits at once.';
  return view.said && now - view.said.at < saidForMs ? view.said.text : null;
}

function filtered({ view, scene, incidents }: Frame): Filtered {
  return view.tab === 'incidents'
    ? { shown: incidents.rows.length, of: incidents.loaded ?? 0 }
    : { shown: scene.rows.length, of: scene.unfiltered };
}

function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  const text = `The terminal is ${columns}×${rows}; the monitor needs ${smallest.width}×${smallest.height}. q quits.`;
  const height = Math.max(1, rows - 1);
  return <Lines lines={wrapText(text, columns, height)} width={columns} height={height} />;
}
