import { Box, Text } from 'ink';
import { memo } from 'react';

type Props = { readonly lines: readonly string[]; readonly width: number; readonly height: number };

/**
 * Styled lines, one element each: the smallest tree that Ink can draw, and a line that did not change costs nothing.
 */
export const Lines = memo(function Lines({ lines, width, height }: Props) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {Array.from({ length: height }, (_, line) => (
        <Text key={line} wrap="truncate-end">
          {lines[line] || ' '}
        </Text>
      ))}
    </Box>
  );
});
