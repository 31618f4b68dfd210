type WireEnum = Readonly<Record<string, number>>;

/**
 * The names of one of the contract's enums. `UNRECOGNIZED` stands for a value of a newer contract
 * and is never handed in.
 */
export type EnumName<E extends WireEnum> = Exclude<keyof E & string, 'UNSPECIFIED'>;

/** The names that may be handed in. */
export type EnumInput<E extends WireEnum> = Exclude<EnumName<E>, 'UNRECOGNIZED'>;

/** The name of a value that came over the wire. */
export function enumName<E extends WireEnum>(wire: E, value: number): EnumName<E> {
  const name = Object.keys(wire).find((key) => wire[key] === value && key !== 'UNSPECIFIED');
  return (name ?? 'UNRECOGNIZED') as EnumName<E>;
}
