/**
 * Runs tasks that live as long as each other: when one fails, `end` asks the others to end, and they are waited for.
 *
 * @throws what the first failing task threw.
 */
export async function runTogether(
  tasks: readonly (Promise<unknown> | undefined)[],
  end: () => void,
): Promise<void> {
  try {
    await Promise.all(tasks);
  } catch (error) {
    end();
    await Promise.allSettled(tasks);
    throw error;
  }
}
