import type { ComponentChildren } from 'preact';

export interface Column<T> {
  title: string;
  cell(row: T): ComponentChildren;
  /** Figures stand to the right. */
  isNumber?: boolean;
  /** The cell that names the row. */
  isHeader?: boolean;
}

/** A table that scrolls sideways by itself where the page is narrow. */
export function DataTable<T>({ caption, hideCaption, columns, rows, keyOf, empty }: {
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
  empty?: string;
}) {
  if (rows.length === 0 && empty) {
    return <p class="empty">{empty}</p>;
  }

  return (
    <div class="scrolls" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={hideCaption ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>{columns.map(c => <th scope="col" class={c.isNumber ? 'number' : undefined}>{c.title}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={keyOf(row)}>
              {columns.map(c => c.isHeader
                ? <th scope="row">{c.cell(row)}</th>
                : <td class={c.isNumber ? 'number' : undefined}>{c.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
