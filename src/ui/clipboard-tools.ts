import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program that takes the text of the clipboard on stdin. */
export type ClipboardTool = {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly encoding: BufferEncoding;
};

export type ToolSetting = {
  readonly env: { readonly [name: string]: string | undefined };
  readonly platform: NodeJS.Platform;
};

type Candidate = {
  readonly name: string;
  readonly args?: readonly string[];
  readonly encoding?: BufferEncoding;
  /** Whether its clipboard is the one that this person pastes from. */
  readonly serves: (setting: ToolSetting) => boolean;
};

const timeoutMs = 2_000;

const ofTheDesktop: readonly Candidate[] = [
  { name: 'pbcopy', serves: ({ platform }) => platform === 'darwin' },
  {
    name: 'clip.exe',
    encoding: 'utf16le', // it reads all else in the console's code page
    serves: ({ platform, env }) => platform === 'win32' || isSet(env.WSL_DISTRO_NAME),
  },
  { name: 'wl-copy', serves: ({ env }) => isSet(env.WAYLAND_DISPLAY) },
  { name: 'xclip', args: ['-selection', 'clipboard'], serves: ({ env }) => isSet(env.DISPLAY) },
  { name: 'xsel', args: ['--clipboard', '--input'], serves: ({ env }) => isSet(env.DISPLAY) },
];

/**
 * Takes no OSC 52 from programs by default (`set-clipboard external`), but sends its own to the terminal outside, also
 * over ssh. `-w` is there since 3.2.
 */
const tmux: Candidate = {
  name: 'tmux',
  args: ['load-buffer', '-w', '-'],
  serves: ({ env }) => isSet(env.TMUX),
};

/**
 * The tools to copy with: the first of the desktop's that is there, and tmux inside tmux.
 *
 * Over ssh the desktop is not the one that the person sits at: there only the terminal reaches it.
 */
export async function clipboardTools(setting: ToolSetting): Promise<readonly ClipboardTool[]> {
  const local = isSet(setting.env.SSH_CONNECTION) ? [] : ofTheDesktop;
  const found = await Promise.all([...local, tmux].map((candidate) => find(candidate, setting)));
  const desktop = found.slice(0, -1).find((tool) => tool !== undefined);
  return [desktop, found.at(-1)].filter((tool) => tool !== undefined);
}

/** Whether the tool took the text; it is given no shell, no terminal and 2 s. */
export async function runTool({ file, args, encoding }: ClipboardTool, text: string): Promise<boolean> {
  try {
    // X11 tools stay behind to serve the text: in a session of their own Ctrl-Z and a closed terminal don't reach them.
    const tool: ChildProcess = spawn(file, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      windowsHide: true,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    // Without stdin where no more files can be opened (EMFILE).
    tool.stdin?.on('error', () => {}); // it ended without reading; its exit code tells
    tool.stdin?.end(Buffer.from(text, encoding));
    const [code] = await once(tool, 'exit');
    return code === 0;
  } catch {
    return false; // it can't be started
  }
}

async function find(
  { name, args = [], encoding = 'utf8', serves }: Candidate,
  setting: ToolSetting,
): Promise<ClipboardTool | undefined> {
  if (!serves(setting)) return undefined;
  const folders = (setting.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const file = join(folder, name);
    if (await canRun(file)) return { name, file, args, encoding };
  }
  return undefined;
}

async function canRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
