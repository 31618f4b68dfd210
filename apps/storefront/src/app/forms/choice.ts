/** What is meant by a name that somebody sent; undefined if it is none of these, but what every object is born with. */
export function choiceOf<Of>(choices: Readonly<Record<string, Of>>, name: string): Of | undefined {
  return Object.hasOwn(choices, name) ? choices[name] : undefined;
}
