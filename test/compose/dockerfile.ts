/** An instruction of a Dockerfile: its name and what follows, with continued lines joined. */
export type Instruction = { readonly name: string; readonly rest: string };

/** One stage: what it is built on (an image or an earlier stage) and its instructions in order. */
export type ImageStage = {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
};

/** Reads stages of the form `FROM base AS name`. */
export function readStages(dockerfile: string): readonly ImageStage[] {
  const instructions = dockerfile
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line): Instruction => {
      const [name = '', ...rest] = line.split(' ');
      return { name, rest: rest.join(' ') };
    });
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, n) => {
    const [base = '', name = ''] = (instructions[start]?.rest ?? '').split(' AS ');
    return { name, base, instructions: instructions.slice(start + 1, starts[n + 1]) };
  });
}
