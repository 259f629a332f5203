import { Box } from 'ink';
import { Footer } from '../components/footer.tsx';
import { Lines } from '../components/lines.tsx';
import { StatusBar } from '../components/status-bar.tsx';
import { smallest } from '../state/layout.ts';
import { cut } from '../text/fit.ts';
import type { Frame, FrameInput } from './compose.ts';
import { MainScreen } from './main-screen.tsx';
import { TextScreen } from './text-screen.tsx';

const saidForMs = 3_000;

type Props = {
  readonly input: FrameInput /** Null when the terminal is too small. */;
  readonly frame: Frame | null;
};

/** The whole picture, one row less than the terminal. */
export function Screen({ input, frame }: Props) {
  if (!frame) return <TooSmall columns={input.columns} rows={input.rows} />;
  const { layout, view, scene, now, paint } = frame;
  return (
    <Box flexDirection="column" width={layout.width} height={layout.height}>
      <StatusBar
        width={layout.width}
        snapshot={frame.live}
        health={frame.health}
        liveness={frame.liveness}
        lagTrend={frame.lagTrend}
        missed={view.frozen ? scene.missed : null}
        now={now}
        paint={paint}
      />
      {view.screen === 'main' && <MainScreen frame={frame} />}
      {view.screen === 'detail' && <TextScreen frame={frame} top={view.detail?.top ?? 0} />}
      {view.screen === 'help' && <TextScreen frame={frame} top={view.helpTop} />}
      <Footer width={layout.width} screen={view.screen} said={said(frame)} paint={paint} />
    </Box>
  );
}

function said({ view, now }: Frame): string | null {
  if (view.quitting) return 'Stopping: the batch in hand is finished. q or Ctrl-C again quits at once.';
  return view.said && now - view.said.at < saidForMs ? view.said.text : null;
}

function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  const text = `The terminal is ${columns}×${rows}; the monitor needs ${smallest.width}×${smallest.height}. q quits.`;
  return <Lines lines={[cut(text, columns)]} width={columns} height={1} />;
}
