import { stripVTControlCharacters } from 'node:util';
import { Box, Text, Transform, useIsScreenReaderEnabled } from 'ink';
import { createContext, memo, useContext } from 'react';
import { cut, widthOf } from '../../text/fit.ts';
import { spoken } from '../text/spoken.ts';

type Props = {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  /** The lines are known to be no wider than `width`; they are not measured. */
  readonly exact?: boolean;
};

/** How the signs of a line are written: as they are, or in ASCII. */
export const SignsContext = createContext<(line: string) => string>((line) => line);

/**
 * Styled lines, each at most `width` columns wide; missing ones are blank, and one that is too wide loses its styles
 * and is cut.
 *
 * Ink measures the text of every element anew for every frame, which is slow for styled text. So the elements hold
 * blanks of the same width, and the lines are painted over them when they are written: it halves the cost of a frame.
 */
export const Lines = memo(function Lines({ lines, width, height, exact = false }: Props) {
  const blank = ' '.repeat(width);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {Array.from({ length: height }, (_, line) => (
        <Line key={line} text={lines[line] ?? ''} blank={blank} exact={exact} />
      ))}
    </Box>
  );
});

type LineProps = { readonly text: string; readonly blank: string; readonly exact: boolean };

const Line = memo(function Line({ text, blank, exact }: LineProps) {
  const signs = useContext(SignsContext);
  const isSpoken = useIsScreenReaderEnabled();
  const columns = blank.length;
  const fitting = exact || widthOf(text) <= columns ? text : cut(stripVTControlCharacters(text), columns);
  const painted = signs(fitting);
  return (
    <Transform transform={() => painted} {...(isSpoken ? { accessibilityLabel: spoken(painted) } : {})}>
      <Text wrap="truncate-end">{blank}</Text>
    </Transform>
  );
});
