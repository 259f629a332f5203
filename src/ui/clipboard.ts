import { clipboardTools, runTool, type ToolSetting } from './clipboard-tools.ts';
import { clipboardSequence } from './text/copy.ts';

export type Clipboard = {
  /**
   * Puts a text into every clipboard in reach: by the terminal (OSC 52), and by the local tools there are.
   *
   * @returns The ways that were taken, in words; it never rejects. Whether a terminal obeys, it does not tell.
   */
  copy(text: string): Promise<readonly string[]>;
};

export type ClipboardSetting = ToolSetting & {
  /** Writes a sequence to the terminal. */
  readonly write: (sequence: string) => void;
};

/** The tools are looked for at the first copy, once. */
export function createClipboard({ write, ...setting }: ClipboardSetting): Clipboard {
  let tools: ReturnType<typeof clipboardTools> | undefined;
  return {
    async copy(text) {
      write(clipboardSequence(text, Boolean(setting.env.STY)));
      tools ??= clipboardTools(setting);
      const taken = await Promise.all(
        (await tools).map(async (tool) => ((await runTool(tool, text)) ? [tool.name] : [])),
      );
      return [...taken.flat(), 'the terminal (OSC 52)'];
    },
  };
}
