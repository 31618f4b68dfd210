/** A line of a list of facts (`dl`); nothing where there is nothing to say. */
export function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  if (children === undefined || children === '') return null;
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
