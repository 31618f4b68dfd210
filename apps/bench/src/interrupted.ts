/** Aborted by Ctrl-C, or by whoever asks this process to end. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error('interrupted')));
  }
  return controller.signal;
}
